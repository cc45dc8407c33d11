package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.rule.Rules;
import io.connectedworkflow.domain.workflow.Configuration;
import io.connectedworkflow.domain.workflow.Connection;
import io.connectedworkflow.domain.workflow.Diagram;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees of a workflow. {@link #after} is the only code that turns events into it, so that live reading,
 * rebuild and time travel cannot disagree.
 *
 * @param version        the number of events that made it, counted from 1
 * @param description    null if there is none
 * @param sequenceNumber the workflow's place in its organization
 * @param createdAt      in whole milliseconds, as are all times in the log
 * @param createdBy      a user's id; names are not in the log
 */
public record WorkflowView(String id, String organizationId, long version, String name, @Nullable String description,
        WorkflowStatus status, long sequenceNumber, Instant createdAt, String createdBy, Instant modifiedAt,
        String modifiedBy, Diagram diagram, Rules rules) {

    /** Changes with the meaning of {@link #after}: views folded by another number are rebuilt when a server starts. */
    public static final int FOLD = 2;

    /**
     * The view once an event has happened to the workflow; null once it is deleted.
     *
     * @param before  the view until then; null before the first event
     * @param version the event's place in the workflow's history, counted from 1; a view that already has it stays
     */
    public static @Nullable WorkflowView after(@Nullable WorkflowView before, WorkflowEvent event, long version,
            Instant at) {
        var time = at.truncatedTo(ChronoUnit.MILLIS);
        if (before == null) {
            return switch (event) {
                case WorkflowDrafted drafted -> drafted(drafted, version, time);
                case WorkflowRestored restored -> restored(restored, version, time);
                default -> null;
            };
        }
        if (version <= before.version) {
            return before;
        }
        var diagram = before.diagram;
        var changed = before.changed(version, time, event.userId());
        return switch (event) {
            case WorkflowDrafted again ->
                throw new IllegalStateException("Workflow " + before.id + " was drafted twice");
            case WorkflowRestored again ->
                throw new IllegalStateException("Workflow " + before.id + " was not deleted when it was restored");
            case WorkflowRenamed renamed -> changed.with(renamed.name(), before.description);
            case WorkflowDescribed described -> changed.with(before.name, described.description());
            case WorkflowActivated activated -> changed.with(WorkflowStatus.ACTIVE);
            case WorkflowDeactivated deactivated -> changed.with(WorkflowStatus.INACTIVE);
            case WorkflowDeleted deleted -> null;
            case NodeAdded added -> changed.with(
                    diagram.with(new Node(added.nodeId(), added.moduleId(), added.moduleApiName())));
            case NodeRemoved removed -> changed.with(diagram.withoutNode(removed.nodeId()))
                    .with(before.rules.withoutNode(removed.nodeId()));
            case ConnectionAdded added -> changed.with(diagram.with(
                    new Connection(added.connectionId(), added.sourceNodeId(), added.targetNodeId())));
            case ConnectionRemoved removed -> changed.with(diagram.withoutConnection(removed.connectionId()));
            case RuleAdded added -> changed.with(before.rules
                    .with(new Rule(added.ruleId(), added.nodeId(), added.trigger(), added.conditions())));
            case RuleChanged ruleChanged -> changed.with(before.rules.withChanged(before.rules
                    .rule(ruleChanged.ruleId()).orElseThrow()
                    .changed(ruleChanged.trigger(), ruleChanged.conditions())));
            case RuleRemoved removed -> changed.with(before.rules.without(removed.ruleId()));
        };
    }

    /** All of it that its users decide. */
    public Configuration configuration() {
        return new Configuration(name, description, diagram, rules);
    }

    /** The rules of all nodes on a module. */
    public List<Rule> rulesOfModule(String moduleId) {
        return rules.all().stream()
                .filter(rule -> diagram.node(rule.nodeId()).orElseThrow().moduleId().equals(moduleId)).toList();
    }

    private static WorkflowView drafted(WorkflowDrafted drafted, long version, Instant time) {
        var root = new Node(drafted.rootNodeId(), drafted.primaryModuleId(), drafted.primaryModuleApiName());
        return new WorkflowView(drafted.workflowId(), drafted.organizationId(), version, drafted.name(),
                drafted.description(), WorkflowStatus.DRAFT, drafted.sequenceNumber(), time, drafted.userId(), time,
                drafted.userId(), Diagram.of(root), Rules.NONE);
    }

    private static WorkflowView restored(WorkflowRestored restored, long version, Instant time) {
        var root = new Node(restored.rootNodeId(), restored.primaryModuleId(), restored.primaryModuleApiName());
        return new WorkflowView(restored.workflowId(), restored.organizationId(), version, restored.name(),
                restored.description(), WorkflowStatus.valueOf(restored.status()), restored.sequenceNumber(),
                Instant.parse(restored.draftedAt()), restored.draftedBy(), time, restored.userId(), Diagram.of(root),
                Rules.NONE);
    }

    private WorkflowView changed(long newVersion, Instant time, String user) {
        return new WorkflowView(id, organizationId, newVersion, name, description, status, sequenceNumber, createdAt,
                createdBy, time, user, diagram, rules);
    }

    private WorkflowView with(WorkflowStatus newStatus) {
        return with(name, description, newStatus, diagram, rules);
    }

    private WorkflowView with(String newName, @Nullable String newDescription) {
        return with(newName, newDescription, status, diagram, rules);
    }

    private WorkflowView with(Diagram newDiagram) {
        return with(name, description, status, newDiagram, rules);
    }

    private WorkflowView with(Rules newRules) {
        return with(name, description, status, diagram, newRules);
    }

    private WorkflowView with(String newName, @Nullable String newDescription, WorkflowStatus newStatus,
            Diagram newDiagram, Rules newRules) {
        return new WorkflowView(id, organizationId, version, newName, newDescription, newStatus, sequenceNumber,
                createdAt, createdBy, modifiedAt, modifiedBy, newDiagram, newRules);
    }
}
