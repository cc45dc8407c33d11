package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.domain.refusal.Refusal.WrittenByNewerVersion;
import io.connectedworkflow.domain.workflow.ConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.infrastructure.background.RepeatedFailures;
import io.connectedworkflow.infrastructure.background.Seldom;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.StoredSize;
import io.connectedworkflow.infrastructure.postgres.TransactionBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Axon's JDBC storage over our table: readable JSON, real timestamps, columns for the organization and the user, and
 * appending in the same round trip as the rest of a command.
 */
final class PostgresEventStorageEngine extends JdbcEventStorageEngine {

    private static final EventSchema SCHEMA = EventSchema.builder().eventTable("connected_workflow.domain_event")
            .snapshotTable("connected_workflow.snapshot_event").globalIndexColumn("global_index")
            .aggregateIdentifierColumn("aggregate_identifier").sequenceNumberColumn("sequence_number")
            .typeColumn("type").eventIdentifierColumn("event_identifier").payloadTypeColumn("payload_type")
            .payloadRevisionColumn("payload_revision").payloadColumn("payload").metaDataColumn("meta_data")
            .timestampColumn("time_stamp").build();

    private static final String APPEND = """
        insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type,
            event_identifier, payload_type, payload_revision, payload, meta_data, time_stamp, organization_id,
            user_id)
        values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::timestamptz, ?, ?)""";

    private static final String SNAPSHOT = """
        insert into connected_workflow.snapshot_event (aggregate_identifier, sequence_number, type,
            event_identifier, payload_type, payload_revision, payload, meta_data, time_stamp)
        values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::timestamptz)
        on conflict do nothing""";

    // Whoever can write a snapshot could have a command decide by, and write to, what is another's. One that is not of the
    // workflow, says what has not happened yet, or that it is deleted when it is not, is as unreadable as one that lacks a
    // part. Its payload may be large, and is unpacked once for all questions.
    private static final String READ_SNAPSHOTS = """
        select s.aggregate_identifier, s.sequence_number, s.type, s.event_identifier, s.payload_type, s.payload_revision,
            case when c.credible then s.payload::text else '' end as payload, s.meta_data, s.time_stamp
        from connected_workflow.snapshot_event s
        left join lateral (select e.sequence_number, e.payload_type, e.organization_id
            from connected_workflow.domain_event e where e.aggregate_identifier = s.aggregate_identifier
                and e.sequence_number >= s.sequence_number order by e.sequence_number limit 1) e on true
        cross join lateral jsonb_to_record(case when jsonb_typeof(s.payload) = 'object' then s.payload else '{}' end)
            as p(id text, "organizationId" text, status text, deleted jsonb, configuration jsonb)
        cross join lateral (select coalesce(p.id = s.aggregate_identifier and p."organizationId" = e.organization_id
            and s.sequence_number >= 0 and p.status <> '' and p.deleted = to_jsonb(
                e.sequence_number = s.sequence_number and e.payload_type = 'WorkflowDeleted')
            and jsonb_typeof(p.configuration -> 'name') = 'string' and p.configuration ->> 'name' <> ''
            and jsonb_typeof(p.configuration -> 'diagram') = 'object'
            and jsonb_typeof(p.configuration -> 'rules') = 'object', false) as credible) c
        where s.aggregate_identifier = ? order by c.credible desc, s.sequence_number desc""";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresEventStorageEngine.class);

    private final Seldom ignoring = new Seldom(RepeatedFailures.A_MINUTE);
    private final Database database;
    private final StoredEvents events;

    PostgresEventStorageEngine(Database database, ConnectionProvider connections, TransactionManager transactions,
            Serializer serializer, EventUpcaster upcasters, SnapshotFilter snapshots,
            PersistenceExceptionResolver conflicts) {
        super(settings(connections, transactions, serializer, upcasters, snapshots, conflicts));
        this.database = database;
        events = new StoredEvents(database.jdbc(), serializer, upcasters);
    }

    // Some setters return the parent's builder, hence statements.
    private static Builder settings(ConnectionProvider connections, TransactionManager transactions,
            Serializer serializer, EventUpcaster upcasters, SnapshotFilter snapshots,
            PersistenceExceptionResolver conflicts) {
        var settings = builder();
        settings.connectionProvider(connections);
        settings.transactionManager(transactions);
        settings.schema(SCHEMA);
        settings.dataType(String.class);
        settings.eventSerializer(serializer);
        settings.snapshotSerializer(serializer);
        settings.upcasterChain(upcasters);
        settings.snapshotFilter(snapshots);
        settings.persistenceExceptionResolver(conflicts);
        return settings;
    }

    /** What happened to a workflow; or {@link WrittenByNewerVersion}, for Axon would go on without what it cannot read. */
    @Override
    public DomainEventStream readEvents(String workflowId, long firstSequenceNumber) {
        var read = events.messages(workflowId, firstSequenceNumber);
        return DomainEventStream.of(read.asStream().map(PostgresEventStorageEngine::known),
                read::getLastSequenceNumber);
    }

    private static DomainEventMessage<?> known(DomainEventMessage<?> event) {
        if (StoredEvents.payload(event) == null) {
            throw new WrittenByNewerVersion().asException();
        }
        return event;
    }

    /** A workflow's latest snapshot; none if it cannot be that, for its events say the same. */
    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String workflowId) {
        var snapshot = super.readSnapshot(workflowId);
        if (snapshot.isEmpty() || isSnapshot(snapshot.get())) {
            return snapshot;
        }
        ignoring.happened("snapshot").ifPresent(times -> LOG.warn(
                "The snapshot of workflow {} at sequence number {} cannot be one that a server has written, and its events "
                        + "are read instead (snapshots ignored since this was last said: {}); audit-verify names each",
                workflowId, snapshot.get().getSequenceNumber(), times));
        return Optional.empty();
    }

    private static boolean isSnapshot(DomainEventMessage<?> message) {
        try {
            return message.getMetaData() != null && message.getPayload() instanceof ConnectedWorkflow;
        } catch (SerializationException unreadable) {
            LOG.debug("Snapshot {} cannot be read", message.getIdentifier(), unreadable);
            return false;
        }
    }

    @Override
    protected PreparedStatement readSnapshotData(Connection connection, String workflowId) throws SQLException {
        var statement = connection.prepareStatement(READ_SNAPSHOTS);
        statement.setString(1, workflowId);
        return statement;
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        for (var message : events) {
            if (!(message instanceof DomainEventMessage<?> event)
                    || !(event.getPayload() instanceof WorkflowEvent payload)) {
                throw new IllegalArgumentException("Not an event of a workflow: " + message.getPayloadType());
            }
            var serialized = event.serializePayload(serializer, String.class);
            if (!StoredSize.fits(serialized.getData())) {
                throw StoredSize.tooLarge();
            }
            TransactionBatch.add(database.jdbc(), APPEND, event.getAggregateIdentifier(), event.getSequenceNumber(),
                    event.getType(), event.getIdentifier(), serialized.getType().getName(),
                    Objects.requireNonNull(serialized.getType().getRevision()), serialized.getData(),
                    event.serializeMetaData(serializer, String.class).getData(),
                    event.getTimestamp().truncatedTo(ChronoUnit.MILLIS).toString(), payload.organizationId(),
                    payload.userId());
        }
    }

    @Override
    protected PreparedStatement appendSnapshot(Connection connection, DomainEventMessage<?> snapshot,
            Serializer serializer) throws SQLException {
        var serialized = snapshot.serializePayload(serializer, String.class);
        var statement = connection.prepareStatement(SNAPSHOT);
        statement.setString(1, snapshot.getAggregateIdentifier());
        statement.setLong(2, snapshot.getSequenceNumber());
        statement.setString(3, snapshot.getType());
        statement.setString(4, snapshot.getIdentifier());
        statement.setString(5, serialized.getType().getName());
        statement.setString(6, serialized.getType().getRevision());
        statement.setString(7, serialized.getData());
        statement.setString(8, snapshot.serializeMetaData(serializer, String.class).getData());
        statement.setString(9, snapshot.getTimestamp().truncatedTo(ChronoUnit.MILLIS).toString());
        return statement;
    }

    @Override
    protected PreparedStatement createTokenAt(Connection connection, Instant dateTime) throws SQLException {
        var statement = connection.prepareStatement(
                "select min(global_index) - 1 from connected_workflow.domain_event where time_stamp >= ?");
        statement.setObject(1, OffsetDateTime.ofInstant(dateTime, ZoneOffset.UTC));
        return statement;
    }

    @Override
    protected Object readTimeStamp(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Axon declares it
    protected <T> T readPayload(ResultSet row, String column) throws SQLException {
        return (T) row.getString(column);
    }
}
