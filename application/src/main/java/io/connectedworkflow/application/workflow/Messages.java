package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import java.util.List;
import java.util.Optional;

/** Port: takes commands to the aggregate, and queries to the projection. */
public interface Messages {

    /**
     * Returns when the command is decided, and all that follows from it is stored; or throws {@link RefusedException},
     * and nothing has changed. A request that must take effect once, and did, changes nothing again.
     *
     * @return the id of what the command is about; of a repeated request, that of the first
     */
    String send(WorkflowCommand command, Caller caller);

    /** The workflow that the query asks for, if there is one. */
    Optional<WorkflowView> ask(WorkflowQuery.FindWorkflow query);

    /** The workflows that the query asks for. */
    List<WorkflowSummary> ask(WorkflowQuery.ListWorkflows query);
}
