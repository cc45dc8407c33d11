package io.connectedworkflow.domain.workflow;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.WorkflowLimitReached;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;

/** A connected workflow: decides what may happen to it, and remembers of what happened just what that needs. */
@AggregateRoot
public class ConnectedWorkflow {

    private static final FieldPath PRIMARY_MODULE = FieldPath.of("primary_module");

    @AggregateIdentifier
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // set by the first event, read by Axon
    private String id;

    /**
     * Drafts a workflow. Decided in this order: edition, permission, primary module, then, with the organization's
     * register locked: name, one workflow a module, the organization's limit.
     */
    @CommandHandler
    public ConnectedWorkflow(CreateConnectedWorkflow command, WorkflowRegister register, Ids ids) {
        var organization = command.organization();
        var permission = organization.admit();
        var module = organization.modules().supported(command.primaryModule(), PRIMARY_MODULE);
        var limit = organization.limits().connectedWorkflows();
        var others = register.lock(organization.id(), command.name(), module.id());
        if (others.nameTaken()) {
            throw new NameTaken(FieldPath.of("name")).asException();
        }
        if (others.moduleTaken()) {
            throw new WorkflowLimitReached(1, PRIMARY_MODULE).asException();
        }
        if (others.count() >= limit) {
            throw new WorkflowLimitReached(limit, FieldPath.LIST).asException();
        }
        var description = command.description() == null ? null : command.description().value();
        apply(new WorkflowDrafted(command.workflowId(), organization.id(), organization.actor().user(), ids.next(),
                command.name().value(), description, module.id(), module.apiName(),
                others.highestSequenceNumber() + 1, organization.edition().name(), permission.name(), limit));
    }

    /** For Axon, which fills it from the past. */
    protected ConnectedWorkflow() {}

    @EventSourcingHandler
    void on(WorkflowDrafted event) {
        id = event.workflowId();
    }
}
