package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;

/**
 * The workflow has another name.
 *
 * @param name exactly as it was given
 */
@Revision("1")
public record WorkflowRenamed(String workflowId, String organizationId, String userId,
        String name) implements WorkflowEvent {}
