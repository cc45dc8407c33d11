package io.connectedworkflow.infrastructure.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.workflow.ConnectedWorkflow;
import java.io.IOException;
import org.axonframework.serialization.AnnotationRevisionResolver;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A snapshot that an older server has left is read only if it has today's revision, so a change of its shape must change
 * the revision. The samples are the files {@code snapshots/ConnectedWorkflow.<revision>.json}, of which today's holds
 * every key that there is: a new shape gets a new file, and none is ever changed.
 */
class StoredSnapshotTest {

    private static final String NAME = "ConnectedWorkflow";
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private final EventSerializer serializer = new EventSerializer();

    private static String revision() {
        return requireNonNull(new AnnotationRevisionResolver().revisionOf(ConnectedWorkflow.class));
    }

    private static String sample() throws IOException {
        var file = "/snapshots/" + NAME + "." + revision() + ".json";
        try (var sample = StoredSnapshotTest.class.getResourceAsStream(file)) {
            assertThat(sample).as(file).isNotNull();
            return new String(requireNonNull(sample).readAllBytes(), UTF_8);
        }
    }

    private ConnectedWorkflow read(String snapshot) {
        var stored = new SimpleSerializedObject<>(snapshot, String.class, new SimpleSerializedType(NAME, revision()));
        return requireNonNull(serializer.<String, ConnectedWorkflow>deserialize(stored));
    }

    private JsonNode written(ConnectedWorkflow workflow) {
        return EXACT.readTree(serializer.serialize(workflow, String.class).getData());
    }

    @Test
    void a_snapshot_has_the_shape_of_its_revision() throws IOException {
        assertThat(written(read(sample()))).isEqualTo(EXACT.readTree(sample()));
    }

    @Test
    void a_snapshot_is_stored_under_a_logical_name_and_its_revision() throws IOException {
        assertThat(serializer.serialize(read(sample()), String.class).getType())
                .isEqualTo(new SimpleSerializedType(NAME, EventSerializer.snapshotRevision()));
    }

    @Test
    void a_snapshot_says_of_which_shape_it_is_and_which_events_whoever_made_it_could_read() {
        assertThat(EventSerializer.snapshotRevision()).matches(revision() + "-[0-9a-f]{8}");
    }
}
