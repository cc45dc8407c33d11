package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.EventHistory;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents.Stored;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the past out of the event store. */
final class EventStoreHistory implements EventHistory {

    private static final int AT_ONCE = 500;

    private static final String EVER = """
        select aggregate_identifier from connected_workflow.domain_event
        where aggregate_identifier > ? and sequence_number = 0 order by aggregate_identifier limit ?""";

    // What has happened last of being drafted, deleted and restored decides whether there was a workflow.
    private static final String THERE = """
        select e.aggregate_identifier from connected_workflow.domain_event e
        where e.payload_type = 'WorkflowDrafted' and e.organization_id = ? and e.time_stamp <= ?
        and (e.payload ->> 'sequenceNumber')::bigint > ?
        and 'WorkflowDeleted' is distinct from (select l.payload_type from connected_workflow.domain_event l
            where l.aggregate_identifier = e.aggregate_identifier and l.time_stamp <= ?
            and l.payload_type in ('WorkflowDeleted', 'WorkflowRestored') order by l.sequence_number desc limit 1)
        order by (e.payload ->> 'sequenceNumber')::bigint limit ?""";

    private final Database database;
    private final StoredEvents events;

    EventStoreHistory(Database database, StoredEvents events) {
        this.database = database;
        this.events = events;
    }

    @Override
    public void forEachWorkflow(Consumer<List<Recorded>> reader) {
        var last = "";
        for (var ids = ids(EVER, last, AT_ONCE); !ids.isEmpty(); ids = ids(EVER, last, AT_ONCE)) {
            byWorkflow(ids, "aggregate_identifier = any (?) order by aggregate_identifier, sequence_number",
                    (Object) ids.toArray(String[]::new)).forEach(reader);
            last = ids.getLast();
        }
    }

    @Override
    public List<Recorded> of(String organizationId, String workflowId) {
        return events.where("aggregate_identifier = ? and organization_id = ? order by sequence_number", workflowId,
                organizationId).stream().map(EventStoreHistory::recorded).toList();
    }

    @Override
    public List<List<Recorded>> until(Instant instant, String organizationId, long after, int size) {
        var time = OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
        var ids = ids(THERE, organizationId, time, after, time, size);
        return byWorkflow(ids, """
            aggregate_identifier = any (?) and time_stamp <= ? order by aggregate_identifier, sequence_number""",
                ids.toArray(String[]::new), time);
    }

    private List<String> ids(String sql, Object... parameters) {
        return database.jdbc().query(sql, (row, i) -> row.getString(1), parameters);
    }

    /** The histories of these workflows, in their order. */
    private List<List<Recorded>> byWorkflow(List<String> ids, String condition, Object... parameters) {
        var histories = new LinkedHashMap<String, List<Recorded>>();
        ids.forEach(id -> histories.put(id, new ArrayList<>()));
        for (var stored : events.where(condition, parameters)) {
            histories.computeIfAbsent(stored.event().workflowId(), id -> new ArrayList<>()).add(recorded(stored));
        }
        return List.copyOf(histories.values());
    }

    private static Recorded recorded(Stored stored) {
        return new Recorded(stored.event(), stored.version(), stored.at(), stored.requestId());
    }
}
