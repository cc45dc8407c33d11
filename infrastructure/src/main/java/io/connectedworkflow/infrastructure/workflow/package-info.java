/** Workflows over HTTP and in PostgreSQL. */
@NullMarked
package io.connectedworkflow.infrastructure.workflow;

import org.jspecify.annotations.NullMarked;
