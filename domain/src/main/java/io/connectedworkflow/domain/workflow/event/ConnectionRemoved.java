package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;

/**
 * A connection is gone.
 */
@Revision("1")
public record ConnectionRemoved(String workflowId, String organizationId, String userId,
        String connectionId) implements WorkflowEvent {}
