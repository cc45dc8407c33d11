/** Commands and queries of connected workflows, and the views that queries answer. */
@NullMarked
package io.connectedworkflow.application.workflow;

import org.jspecify.annotations.NullMarked;
