package io.connectedworkflow.domain.workflow.command;

import org.jspecify.annotations.Nullable;

/** What a workflow that is there can be told to do. */
public sealed interface ExistingWorkflowCommand extends WorkflowCommand
        permits UpdateConnectedWorkflow, DeleteConnectedWorkflow, ActivateConnectedWorkflow,
        DeactivateConnectedWorkflow, RestoreConnectedWorkflow, CreateRule, ExistingRuleCommand {

    /** The version that the workflow must have; null for any. */
    @Nullable
    Long expectedVersion();
}
