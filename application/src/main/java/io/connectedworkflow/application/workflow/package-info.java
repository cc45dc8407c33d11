/** What may be asked of connected workflows, and what a reader sees of them. */
@NullMarked
package io.connectedworkflow.application.workflow;

import org.jspecify.annotations.NullMarked;
