package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;

/** A command on a connected workflow. The permitted types are the table of contents. */
public sealed interface WorkflowCommand permits CreateConnectedWorkflow, ExistingWorkflowCommand {

    /** The workflow that is meant. */
    String workflowId();

    /** The organization of the one who asks, as it was when the request began. */
    Organization organization();

    /** The id of what the command is about. */
    default String subjectId() {
        return workflowId();
    }
}
