package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.EventHistory;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Reads the past out of the event store, upcasters included. */
final class EventStoreHistory implements EventHistory {

    private static final int PAGE = 1000;

    private final Database database;
    private final EventStore store;

    EventStoreHistory(Database database, EventStore store) {
        this.database = database;
        this.store = store;
    }

    @Override
    public void forEachWorkflow(Consumer<List<Recorded>> reader) {
        var last = "";
        for (var ids = page(last); !ids.isEmpty(); ids = page(last)) {
            for (var id : ids) {
                var events = new ArrayList<Recorded>();
                store.readEvents(id, 0).forEachRemaining(message -> events.add(new Recorded(
                        (WorkflowEvent) message.getPayload(), message.getSequenceNumber() + 1,
                        message.getTimestamp())));
                reader.accept(events);
            }
            last = ids.getLast();
        }
    }

    private List<String> page(String after) {
        return database.jdbc().query("""
            select distinct aggregate_identifier from connected_workflow.domain_event
            where aggregate_identifier > ? and sequence_number = 0 order by aggregate_identifier limit ?""",
                (row, i) -> row.getString(1), after, PAGE);
    }
}
