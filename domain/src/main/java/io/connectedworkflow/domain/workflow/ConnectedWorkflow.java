package io.connectedworkflow.domain.workflow;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.ActiveLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.AlreadyActive;
import io.connectedworkflow.domain.refusal.Refusal.AlreadyInactive;
import io.connectedworkflow.domain.refusal.Refusal.DraftNotDeactivatable;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.RuleLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import io.connectedworkflow.domain.refusal.Refusal.WorkflowLimitReached;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.CreateRule;
import io.connectedworkflow.domain.workflow.command.DeactivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteRule;
import io.connectedworkflow.domain.workflow.command.ExistingRuleCommand;
import io.connectedworkflow.domain.workflow.command.ExistingWorkflowCommand;
import io.connectedworkflow.domain.workflow.command.RestoreConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateRule;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.RuleChanged;
import io.connectedworkflow.domain.workflow.event.RuleRemoved;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeactivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDescribed;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A connected workflow: decides what may happen to it, and remembers of what happened just what that needs. */
@AggregateRoot
@Revision("3") // of its snapshots: to be raised when its fields change
@SuppressWarnings("NullAway.Init") // the first event sets what a workflow always has
public class ConnectedWorkflow {

    private static final FieldPath NAME = FieldPath.of("name");
    private static final FieldPath VERSION = FieldPath.of("version");
    private static final FieldPath PRIMARY_MODULE = FieldPath.of("primary_module");

    @AggregateIdentifier
    private String id;
    private String organizationId;
    private WorkflowStatus status;
    private WorkflowDefinition configuration;
    private boolean deleted;

    /** For Axon, which fills it from the past, or has it drafted. */
    protected ConnectedWorkflow() {}

    /**
     * Drafts a workflow. Decided in this order: edition, permission, primary module, then, with the organization's
     * register locked: name, one workflow a module, the organization's limit.
     */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS) // of a constructor that refuses, Axon would log a warning
    void handle(CreateConnectedWorkflow command, WorkflowRegister register, Ids ids) {
        var organization = command.organization();
        var permission = organization.admit();
        var module = organization.modules().supported(command.primaryModule(), PRIMARY_MODULE);
        var limit = organization.limits().connectedWorkflows();
        var others = register.lock(organization.id(), command.workflowId(), command.name().value(), module.id());
        requireFree(others, NAME, PRIMARY_MODULE, FieldPath.LIST, limit);
        var description = command.description() == null ? null : command.description().value();
        apply(new WorkflowDrafted(command.workflowId(), organization.id(), organization.actor().user(), ids.next(),
                command.name().value(), description, module.id(), module.apiName(),
                others.highestSequenceNumber() + 1, organization.edition().name(), permission.name(), limit));
    }

    /**
     * Changes what is asked for, and nothing else. Decided in this order: every node, the nodes together, every
     * connection, and last, if the name changes, whether it is free.
     */
    @CommandHandler
    void handle(UpdateConnectedWorkflow command, WorkflowRegister register, Ids ids) {
        admit(command);
        var edit = DiagramEdit.of(configuration.diagram(), command.nodes(), command.connections(),
                command.organization().limits().modulesPerProcess(), ids);
        var user = command.organization().actor().user();
        rename(command.name() == null ? null : command.name().value(), NAME, register, user);
        if (command.description() != null) {
            var wanted = command.description().description();
            describe(wanted == null ? null : wanted.value(), user);
        }
        remove(edit.removedConnections(), edit.removedNodes(), user);
        add(edit.addedNodes(), edit.addedConnections(), user);
    }

    /** Puts it to work, unless it is: with supported modules only, and within the organization's limit. */
    @CommandHandler
    void handle(ActivateConnectedWorkflow command, WorkflowRegister register) {
        var organization = admit(command);
        if (status == WorkflowStatus.ACTIVE) {
            throw new AlreadyActive().asException();
        }
        new ActivationCheck(configuration, organization).require();
        var limit = organization.limits().connectedWorkflows();
        if (register.lock(organizationId, id, null, null).active() >= limit) {
            throw new ActiveLimitReached(limit).asException();
        }
        apply(new WorkflowActivated(id, organizationId, organization.actor().user(), limit));
    }

    /** Switches it off, if it is active. */
    @CommandHandler
    void handle(DeactivateConnectedWorkflow command) {
        var organization = admit(command);
        switch (status) {
            case DRAFT -> throw new DraftNotDeactivatable().asException();
            case INACTIVE -> throw new AlreadyInactive().asException();
            case ACTIVE -> apply(new WorkflowDeactivated(id, organizationId, organization.actor().user()));
        }
    }

    /** Deletes it, whatever its status. */
    @CommandHandler
    void handle(DeleteConnectedWorkflow command) {
        var organization = admit(command);
        apply(new WorkflowDeleted(id, organizationId, organization.actor().user()));
    }

    /** Adds a rule, as long as its module has fewer than the organization's limit. */
    @CommandHandler
    void handle(CreateRule command, Ids ids) {
        var organization = admit(command);
        var rule = RuleEdit.create(command.ruleId(), command.rule(), configuration.diagram(), organization.modules(),
                ids);
        var diagram = configuration.diagram();
        var module = diagram.node(rule.nodeId()).orElseThrow().moduleId();
        var limit = organization.limits().rulesPerModule();
        if (diagram.rulesOfModule(module, configuration.rules()) >= limit) {
            throw new RuleLimitReached(limit).asException();
        }
        apply(new RuleAdded(id, organizationId, organization.actor().user(), rule.id(), rule.nodeId(), rule.trigger(),
                rule.conditions()));
    }

    /** Changes a rule; what the request leaves out stays. */
    @CommandHandler
    void handle(UpdateRule command, Ids ids) {
        var organization = admit(command);
        var before = configuration.rules().rule(command.ruleId()).orElseThrow();
        var after = RuleEdit.change(before, command.change(), configuration.diagram(), organization.modules(), ids);
        if (!after.equals(before)) {
            change(after, organization.actor().user());
        }
    }

    /** Deletes a rule. */
    @CommandHandler
    void handle(DeleteRule command) {
        var organization = admit(command);
        apply(new RuleRemoved(id, organizationId, organization.actor().user(), command.ruleId()));
    }

    /**
     * Brings it back to what it was, with the same ids; also when it is deleted, if its name, its module and a place are
     * free.
     */
    @CommandHandler
    void handle(RestoreConnectedWorkflow command, WorkflowRegister register) {
        var organization = admit(command);
        var user = organization.actor().user();
        var wanted = command.wanted();
        var edit = new RestoreEdit(deleted ? null : configuration, wanted);
        edit.require(organization);
        if (deleted) {
            restoreDeleted(command, register);
        } else {
            rename(wanted.name(), VERSION, register, user);
            describe(wanted.description(), user);
        }
        edit.removedRules().forEach(rule -> apply(new RuleRemoved(id, organizationId, user, rule)));
        remove(edit.removedConnections(), edit.removedNodes(), user);
        add(edit.addedNodes(), edit.addedConnections(), user);
        edit.addedRules().forEach(rule -> apply(new RuleAdded(id, organizationId, user, rule.id(), rule.nodeId(),
                rule.trigger(), rule.conditions())));
        edit.changedRules().forEach(rule -> change(rule, user));
    }

    private void restoreDeleted(RestoreConnectedWorkflow command, WorkflowRegister register) {
        var organization = command.organization();
        var wanted = command.wanted();
        var root = wanted.diagram().root();
        var limit = organization.limits().connectedWorkflows();
        var others = register.lock(organizationId, id, wanted.name(), root.moduleId());
        requireFree(others, VERSION, VERSION, VERSION, limit);
        if (status == WorkflowStatus.ACTIVE && others.active() >= limit) {
            throw new ActiveLimitReached(limit).asException();
        }
        apply(new WorkflowRestored(id, organizationId, organization.actor().user(), command.version(), root.id(),
                wanted.name(), wanted.description(), root.moduleId(), root.moduleApiName(),
                command.origin().sequenceNumber(), status.name(), command.origin().draftedBy(),
                command.origin().draftedAt().toString(), limit));
    }

    private static void requireFree(WorkflowRegister.Others others, FieldPath name, FieldPath module, FieldPath count,
            int limit) {
        if (others.nameTaken()) {
            throw new NameTaken(name).asException();
        }
        if (others.moduleTaken()) {
            throw new WorkflowLimitReached(1, module).asException();
        }
        if (others.count() >= limit) {
            throw new WorkflowLimitReached(limit, count).asException();
        }
    }

    private Organization admit(ExistingWorkflowCommand command) {
        var organization = command.organization();
        organization.admit();
        var reachable = !deleted || command instanceof RestoreConnectedWorkflow;
        if (!organization.id().equals(organizationId) || !reachable) {
            throw IdUnknown.WORKFLOW.asException();
        }
        if (command instanceof ExistingRuleCommand rule && configuration.rules().rule(rule.ruleId()).isEmpty()) {
            throw IdUnknown.RULE.asException();
        }
        var version = AggregateLifecycle.getVersion() + 1;
        if (command.expectedVersion() != null && command.expectedVersion() != version) {
            throw new VersionStale(version).asException();
        }
        return organization;
    }

    private void rename(@Nullable String wanted, FieldPath at, WorkflowRegister register, String user) {
        if (wanted == null || wanted.equals(configuration.name())) {
            return;
        }
        if (register.lock(organizationId, id, wanted, null).nameTaken()) {
            throw new NameTaken(at).asException();
        }
        apply(new WorkflowRenamed(id, organizationId, user, wanted));
    }

    private void describe(@Nullable String text, String user) {
        if (!Objects.equals(text, configuration.description())) {
            apply(new WorkflowDescribed(id, organizationId, user, text));
        }
    }

    private void remove(List<String> connections, List<String> nodes, String user) {
        connections.forEach(connection -> apply(new ConnectionRemoved(id, organizationId, user, connection)));
        nodes.forEach(node -> apply(new NodeRemoved(id, organizationId, user, node,
                configuration.diagram().connectionsOf(node).stream().map(Connection::id).toList(),
                configuration.rules().of(node).map(Rule::id).toList())));
    }

    private void add(List<Node> nodes, List<Connection> connections, String user) {
        nodes.forEach(node -> apply(
                new NodeAdded(id, organizationId, user, node.id(), node.moduleId(), node.moduleApiName())));
        connections.forEach(connection -> apply(new ConnectionAdded(id, organizationId, user, connection.id(),
                connection.source(), connection.target())));
    }

    private void change(Rule after, String user) {
        var before = configuration.rules().rule(after.id()).orElseThrow();
        apply(new RuleChanged(id, organizationId, user, after.id(),
                after.trigger().equals(before.trigger()) ? null : after.trigger(),
                after.conditions().equals(before.conditions()) ? null : after.conditions()));
    }

    @EventSourcingHandler
    void on(WorkflowDrafted event) {
        id = event.workflowId();
        organizationId = event.organizationId();
        status = WorkflowStatus.DRAFT;
        configuration = WorkflowDefinition.of(event);
    }

    @EventSourcingHandler
    void on(WorkflowActivated event) {
        status = WorkflowStatus.ACTIVE;
    }

    @EventSourcingHandler
    void on(WorkflowDeactivated event) {
        status = WorkflowStatus.INACTIVE;
    }

    @EventSourcingHandler
    void on(WorkflowDeleted event) {
        deleted = true;
    }

    @EventSourcingHandler
    void on(WorkflowRestored event) {
        configuration = WorkflowDefinition.of(event);
        deleted = false;
    }

    /** Of whatever has no handler of its own. */
    @EventSourcingHandler
    void on(WorkflowEvent event) {
        configuration = configuration.after(event);
    }
}
