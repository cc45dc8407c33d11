package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.domain.workflow.ConnectedWorkflow;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Holds the snapshots against the events that they are made of. Those of another revision nobody reads, and it neither. */
public final class StoredSnapshots {

    private static final String NEXT = """
        select aggregate_identifier, sequence_number, payload_type, payload from connected_workflow.snapshot_event
        where payload_revision = ? and (aggregate_identifier, sequence_number) > (?, ?)
        order by aggregate_identifier, sequence_number limit 1""";

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    // Commands are not handled here, and what their handlers need is nowhere. The last resort, so the order counts.
    private static final ParameterResolver<?> NOWHERE = new ParameterResolver<@Nullable Object>() {
        @Override
        public @Nullable Object resolveParameterValue(Message<?> message) {
            return null;
        }

        @Override
        public boolean matches(Message<?> message) {
            return false;
        }
    };

    private final JdbcTemplate jdbc;
    private final EventSerializer serializer = new EventSerializer();
    private final StoredEvents events;
    private final AggregateModel<ConnectedWorkflow> model = AnnotatedAggregateMetaModelFactory.inspectAggregate(
            ConnectedWorkflow.class,
            new MultiParameterResolverFactory(
                    ClasspathParameterResolverFactory.forClass(ConnectedWorkflow.class),
                    (method, parameters, index) -> NOWHERE));

    /** Those of a database, as they are in the current transaction. */
    public StoredSnapshots(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        events = new StoredEvents(jdbc, serializer, PrivateAxon.UPCASTERS);
    }

    /** What is wrong with a snapshot. */
    public enum Fault {
        /** It says something else than the events come to. */
        DIFFERS,
        /** It is no snapshot of a workflow. */
        UNREADABLE,
        /** It says what has not happened yet. */
        BEYOND
    }

    /**
     * A snapshot that is wrong.
     *
     * @param sequenceNumber of the last event that it says to hold
     */
    public record Wrong(String workflowId, long sequenceNumber, Fault fault) {}

    private record Snapshot(String workflowId, long sequenceNumber, String type, String payload) {}

    /** Hands over each that is wrong, one after the other. */
    public void forEachWrong(Consumer<Wrong> reader) {
        var fold = new Fold("");
        for (var next = next("", Long.MIN_VALUE); !next.isEmpty();) {
            var snapshot = next.getFirst();
            if (!fold.workflowId.equals(snapshot.workflowId())) {
                fold = new Fold(snapshot.workflowId());
            }
            var fault = fault(snapshot, fold);
            if (fault != null) {
                reader.accept(new Wrong(snapshot.workflowId(), snapshot.sequenceNumber(), fault));
            }
            next = next(snapshot.workflowId(), snapshot.sequenceNumber());
        }
    }

    // One at a time: each may be as large as a workflow.
    private List<Snapshot> next(String workflowId, long sequenceNumber) {
        return jdbc.query(NEXT, (row, i) -> new Snapshot(row.getString(1), row.getLong(2), row.getString(3),
                row.getString(4)), EventSerializer.snapshotRevision(), workflowId, sequenceNumber);
    }

    private @Nullable Fault fault(Snapshot snapshot, Fold fold) {
        var said = said(snapshot);
        if (said == null) {
            return Fault.UNREADABLE;
        }
        if (!fold.reaches(snapshot.sequenceNumber())) {
            return Fault.BEYOND;
        }
        return said.equals(fold.state()) ? null : Fault.DIFFERS;
    }

    // As whoever loads it understands it.
    private @Nullable JsonNode said(Snapshot snapshot) {
        try {
            return serializer.deserialize(new SimpleSerializedObject<>(snapshot.payload(), String.class,
                    new SimpleSerializedType(snapshot.type(),
                            EventSerializer.snapshotRevision()))) instanceof ConnectedWorkflow workflow
                                    ? json(workflow)
                                    : null;
        } catch (SerializationException unreadable) {
            return null;
        }
    }

    private JsonNode json(ConnectedWorkflow workflow) {
        return EXACT.readTree(serializer.serialize(workflow, String.class).getData());
    }

    /** What the events of a workflow come to, as far as they have been read. */
    private final class Fold {

        private final String workflowId;
        private final Iterator<? extends DomainEventMessage<?>> unread;
        private @Nullable ConnectedWorkflow workflow;
        private long last = -1;
        private boolean broken;

        private Fold(String workflowId) {
            this.workflowId = workflowId;
            unread = events.messages(workflowId, 0).asStream().iterator();
        }

        private boolean reaches(long sequenceNumber) {
            while (last < sequenceNumber && unread.hasNext()) {
                apply(unread.next());
            }
            return last >= sequenceNumber;
        }

        private void apply(DomainEventMessage<?> event) {
            last = event.getSequenceNumber();
            broken = broken || StoredEvents.payload(event) == null;
            if (broken) {
                return;
            }
            try {
                if (workflow == null) {
                    workflow = new GenericAggregateFactory<>(model).createAggregateRoot(workflowId, event);
                }
                model.publish(event, workflow);
            } catch (RuntimeException notWhatWeWrite) {
                // Whoever has changed events may have left some that cannot follow each other.
                broken = true;
            }
        }

        private @Nullable JsonNode state() {
            return broken || workflow == null ? null : json(workflow);
        }
    }
}
