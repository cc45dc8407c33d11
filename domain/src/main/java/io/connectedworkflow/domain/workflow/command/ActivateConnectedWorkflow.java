package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Put a workflow to work. */
public record ActivateConnectedWorkflow(@TargetAggregateIdentifier String workflowId, Organization organization,
        @Nullable Long expectedVersion) implements ExistingWorkflowCommand {}
