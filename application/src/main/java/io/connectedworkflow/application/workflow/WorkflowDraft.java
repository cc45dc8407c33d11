package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.workflow.WorkflowName;
import org.jspecify.annotations.Nullable;

/** What a workflow that is to be created is asked to be. */
public record WorkflowDraft(WorkflowName name, @Nullable Description description, ModuleReference primaryModule) {}
