package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.workflow.Origin;
import io.connectedworkflow.domain.workflow.WorkflowDefinition;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Bring a workflow, be it deleted, back to what it was. What the log says of the past does not change, so whoever sends
 * the command reads it there.
 *
 * @param version what it was at this version ...
 * @param wanted  ... is this
 * @param origin  how the workflow came to be
 */
public record RestoreConnectedWorkflow(@TargetAggregateIdentifier String workflowId, Organization organization,
        @Nullable Long expectedVersion, long version, WorkflowDefinition wanted,
        Origin origin) implements ExistingWorkflowCommand {}
