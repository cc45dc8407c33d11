package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;

/**
 * The workflow has one more node, connected to nothing yet.
 */
@Revision("1")
public record NodeAdded(String workflowId, String organizationId, String userId, String nodeId, String moduleId,
        String moduleApiName) implements WorkflowEvent {}
