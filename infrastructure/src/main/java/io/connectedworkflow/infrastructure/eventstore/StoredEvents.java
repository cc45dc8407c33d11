package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.application.subscription.DeliveredEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads events out of the log, upcasters included. */
public final class StoredEvents {

    private static final Logger LOG = LoggerFactory.getLogger(StoredEvents.class);

    private static final String SELECT = """
        select type, aggregate_identifier, sequence_number, event_identifier, time_stamp, payload_type,
            payload_revision, case when pg_column_size(payload) <= 2000 then payload end, meta_data, global_index
        from connected_workflow.domain_event where\s""";

    // All of a page are in memory, but for large payloads, which are read one at a time.
    private static final int ROWS_OF_A_WORKFLOW = 20;
    private static final int ROWS_OF_ALL = 100;
    private static final int MOST_CHARACTERS = 4 << 20;

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final EventUpcaster upcasters;

    StoredEvents(JdbcTemplate jdbc, Serializer serializer, EventUpcaster upcasters) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.upcasters = upcasters;
    }

    /**
     * An event as it was stored.
     *
     * @param event     null if this release cannot read it
     * @param version   its place in its workflow's history, counted from 1
     * @param requestId null if the log does not say
     */
    public record Stored(@Nullable WorkflowEvent event, String workflowId, long version, Instant at,
            @Nullable String requestId) {}

    /** What a message from the log tells; null if this release does not know such an event, or cannot read it. */
    static @Nullable WorkflowEvent payload(EventMessage<?> message) {
        try {
            return message.getPayload() instanceof WorkflowEvent event ? event : null;
        } catch (SerializationException unreadable) {
            LOG.debug("Event {} cannot be read", message.getIdentifier(), unreadable);
            return null;
        }
    }

    /** The events of a workflow of the organization, as far as a version, in their order; read while they are walked. */
    public Stream<Stored> of(String organizationId, String workflowId, long upTo) {
        return walk(last -> rows("""
            aggregate_identifier = ? and organization_id = ? and sequence_number > ? and sequence_number < ?
            order by sequence_number limit ?""", workflowId, organizationId, last == null ? -1 : last.sequenceNumber(),
                upTo, ROWS_OF_A_WORKFLOW), ROWS_OF_A_WORKFLOW);
    }

    /** All events, workflow by workflow; read while they are walked. */
    public Stream<Stored> byWorkflow() {
        return walk(last -> rows("""
            (aggregate_identifier, sequence_number) > (?, ?) order by aggregate_identifier, sequence_number limit ?""",
                last == null ? "" : last.workflowId(), last == null ? -1 : last.sequenceNumber(), ROWS_OF_ALL),
                ROWS_OF_ALL);
    }

    private List<Row> rows(String condition, Object... parameters) {
        return jdbc.query(SELECT + condition, this::row, parameters);
    }

    /** The events of a workflow from a sequence number on, in their order, as Axon has them; read while they are walked. */
    DomainEventStream messages(String workflowId, long from) {
        return messages(
                last -> rows("aggregate_identifier = ? and sequence_number > ? order by sequence_number limit ?",
                        workflowId, last == null ? from - 1 : last.sequenceNumber(), ROWS_OF_ALL),
                ROWS_OF_ALL);
    }

    private Stream<Stored> walk(Function<@Nullable Row, List<Row>> next, int size) {
        return messages(next, size).asStream()
                .map(message -> new Stored(payload(message), message.getAggregateIdentifier(),
                        message.getSequenceNumber() + 1, message.getTimestamp(),
                        (String) message.getMetaData().get(AxonMessages.REQUEST_ID)));
    }

    private DomainEventStream messages(Function<@Nullable Row, List<Row>> next, int size) {
        // Not a stream of pages: whoever walks with an iterator would have all events of a page in memory.
        var rows = StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages(next, size), Spliterator.ORDERED), false);
        return EventStreamUtils.upcastAndDeserializeDomainEvents(rows, serializer, upcasters);
    }

    /**
     * A part of the log, in its order.
     *
     * @param events today's form of what is in it, each with its position; more than there are rows, or less, where an
     *               upcaster says so
     * @param upTo   the position that it ends with, whether there is an event or not
     */
    public record Section(List<TrackedEventMessage<?>> events, long upTo) {}

    /**
     * The next events of the log; fewer where they are large.
     *
     * @param after the position behind which they begin
     * @param upTo  the last position that counts
     * @param most  how many rows at most
     */
    public Section next(long after, long upTo, int most) {
        var rows = jdbc.query(
                SELECT + "global_index > ? and global_index <= ? order by global_index limit ?", this::row, after, upTo,
                most);
        var read = new ArrayList<TrackedDomainEventData<String>>();
        var characters = 0L;
        for (var row : rows) {
            var whole = row.whole();
            read.add(new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(row.position()), whole));
            characters += whole.payload().get().length();
            if (characters > MOST_CHARACTERS) {
                break;
            }
        }
        var isLast = read.size() == rows.size() && rows.size() < most;
        var events = EventUtils.upcastAndDeserializeTrackedEvents(read.stream(), serializer, upcasters).toList();
        return new Section(List.copyOf(events), isLast ? upTo : rows.get(read.size() - 1).position());
    }

    /** An event of a section as a subscription gets it. One that this release does not know is no event to it, and fails. */
    public DeliveredEvent delivered(TrackedEventMessage<?> message) {
        var event = payload(message);
        if (!(message instanceof DomainEventMessage<?> stored) || event == null) {
            throw new IllegalStateException("Event %s at position %s is not known to this release"
                    .formatted(message.getIdentifier(), message.trackingToken().position()));
        }
        var data = serializer.serialize(event, String.class);
        return new DeliveredEvent(message.trackingToken().position().orElseThrow(), stored.getIdentifier(),
                stored.getAggregateIdentifier(), stored.getSequenceNumber() + 1, data.getType().getName(),
                Objects.requireNonNull(data.getType().getRevision()), stored.getTimestamp(), event.organizationId(),
                event.userId(), (String) stored.getMetaData().get(AxonMessages.REQUEST_ID), event, data.getData(),
                ReplayToken.isReplay(message));
    }

    /**
     * The position before the first event that happened at an instant or later, as far as the log is settled.
     *
     * @param settled up to where nothing is added any more; the answer if there is no such event up to there
     */
    public long before(Instant instant, long settled) {
        return Objects.requireNonNull(jdbc.queryForObject("""
            select coalesce(min(global_index) - 1, ?) from connected_workflow.domain_event
            where global_index <= ? and time_stamp >= ?::timestamptz""", Long.class, settled, settled,
                instant.toString()));
    }

    private Row row(ResultSet row, int index) throws SQLException {
        var position = row.getLong(10);
        var little = row.getString(8);
        return new Row(position, row.getString(1), row.getString(2), row.getLong(3), row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(), row.getString(6), row.getString(7),
                () -> little == null ? large(position) : little,
                new SimpleSerializedObject<>(row.getString(9), String.class, MetaData.class.getName(), null));
    }

    private String large(long position) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select payload from connected_workflow.domain_event where global_index = ?", String.class, position));
    }

    /** Rows, page by page; the next one is read when it is asked for. */
    private static final class Pages implements Iterator<Row> {

        private final Function<@Nullable Row, List<Row>> next;
        private final int size;
        private List<Row> page;
        private int passed;

        private Pages(Function<@Nullable Row, List<Row>> next, int size) {
            this.next = next;
            this.size = size;
            page = next.apply(null);
        }

        @Override
        public boolean hasNext() {
            if (passed == size) {
                page = next.apply(page.getLast());
                passed = 0;
            }
            return passed < page.size();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(passed++);
        }
    }

    /**
     * A row as Axon wants it; Axon's own class needs JPA.
     *
     * @param payload reads it, if it is not read yet
     */
    private record Row(long position, String type, String workflowId, long sequenceNumber, String id, Instant at,
            String payloadType,
            String payloadRevision, Supplier<String> payload,
            SerializedObject<String> metaData) implements DomainEventData<String> {

        private Row whole() {
            var read = payload.get();
            return new Row(position, type, workflowId, sequenceNumber, id, at, payloadType, payloadRevision, () -> read,
                    metaData);
        }

        @Override
        public String getType() {
            return type;
        }

        @Override
        public String getAggregateIdentifier() {
            return workflowId;
        }

        @Override
        public long getSequenceNumber() {
            return sequenceNumber;
        }

        @Override
        public String getEventIdentifier() {
            return id;
        }

        @Override
        public Instant getTimestamp() {
            return at;
        }

        @Override
        public SerializedObject<String> getMetaData() {
            return metaData;
        }

        @Override
        public SerializedObject<String> getPayload() {
            return new SimpleSerializedObject<>(payload.get(), String.class, payloadType, payloadRevision);
        }
    }
}
