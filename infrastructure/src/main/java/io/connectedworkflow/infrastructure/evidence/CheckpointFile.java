package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads exported checkpoints: answers of the endpoint as they were served, or lines, or several of them in one file. */
final class CheckpointFile {

    private CheckpointFile() {}

    static List<Checkpoint> read(Path file) {
        var found = new ArrayList<Checkpoint>();
        try (var values = JsonMapper.shared().readerFor(JsonNode.class).<JsonNode>readValues(file)) {
            while (values.hasNextValue()) {
                var value = values.nextValue();
                if (value.has("checkpoints")) {
                    value.get("checkpoints").forEach(each -> found.add(checkpoint(each)));
                } else {
                    found.add(checkpoint(value));
                }
            }
            return found;
        } catch (JacksonException | DateTimeException malformed) {
            throw new CannotRunException(
                    "the file %s holds no checkpoints as the server exports them".formatted(file),
                    malformed);
        }
    }

    private static Checkpoint checkpoint(JsonNode node) {
        return new Checkpoint(text(node, "organization_id"), node.required("ordinal").asLong(),
                node.required("position").asLong(), text(node, "hash"), Instant.parse(text(node, "time")),
                text(node, "key_id"), text(node, "public_key"), text(node, "signature"));
    }

    private static String text(JsonNode node, String name) {
        return node.required(name).asString();
    }
}
