/** The log of all workflows, and the record of refusals, for auditors. */
@NullMarked
package io.connectedworkflow.application.audit;

import org.jspecify.annotations.NullMarked;
