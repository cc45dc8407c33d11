package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import java.util.List;
import java.util.Optional;

/** Port: takes commands to the aggregate, and queries to the projection. */
public interface Messages {

    /**
     * Returns when the command is decided, and all that follows from it is stored; or throws {@link RefusedException},
     * and nothing has changed.
     *
     * @param requestId is kept beside the events that the command leads to
     */
    void send(WorkflowCommand command, String requestId);

    /** The workflow that the query asks for, if there is one. */
    Optional<WorkflowView> ask(WorkflowQuery.FindWorkflow query);

    /** The workflows that the query asks for. */
    List<WorkflowView> ask(WorkflowQuery.ListWorkflows query);
}
