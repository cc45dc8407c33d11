/** The past, read from the event log in PostgreSQL. */
@NullMarked
package io.connectedworkflow.infrastructure.audit;

import org.jspecify.annotations.NullMarked;
