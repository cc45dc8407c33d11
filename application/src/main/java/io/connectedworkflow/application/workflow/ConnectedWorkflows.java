package io.connectedworkflow.application.workflow;

import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.CreateRule;
import io.connectedworkflow.domain.workflow.command.DeactivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteRule;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateRule;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        return messages.send(new CreateConnectedWorkflow(id, caller.organization(), draft.name(), draft.description(),
                draft.primaryModule()), caller);
    }

    /**
     * Changes what is asked for.
     *
     * @param expectedVersion the version that the workflow must have; null for any
     */
    public void update(Caller caller, String workflowId, @Nullable Long expectedVersion, WorkflowChange change) {
        messages.send(new UpdateConnectedWorkflow(workflowId, caller.organization(), expectedVersion, change.name(),
                change.description(), change.nodes(), change.connections()), caller);
    }

    /** Puts a workflow to work; the version as for {@link #update}. */
    public void activate(Caller caller, String workflowId, @Nullable Long expectedVersion) {
        messages.send(new ActivateConnectedWorkflow(workflowId, caller.organization(), expectedVersion), caller);
    }

    /** Switches a workflow off; the version as for {@link #update}. */
    public void deactivate(Caller caller, String workflowId, @Nullable Long expectedVersion) {
        messages.send(new DeactivateConnectedWorkflow(workflowId, caller.organization(), expectedVersion), caller);
    }

    /** Deletes a workflow for good; the version as for {@link #update}. */
    public void delete(Caller caller, String workflowId, @Nullable Long expectedVersion) {
        messages.send(new DeleteConnectedWorkflow(workflowId, caller.organization(), expectedVersion), caller);
    }

    /**
     * Gives a workflow a new rule, and returns its id; the version as for {@link #update}.
     *
     * @param rule as the body of a request has it; it is read field by field while it is judged
     */
    public String createRule(Caller caller, String workflowId, @Nullable Long expectedVersion, Item rule) {
        return messages.send(new CreateRule(workflowId, caller.organization(), expectedVersion, ids.next(), rule),
                caller);
    }

    /** Changes a rule; what the change leaves out stays; the version as for {@link #update}. */
    public void updateRule(Caller caller, String workflowId, @Nullable Long expectedVersion, String ruleId,
            Item change) {
        messages.send(new UpdateRule(workflowId, caller.organization(), expectedVersion, ruleId, change), caller);
    }

    /** Deletes a rule for good; the version as for {@link #update}. */
    public void deleteRule(Caller caller, String workflowId, @Nullable Long expectedVersion, String ruleId) {
        messages.send(new DeleteRule(workflowId, caller.organization(), expectedVersion, ruleId), caller);
    }

    /** A workflow that is not deleted, or {@link IdUnknown}. */
    public WorkflowView get(Caller caller, String workflowId) {
        return find(caller, workflowId).orElseThrow(() -> IdUnknown.WORKFLOW.asException());
    }

    /** A workflow that is not deleted. */
    public Optional<WorkflowView> find(Caller caller, String workflowId) {
        caller.organization().admit();
        return messages.ask(new FindWorkflow(caller.organization().id(), workflowId));
    }

    /** All workflows that are not deleted, by ascending sequence number. */
    public List<WorkflowView> list(Caller caller) {
        return list(caller, WorkflowFilter.ALL, Page.ALL);
    }

    /** The wanted ones of the workflows that are not deleted, by ascending sequence number. */
    public List<WorkflowView> list(Caller caller, WorkflowFilter filter, Page page) {
        caller.organization().admit();
        return messages.ask(new ListWorkflows(caller.organization().id(), filter, page));
    }
}
