/** What can have happened to a connected workflow. */
@NullMarked
package io.connectedworkflow.domain.workflow.event;

import org.jspecify.annotations.NullMarked;
