package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;

/**
 * The workflow is gone; its name, its primary module and its place are free.
 */
@Revision("1")
public record WorkflowDeleted(String workflowId, String organizationId, String userId) implements WorkflowEvent {}
