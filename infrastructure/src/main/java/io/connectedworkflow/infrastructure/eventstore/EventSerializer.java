package io.connectedworkflow.infrastructure.eventstore;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.workflow.ConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.infrastructure.rule.RuleJson;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * Writes events as readable JSON under logical names: the log must outlive the names of our classes. An event's logical
 * name is its simple class name at the time of its first release. Nothing but the events listed by
 * {@link WorkflowEvent}, in today's revisions, and the positions of Axon's processors, can be read, so no text in the log
 * can make the reader build another class. A snapshot's revision also says which events whoever made it could read: one
 * that was made with others may have left out what those said.
 */
final class EventSerializer extends Jackson3Serializer {

    private static final String META_DATA = "MetaData";
    private static final Map<String, Class<?>> EVENTS = Arrays.stream(WorkflowEvent.class.getPermittedSubclasses())
            .collect(toUnmodifiableMap(Class::getSimpleName, Function.identity()));
    private static final Class<?> SNAPSHOT = ConnectedWorkflow.class;
    private static final String SNAPSHOT_REVISION = revisionOfSnapshots();
    // Where streaming processors stand. Axon writes them, by the names of its classes.
    private static final Map<String, Class<?>> POSITIONS = Stream
            .of(GlobalSequenceTrackingToken.class, GapAwareTrackingToken.class, ReplayToken.class,
                    MergedTrackingToken.class, ConfigToken.class)
            .collect(toUnmodifiableMap(Class::getName, Function.identity()));

    EventSerializer() {
        super(builder().jsonMapperBuilderCustomizer(
                json -> json.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder().allowIfSubType(TrackingToken.class)
                                .allowIfSubType(Criteria.class).build())
                        .addMixIn(ConnectedWorkflow.class, Fields.class).addModule(new RuleJson())
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)));
    }

    /** A snapshot is the state of an aggregate, and nothing that its methods say. */
    @JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE, isGetterVisibility = Visibility.NONE, setterVisibility = Visibility.NONE, creatorVisibility = Visibility.NONE)
    private interface Fields {}

    /** The revision of the snapshots that can be used. */
    static String snapshotRevision() {
        return SNAPSHOT_REVISION;
    }

    private static String revisionOfSnapshots() {
        var events = new TreeMap<String, String>();
        EVENTS.forEach((name, type) -> events.put(name, revisionOf(type)));
        return "%s-%08x".formatted(revisionOf(SNAPSHOT), events.toString().hashCode());
    }

    private static String revisionOf(Class<?> type) {
        return Objects.requireNonNull(type.getAnnotation(Revision.class)).value();
    }

    @Override
    public SerializedType typeForClass(@SuppressWarnings("rawtypes") Class type) {
        if (type == SNAPSHOT) {
            return new SimpleSerializedType(type.getSimpleName(), snapshotRevision());
        }
        if (EVENTS.containsValue(type)) {
            return new SimpleSerializedType(type.getSimpleName(), getRevisionResolver().revisionOf(type));
        }
        return type == MetaData.class ? new SimpleSerializedType(META_DATA, null) : super.typeForClass(type);
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        var name = Objects.requireNonNull(type.getName());
        if (name.equals(META_DATA) || name.equals(MetaData.class.getName())) {
            return MetaData.class;
        }
        if (name.equals(SNAPSHOT.getSimpleName())) {
            return SNAPSHOT;
        }
        var event = EVENTS.get(name);
        if (event != null) {
            return revisionOf(event).equals(type.getRevision()) ? event : UnknownSerializedType.class;
        }
        return POSITIONS.getOrDefault(name, UnknownSerializedType.class);
    }
}
