package io.connectedworkflow.application.workflow;

import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import java.util.List;
import java.util.Optional;

/**
 * All that can be done with connected workflows. Everything happens in the caller's organization and by the caller's
 * permissions; what is not allowed throws {@link RefusedException} and changes nothing. What a call has changed, every
 * later call sees, on every node.
 */
public final class ConnectedWorkflows {

    private final Messages messages;
    private final Ids ids;

    /** The API over the given way to the aggregate and the views. */
    public ConnectedWorkflows(Messages messages, Ids ids) {
        this.messages = messages;
        this.ids = ids;
    }

    /** Drafts a workflow with nothing but a root node, and returns its id. */
    public String create(Caller caller, WorkflowDraft draft) {
        var id = ids.next();
        messages.send(new CreateConnectedWorkflow(id, caller.organization(), draft.name(), draft.description(),
                draft.primaryModule()), caller.requestId());
        return id;
    }

    /** A workflow that is not deleted. */
    public Optional<WorkflowView> find(Caller caller, String workflowId) {
        caller.organization().admit();
        return messages.ask(new FindWorkflow(caller.organization().id(), workflowId));
    }

    /** All workflows that are not deleted, by ascending sequence number. */
    public List<WorkflowView> list(Caller caller) {
        caller.organization().admit();
        return messages.ask(new ListWorkflows(caller.organization().id()));
    }
}
