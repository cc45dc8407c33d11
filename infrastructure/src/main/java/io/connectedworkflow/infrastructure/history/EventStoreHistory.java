package io.connectedworkflow.infrastructure.history;

import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents.Stored;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the past out of the event store. */
final class EventStoreHistory implements EventHistory {

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
    public void forEachWorkflow(Consumer<Iterator<Recorded>> reader) {
        var log = new Log(events.byWorkflow().map(EventStoreHistory::recorded).iterator());
        while (log.next != null) {
            var workflow = log.ofWorkflow(log.next.workflowId());
            reader.accept(workflow);
            workflow.forEachRemaining(unread -> {});
        }
    }

    /** What has happened to all workflows, one behind the other. */
    private static final class Log {

        private final Iterator<Recorded> all;
        private @Nullable Recorded next;

        private Log(Iterator<Recorded> all) {
            this.all = all;
            advance();
        }

        private void advance() {
            next = all.hasNext() ? all.next() : null;
        }

        private Iterator<Recorded> ofWorkflow(String id) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return next != null && next.workflowId().equals(id);
                }

                @Override
                public Recorded next() {
                    var recorded = next;
                    if (recorded == null || !hasNext()) {
                        throw new NoSuchElementException();
                    }
                    advance();
                    return recorded;
                }
            };
        }
    }

    // As far as it goes when it is asked for: nothing in it changes any more.
    @Override
    public Recording of(String organizationId, String workflowId) {
        long version = Objects.requireNonNull(database.jdbc().queryForObject("""
            select coalesce(max(sequence_number) + 1, 0) from connected_workflow.domain_event
            where aggregate_identifier = ? and organization_id = ?""", Long.class, workflowId, organizationId));
        return new Recording() {
            @Override
            public long version() {
                return version;
            }

            @Override
            public Iterator<Recorded> iterator() {
                return events.of(organizationId, workflowId, version).map(EventStoreHistory::recorded).iterator();
            }
        };
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

    private static Recorded recorded(Stored stored) {
        return new Recorded(stored.event(), stored.workflowId(), stored.version(), stored.at(), stored.requestId());
    }
}
