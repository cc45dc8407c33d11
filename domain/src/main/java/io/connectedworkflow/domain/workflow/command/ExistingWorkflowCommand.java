package io.connectedworkflow.domain.workflow.command;

import org.jspecify.annotations.Nullable;

/** A command on a workflow that exists. */
public sealed interface ExistingWorkflowCommand extends WorkflowCommand
        permits UpdateConnectedWorkflow, DeleteConnectedWorkflow, ActivateConnectedWorkflow,
        DeactivateConnectedWorkflow, RestoreConnectedWorkflow, CreateRule, ExistingRuleCommand {

    /** The version that the workflow must have; null for any. */
    @Nullable
    Long expectedVersion();
}
