package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;

/**
 * The workflow is at work.
 *
 * @param activeWorkflowsLimit how many active workflows the organization was allowed to have
 */
@Revision("1")
public record WorkflowActivated(String workflowId, String organizationId, String userId,
        int activeWorkflowsLimit) implements WorkflowEvent {}
