package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.workflow.WorkflowName;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Draft a new workflow with nothing but a root node on its primary module. */
public record CreateConnectedWorkflow(@TargetAggregateIdentifier String workflowId, Organization organization,
        WorkflowName name, @Nullable Description description,
        ModuleReference primaryModule) implements WorkflowCommand {}
