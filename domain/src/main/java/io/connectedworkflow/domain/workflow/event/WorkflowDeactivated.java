package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;

/**
 * The workflow was switched off.
 */
@Revision("1")
public record WorkflowDeactivated(String workflowId, String organizationId, String userId) implements WorkflowEvent {}
