package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;

/**
 * A connection leads from one node to another.
 */
@Revision("1")
public record ConnectionAdded(String workflowId, String organizationId, String userId, String connectionId,
        String sourceNodeId, String targetNodeId) implements WorkflowEvent {}
