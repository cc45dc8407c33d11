package io.connectedworkflow.infrastructure.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.connectedworkflow.application.audit.EventHistory;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents.Stored;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/** Reads the past out of the event store. */
final class EventStoreHistory implements EventHistory {

    private static final int WORKFLOWS_AT_ONCE = 500;
    private static final long EVENTS_AT_ONCE = 20_000;

    // As many workflows as have so many events together, and one at least.
    private static final String EVER = """
        select aggregate_identifier from (
            select aggregate_identifier, coalesce(sum(events) over (order by aggregate_identifier
                rows between unbounded preceding and 1 preceding), 0) as events_before
            from (select first.aggregate_identifier, (select max(e.sequence_number) + 1
                    from connected_workflow.domain_event e
                    where e.aggregate_identifier = first.aggregate_identifier) as events
                from connected_workflow.domain_event first
                where first.aggregate_identifier > ? and first.sequence_number = 0
                order by first.aggregate_identifier limit ?) counted) summed
        where events_before < ? order by aggregate_identifier""";

    // A workflow is gone if nothing has happened since it was deleted. Who has restored it since, or what a newer version has
    // done to it, brings it back.
    private static final String THERE = """
        select e.aggregate_identifier, (e.payload ->> 'sequenceNumber')::bigint
        from connected_workflow.domain_event e
        cross join lateral (select (select l.sequence_number from connected_workflow.domain_event l
            where l.aggregate_identifier = e.aggregate_identifier and l.time_stamp <= ?
            and l.payload_type = 'WorkflowDeleted'
            order by l.sequence_number desc limit 1) as deleted) d
        where e.payload_type = 'WorkflowDrafted' and e.organization_id = ? and e.time_stamp <= ?
        and (e.payload ->> 'sequenceNumber')::bigint > ?
        and (d.deleted is null or exists (select from connected_workflow.domain_event l
            where l.aggregate_identifier = e.aggregate_identifier and l.sequence_number > d.deleted
            and l.time_stamp <= ?))
        order by (e.payload ->> 'sequenceNumber')::bigint limit ?""";

    private static final String NUMBERLESS = """
        select aggregate_identifier, 0 from connected_workflow.domain_event
        where organization_id = ? and sequence_number = 0
        and (payload_type <> 'WorkflowDrafted' or payload ->> 'sequenceNumber' is null) and time_stamp <= ?
        order by aggregate_identifier""";

    private final Database database;
    private final StoredEvents events;

    EventStoreHistory(Database database, StoredEvents events) {
        this.database = database;
        this.events = events;
    }

    @Override
    public void forEachWorkflow(Consumer<List<Recorded>> reader) {
        for (var ids = idsAfter(""); !ids.isEmpty(); ids = idsAfter(ids.getLast())) {
            histories(ids).forEach(reader);
        }
    }

    private List<String> idsAfter(String id) {
        return ids(EVER, id, WORKFLOWS_AT_ONCE, EVENTS_AT_ONCE);
    }

    private Collection<List<Recorded>> histories(List<String> ids) {
        return events.where("aggregate_identifier = any (?) order by aggregate_identifier, sequence_number",
                (Object) ids.toArray(String[]::new)).stream()
                .collect(groupingBy(Stored::workflowId, LinkedHashMap::new,
                        mapping(EventStoreHistory::recorded, toList())))
                .values();
    }

    @Override
    public List<Recorded> of(String organizationId, String workflowId) {
        return events.where("aggregate_identifier = ? and organization_id = ? order by sequence_number", workflowId,
                organizationId).stream().map(EventStoreHistory::recorded).toList();
    }

    @Override
    public List<Present> thereAt(Instant instant, String organizationId, long after, int size) {
        // The driver would round it up, to what has not happened yet.
        var time = OffsetDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
        var there = after > 0 ? new ArrayList<Present>() : present(NUMBERLESS, organizationId, time);
        there.addAll(present(THERE, time, organizationId, time, after, time, size));
        return there;
    }

    private List<Present> present(String sql, Object... parameters) {
        return database.jdbc().query(sql, (row, i) -> new Present(row.getString(1), row.getLong(2)), parameters);
    }

    private List<String> ids(String sql, Object... parameters) {
        return database.jdbc().query(sql, (row, i) -> row.getString(1), parameters);
    }

    private static Recorded recorded(Stored stored) {
        return new Recorded(stored.event(), stored.workflowId(), stored.version(), stored.at(), stored.requestId());
    }
}
