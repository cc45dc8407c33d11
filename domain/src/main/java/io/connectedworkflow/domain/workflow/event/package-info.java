/** The events of a connected workflow. */
@NullMarked
package io.connectedworkflow.domain.workflow.event;

import org.jspecify.annotations.NullMarked;
