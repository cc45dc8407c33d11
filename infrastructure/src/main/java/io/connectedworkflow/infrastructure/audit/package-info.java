/** The log and the record of refusals, as auditors ask for them. */
@NullMarked
package io.connectedworkflow.infrastructure.audit;

import org.jspecify.annotations.NullMarked;
