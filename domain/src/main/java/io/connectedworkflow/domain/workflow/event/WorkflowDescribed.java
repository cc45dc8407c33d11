package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * The workflow has another description.
 *
 * @param description null if it has none any more
 */
@Revision("1")
public record WorkflowDescribed(String workflowId, String organizationId, String userId,
        @Nullable String description) implements WorkflowEvent {}
