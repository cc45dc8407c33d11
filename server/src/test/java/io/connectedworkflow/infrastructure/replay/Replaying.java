package io.connectedworkflow.infrastructure.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An auditor who has the past replayed. */
record Replaying(Http http, String token) {

    static final String REPLAYS = "/audit/v1/replays";
    static final String SCOPE = "ConnectedWorkflow.audit";
    static final Expected UNKNOWN = Expected.bare(400, "INVALID_DATA", "The given ID seems to be invalid",
            "'resource_path_index':1");

    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z";

    Reply send(String method, String path, @Nullable String body) {
        return http.send(method, REPLAYS + path, token, body == null ? null : body.replace('\'', '"'));
    }

    Reply get(String path) {
        return send("GET", path, null);
    }

    /** Asks for a replay, and returns its id. */
    String ask(String body) {
        var reply = send("POST", "", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json().at("/replays/0/id").asString();
    }

    /** The one replay of an answer. */
    static ObjectNode in(Reply reply) {
        assertThat(reply.json().get("replays")).as(reply.body()).hasSize(1);
        return (ObjectNode) reply.json().at("/replays/0");
    }

    /** The replay as it is now. */
    ObjectNode now(String id) {
        var reply = get("/" + id);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return in(reply);
    }

    /** The replay once it has ended. */
    ObjectNode ended(String id) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20))
                .until(() -> !now(id).get("status").asString().equals("running"));
        return now(id);
    }

    /** The report of a new replay, which must be done in the end. */
    JsonNode replayed(String body) {
        var id = ask(body);
        assertThat(ended(id).get("status").asString()).isEqualTo("done");
        return report(id);
    }

    JsonNode report(String id) {
        var reply = get("/" + id + "/report");
        reply.mustBe(new Expected(200, reply.json()));
        return reply.json();
    }

    Reply csv(String id, String query) {
        return http.send("GET", REPLAYS + "/" + id + "/report" + query,
                Map.of("Authorization", "Bearer " + token, "Accept", "text/csv"), null);
    }

    /** What is the same for all replays that look the same. */
    static ObjectNode withoutTimes(ObjectNode replay) {
        var comparable = replay.deepCopy();
        assertThat(comparable.remove("id").asString()).matches("[1-9][0-9]{18}");
        assertThat(comparable.remove("requested_at").asString()).matches(TIME);
        if (!comparable.get("finished_at").isNull()) {
            assertThat(comparable.remove("finished_at").asString()).matches(TIME);
        }
        return comparable;
    }
}
