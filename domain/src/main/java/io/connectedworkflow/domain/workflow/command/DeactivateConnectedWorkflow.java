package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Switch an active workflow off. */
public record DeactivateConnectedWorkflow(@TargetAggregateIdentifier String workflowId, Organization organization,
        @Nullable Long expectedVersion) implements ExistingWorkflowCommand {}
