package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.rule.Rules;
import io.connectedworkflow.domain.workflow.Diagram;
import io.connectedworkflow.domain.workflow.WorkflowDefinition;
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
 * A workflow as a reader sees it. {@link #after} is the only code that turns events into it, so that live reading,
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
    public static final int VIEW_SCHEMA_VERSION = 2;

    /**
     * The view once an event has happened to the workflow; null once it is deleted.
     *
     * @param before  the view until then; null before the first event
     * @param version the event's place in the workflow's history, counted from 1; a view that already has it stays
     */
    public static @Nullable WorkflowView after(@Nullable WorkflowView before, WorkflowEvent event, long version,
            Instant at) {
        var time = at.truncatedTo(ChronoUnit.MILLIS);
        if (before != null && version <= before.version) {
            return before;
        }
        // No default: whoever adds an event says here what it does to a view.
        return switch (event) {
            case WorkflowDrafted drafted -> drafted(absent(before, "drafted twice", drafted), version, time);
            case WorkflowRestored restored ->
                restored(absent(before, "not deleted when it was restored", restored), version, time);
            case WorkflowDeleted deleted -> null;
            case WorkflowActivated activated -> changed(before, activated, version, time, WorkflowStatus.ACTIVE);
            case WorkflowDeactivated deactivated ->
                changed(before, deactivated, version, time, WorkflowStatus.INACTIVE);
            case WorkflowRenamed renamed -> changed(before, renamed, version, time, null);
            case WorkflowDescribed described -> changed(before, described, version, time, null);
            case NodeAdded added -> changed(before, added, version, time, null);
            case NodeRemoved removed -> changed(before, removed, version, time, null);
            case ConnectionAdded added -> changed(before, added, version, time, null);
            case ConnectionRemoved removed -> changed(before, removed, version, time, null);
            case RuleAdded added -> changed(before, added, version, time, null);
            case RuleChanged changed -> changed(before, changed, version, time, null);
            case RuleRemoved removed -> changed(before, removed, version, time, null);
        };
    }

    private static <E extends WorkflowEvent> E absent(@Nullable WorkflowView before, String otherwise, E event) {
        if (before != null) {
            throw new IllegalStateException("Workflow " + before.id + " was " + otherwise);
        }
        return event;
    }

    // What happens to a workflow that is not there changes nothing; null for the status that it has.
    private static @Nullable WorkflowView changed(@Nullable WorkflowView before, WorkflowEvent event, long version,
            Instant time, @Nullable WorkflowStatus newStatus) {
        return before == null
                ? null
                : before.changed(event, version, time, newStatus == null ? before.status : newStatus);
    }

    private static WorkflowView drafted(WorkflowDrafted drafted, long version, Instant time) {
        return new WorkflowView(drafted.workflowId(), drafted.organizationId(), version, WorkflowStatus.DRAFT,
                drafted.sequenceNumber(), time, drafted.userId(), time, drafted.userId(),
                WorkflowDefinition.of(drafted));
    }

    private static WorkflowView restored(WorkflowRestored restored, long version, Instant time) {
        return new WorkflowView(restored.workflowId(), restored.organizationId(), version,
                WorkflowStatus.valueOf(restored.status()), restored.sequenceNumber(),
                Instant.parse(restored.draftedAt()), restored.draftedBy(), time, restored.userId(),
                WorkflowDefinition.of(restored));
    }

    private WorkflowView changed(WorkflowEvent event, long newVersion, Instant time, WorkflowStatus newStatus) {
        return new WorkflowView(id, organizationId, newVersion, newStatus, sequenceNumber, createdAt, createdBy, time,
                event.userId(), configuration().after(event));
    }

    private WorkflowView(String id, String organizationId, long version, WorkflowStatus status, long sequenceNumber,
            Instant createdAt, String createdBy, Instant modifiedAt, String modifiedBy, WorkflowDefinition is) {
        this(id, organizationId, version, is.name(), is.description(), status, sequenceNumber, createdAt, createdBy,
                modifiedAt, modifiedBy, is.diagram(), is.rules());
    }

    /** What a list shows of it. */
    public WorkflowSummary summary() {
        return new WorkflowSummary(id, organizationId, version, name, description, status, sequenceNumber, createdAt,
                createdBy, modifiedAt, modifiedBy, diagram.nodes());
    }

    /** All of it that its users decide. */
    public WorkflowDefinition configuration() {
        return new WorkflowDefinition(name, description, diagram, rules);
    }

    /** The rules of all nodes on a module. */
    public List<Rule> rulesOfModule(String moduleId) {
        return rules.all().stream()
                .filter(rule -> diagram.node(rule.nodeId()).orElseThrow().moduleId().equals(moduleId)).toList();
    }
}
