package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Delete a workflow for good. */
public record DeleteConnectedWorkflow(@TargetAggregateIdentifier String workflowId, Organization organization,
        @Nullable Long expectedVersion) implements ExistingWorkflowCommand {}
