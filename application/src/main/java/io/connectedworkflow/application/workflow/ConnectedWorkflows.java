package io.connectedworkflow.application.workflow;

import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.CreateRule;
import io.connectedworkflow.domain.workflow.command.DeactivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteRule;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateRule;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that can be done with connected workflows. Everything happens in the caller's organization and by the caller's
 * permissions. What is not allowed is a {@link Outcome.Refused} and changes nothing; of several reasons it is the one that the
 * REST API would tell, which is served by the same calls. What a call has changed, every later call sees, on every node.
 *
 * <p>A change is answered with the id of what it is about. Where an {@code expectedVersion} is given, the workflow must
 * have it ({@link VersionStale}); null is for any.
 *
 * <p>A call that changes something is a part of the caller's transaction, if there is one on our data source: it is committed
 * or rolled back with it, and seen before only by calls in it. After a refusal the transaction can be used as if the call had
 * not been made; after any other exception it can only be rolled back, even if that exception is caught. Such a transaction
 * must write and be READ COMMITTED, or the call fails. It holds up others who change the same workflow (they are refused after
 * 10 seconds) or create, rename or activate one in the same organization (they wait) until it ends, so it should be short.
 * Without a transaction, each call has one of its own.
 */
public final class ConnectedWorkflows {

    private final Messages messages;
    private final Organizations organizations;
    private final Ids ids;

    /** The API over the given way to the aggregate and the views. */
    public ConnectedWorkflows(Messages messages, Organizations organizations, Ids ids) {
        this.messages = messages;
        this.organizations = organizations;
        this.ids = ids;
    }

    /** Drafts a workflow with nothing but a root node. */
    public Outcome<String> create(Caller caller, WorkflowDraft draft) {
        return send(caller, organization -> draft.command(ids.next(), organization));
    }

    /** Changes what is asked for. */
    public Outcome<String> update(Caller caller, String workflowId, @Nullable Long expectedVersion,
            WorkflowChange change) {
        return send(caller, organization -> read(change, workflowId, organization, expectedVersion));
    }

    /** Puts a workflow to work. */
    public Outcome<String> activate(Caller caller, String workflowId, @Nullable Long expectedVersion) {
        return send(caller,
                organization -> new ActivateConnectedWorkflow(workflowId, organization, expectedVersion));
    }

    /** Switches a workflow off. */
    public Outcome<String> deactivate(Caller caller, String workflowId, @Nullable Long expectedVersion) {
        return send(caller,
                organization -> new DeactivateConnectedWorkflow(workflowId, organization, expectedVersion));
    }

    /** Deletes a workflow, whatever its status. */
    public Outcome<String> delete(Caller caller, String workflowId, @Nullable Long expectedVersion) {
        return send(caller, organization -> new DeleteConnectedWorkflow(workflowId, organization, expectedVersion));
    }

    /**
     * Gives a workflow a new rule.
     *
     * @param rule as the body of a request has it; it is read field by field while it is judged
     */
    public Outcome<String> createRule(Caller caller, String workflowId, @Nullable Long expectedVersion, Item rule) {
        return send(caller,
                organization -> new CreateRule(workflowId, organization, expectedVersion, ids.next(), rule));
    }

    /**
     * Changes a rule; what the change leaves out stays.
     *
     * @param change as the body of a request has it; it is read field by field while it is judged
     */
    public Outcome<String> updateRule(Caller caller, String workflowId, @Nullable Long expectedVersion, String ruleId,
            Item change) {
        return send(caller, organization -> new UpdateRule(workflowId, organization, expectedVersion, ruleId, change));
    }

    /** Deletes a rule for good. */
    public Outcome<String> deleteRule(Caller caller, String workflowId, @Nullable Long expectedVersion,
            String ruleId) {
        return send(caller, organization -> new DeleteRule(workflowId, organization, expectedVersion, ruleId));
    }

    /** A workflow that is not deleted, or {@link IdUnknown}. */
    public Outcome<WorkflowView> get(Caller caller, String workflowId) {
        return Outcome.of(() -> existing(caller.admitted(organizations), workflowId));
    }

    /** All workflows that are not deleted, by ascending sequence number. */
    public Outcome<List<WorkflowSummary>> list(Caller caller) {
        return list(caller, WorkflowFilter.ALL, Page.ALL);
    }

    /** The wanted ones of the workflows that are not deleted, by ascending sequence number. */
    public Outcome<List<WorkflowSummary>> list(Caller caller, WorkflowFilter filter, Page page) {
        return Outcome.of(
                () -> messages.ask(new ListWorkflows(caller.admitted(organizations).id(), filter, page)));
    }

    /** How much of everything the caller's organization may have. */
    public Outcome<EditionLimits> limits(Caller caller) {
        return Outcome.of(() -> caller.admitted(organizations).limits());
    }

    private Outcome<String> send(Caller caller, Function<Organization, WorkflowCommand> command) {
        return Outcome.of(() -> {
            var wanted = command.apply(caller.admitted(organizations));
            if (!Text.isStorable(wanted.workflowId())) {
                throw IdUnknown.WORKFLOW.asException();
            }
            return messages.send(wanted, caller);
        });
    }

    private UpdateConnectedWorkflow read(WorkflowChange change, String workflowId, Organization organization,
            @Nullable Long expectedVersion) {
        try {
            return change.command(workflowId, organization, expectedVersion);
        } catch (RefusedException unreadable) {
            // Whether the workflow is there, and at that version, is judged before what it is asked to become.
            var version = existing(organization, workflowId).version();
            if (expectedVersion != null && expectedVersion != version) {
                throw new VersionStale(version).asException();
            }
            throw unreadable;
        }
    }

    private WorkflowView existing(Organization organization, String workflowId) {
        return Optional.of(workflowId).filter(Text::isStorable)
                .flatMap(id -> messages.ask(new FindWorkflow(organization.id(), id)))
                .orElseThrow(() -> IdUnknown.WORKFLOW.asException());
    }
}
