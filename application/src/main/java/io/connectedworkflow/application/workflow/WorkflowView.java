package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
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
 * @param nodes          in the order in which they were added, so the root first
 */
public record WorkflowView(String id, String organizationId, long version, String name, @Nullable String description,
        WorkflowStatus status, long sequenceNumber, Instant createdAt, String createdBy, Instant modifiedAt,
        String modifiedBy, List<Node> nodes) {

    /** Changes with the meaning of {@link #after}: views folded by another number are rebuilt when a server starts. */
    public static final int FOLD = 1;

    public WorkflowView {
        nodes = List.copyOf(nodes);
    }

    /**
     * A node of the workflow's diagram.
     *
     * @param moduleApiName what the log says; the directory may know a newer name
     */
    public record Node(String id, String moduleId, String moduleApiName) {}

    /** The node that the workflow starts at. */
    public Node root() {
        return nodes.getFirst();
    }

    /**
     * The view once an event has happened to the workflow.
     *
     * @param before  the view until then; null before the first event
     * @param version the event's place in the workflow's history, counted from 1; a view that already has it stays
     */
    public static WorkflowView after(@Nullable WorkflowView before, WorkflowEvent event, long version, Instant at) {
        if (before != null && version <= before.version) {
            return before;
        }
        var time = at.truncatedTo(ChronoUnit.MILLIS);
        return switch (event) {
            case WorkflowDrafted drafted -> {
                if (before != null) {
                    throw new IllegalStateException("Workflow " + before.id + " was drafted twice");
                }
                var root = new Node(drafted.rootNodeId(), drafted.primaryModuleId(), drafted.primaryModuleApiName());
                yield new WorkflowView(drafted.workflowId(), drafted.organizationId(), version, drafted.name(),
                        drafted.description(), WorkflowStatus.DRAFT, drafted.sequenceNumber(), time, drafted.userId(),
                        time, drafted.userId(), List.of(root));
            }
        };
    }
}
