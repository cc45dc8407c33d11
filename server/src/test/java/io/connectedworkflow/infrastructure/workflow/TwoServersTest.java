package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.Provisioning.draft;
import static io.connectedworkflow.testing.Provisioning.moduleId;
import static io.connectedworkflow.testing.Provisioning.rule;
import static io.connectedworkflow.testing.TestOrganization.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Gate;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.Provisioning.Tenant;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.Together;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Two servers on one database, and one workflow that both are asked to change at the same moment. */
class TwoServersTest {

    private static final int ROUNDS = 20;
    private static final int WRITERS = 16;
    private static final int TURNS = 10;
    private static final AtomicInteger ORGANIZATIONS = new AtomicInteger(1000);
    private static final Expected KEY_REUSED = Expected.bare(422, "IDEMPOTENCY_KEY_REUSED",
            "The idempotency key was used with another request", "'header':'Idempotency-Key'");

    /** What every writer does, in this order. */
    private static final List<Operation> OPERATIONS = List.of(
            new Operation("PUT", "", turn -> item("'name':'%s'", turn.name()), "name", "", Turn::name),
            new Operation("PUT", "", turn -> item("'nodes':[{'module':{'id':'%s'}}]", turn.module()), "nodes",
                    "/module/id", Turn::module),
            new Operation("PUT", "", turn -> item(
                    "'connections':[{'source_node':{'id':'%s'},'target_node':{'id':'%s'}}]", turn.root(), turn.node()),
                    "connections", "/target_node/id", Turn::node),
            new Operation("POST", "/rules", turn -> rule(turn.name(), turn.node(), turn.module()), "rules", "/node/id",
                    Turn::node));

    private static List<ServerProcess> servers;
    private static Provisioning administrator;
    private static JdbcTemplate tables;
    private static Gate gate;

    private Tenant tenant;
    private String workflow;

    @BeforeAll
    static void start() {
        var database = TestPostgres.newDatabase();
        servers = Together.run(2, i -> ServerProcess.start(ServerProcess.on(database)));
        administrator = new Provisioning(servers.getFirst().http());
        tables = database.asServer();
        gate = new Gate(database);
    }

    @AfterAll
    static void stop() {
        servers.forEach(ServerProcess::close);
    }

    @BeforeEach
    void have_a_workflow() {
        tenant = administrator.organizationOfLargeWorkflows(Integer.toString(ORGANIZATIONS.incrementAndGet()), 200);
        workflow = created(send(0, "POST", WORKFLOWS, Map.of(), draft("contacts-process", 0)));
    }

    /** Sends a request to one of the two servers, which take turns. */
    private Reply send(int server, String method, String path, Map<String, String> headers, @Nullable String body) {
        var all = new HashMap<>(headers);
        all.putAll(Http.authorization(tenant.token()));
        return http(server).send(method, path, all,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    private static Http http(int server) {
        return servers.get(server % 2).http();
    }

    private String path() {
        return WORKFLOWS + "/" + workflow;
    }

    private static String item(String keys, Object... values) {
        return "{\"connected_workflows\":[{" + keys.replace('\'', '"').formatted(values) + "}]}";
    }

    /** What the server says of the workflow, which must be at this version. */
    private JsonNode at(int server, long version) {
        var got = send(server, "GET", path(), Map.of(), null);
        assertThat(got.header("ETag")).isEqualTo("\"" + version + "\"");
        return got.json().at("/connected_workflows/0");
    }

    private int events() {
        return tables.queryForList("""
            select event_identifier from connected_workflow.domain_event where organization_id = ?""",
                String.class, tenant.id()).size();
    }

    /** Asks both servers, of which the given one comes first, while neither can finish. */
    private static List<Reply> atOnce(int first, Function<Integer, Reply> request) throws SQLException {
        var replies = new ArrayList<CompletableFuture<Reply>>();
        try (var closed = gate.closed()) {
            for (var i = 0; i < 2; i++) {
                var server = first + i;
                replies.add(CompletableFuture.supplyAsync(() -> request.apply(server), Thread::startVirtualThread));
                gate.awaitWaiting(i + 1);
            }
            assertThat(closed.isClosed()).isFalse();
            assertThat(replies).noneMatch(CompletableFuture::isDone);
        }
        return replies.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void of_two_who_change_the_same_version_one_does() throws SQLException {
        for (var version = 1; version <= ROUNDS; version++) {
            var known = version;

            var replies = atOnce(version, server -> describe(known, server));

            assertChanged(version, replies.getFirst(), replies.getLast());
            assertThat(at(version, version + 1).get("description").stringValue()).isEqualTo(text(version, version));
        }
        assertThat(events()).isEqualTo(1 + ROUNDS);
    }

    @Test
    void of_two_who_change_the_same_version_whenever_they_come_one_does() {
        var rounds = 5 * ROUNDS;
        for (var version = 1; version <= rounds; version++) {
            var known = version;

            var replies = Together.run(2, server -> describe(known, server));

            var changed = replies.get(0).status() == 200 ? 0 : 1;
            assertChanged(version, replies.get(changed), replies.get(1 - changed));
            for (var server = 0; server < 2; server++) {
                assertThat(at(server, version + 1).get("description").stringValue()).isEqualTo(text(known, changed));
            }
        }
        assertThat(events()).isEqualTo(1 + rounds);
    }

    private Reply describe(int version, int server) {
        return send(server, "PUT", path(), Map.of("If-Match", "\"" + version + "\""),
                item("'description':'%s'", text(version, server)));
    }

    private static String text(int version, int server) {
        return "version %d by %d".formatted(version, server % 2);
    }

    private void assertChanged(int version, Reply changed, Reply refused) {
        changed.mustBe(Expected.success(200, workflow, "connected workflow updated successfully"));
        refused.mustBe(Expected.bare(412, "PRECONDITION_FAILED", "The connected workflow has been changed",
                "'version':" + (version + 1)));
    }

    /** A change of a workflow that has one rule, and stays or goes. */
    enum Change {
        UPDATE("PUT", "", "connected_workflows", "updated"), DELETE("DELETE", "", "connected_workflows",
                "deleted"), ACTIVATE("PUT", "/actions/activate", "connected_workflows", "activated"), CREATE_RULE(
                        "POST", "/rules", "rules",
                        "created"), UPDATE_RULE("PUT", "/rules/%s", "rules",
                                "updated"), DELETE_RULE("DELETE", "/rules/%s", "rules", "deleted");

        private final String method;
        private final String below;
        private final String envelope;
        private final String done;

        Change(String method, String below, String envelope, String done) {
            this.method = method;
            this.below = below;
            this.envelope = envelope;
            this.done = done;
        }

        @Nullable
        String body(String root) {
            return switch (this) {
                case UPDATE -> item("'description':'why'");
                case CREATE_RULE -> rule("new", root, moduleId(0));
                case UPDATE_RULE -> "{\"rules\":[{\"execute_when\":{\"type\":\"edit\"}}]}";
                case DELETE, ACTIVATE, DELETE_RULE -> null;
            };
        }

        Expected done(String id) {
            return envelope.equals("rules")
                    ? Expected.ruleSuccess(this == CREATE_RULE ? 201 : 200, id, "rule " + done + " successfully")
                    : Expected.success(200, id, "connected workflow " + done + " successfully");
        }

        /** What the path means comes before the version. */
        Expected refused() {
            return switch (this) {
                case DELETE -> Expected.UNKNOWN_WORKFLOW;
                case DELETE_RULE -> Expected.UNKNOWN_RULE;
                case UPDATE, ACTIVATE, CREATE_RULE, UPDATE_RULE -> Expected.stale(3);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_two_changes_of_the_same_version_at_once_one_is_made(Change change) throws SQLException {
        for (var first = 0; first < 2; first++) {
            have_a_workflow();
            var root = at(0, 1).at("/nodes/0/id").stringValue();
            var added = send(0, "POST", path() + "/rules", Map.of(), rule("old", root, moduleId(0))).json()
                    .at("/rules/0/details/id").stringValue();

            var replies = atOnce(first, server -> send(server, change.method, path() + change.below.formatted(added),
                    Map.of("If-Match", "\"2\""), change.body(root)));

            var id = switch (change) {
                case UPDATE, DELETE, ACTIVATE -> workflow;
                case UPDATE_RULE, DELETE_RULE -> added;
                case CREATE_RULE -> replies.getFirst().json().at("/rules/0/details/id").stringValue();
            };
            replies.getFirst().mustBe(change.done(id));
            replies.getLast().mustBe(change.refused());
            assertThat(events()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_request_that_comes_twice_at_once_takes_effect_once(Write write) throws SQLException {
        for (var first = 0; first < 2; first++) {
            have_a_workflow();

            var replies = atOnce(first, server -> write.send(http(server), tenant, workflow, "key", "again"));

            var done = write.done(workflow, replies.getFirst());
            replies.forEach(reply -> reply.mustBe(done));
            assertThat(events()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_two_requests_with_the_same_key_at_once_one_takes_effect(Write write) throws SQLException {
        for (var first = 0; first < 2; first++) {
            have_a_workflow();

            var replies = atOnce(first,
                    server -> write.send(http(server), tenant, workflow, "key", "sent-to-" + server % 2));

            replies.getFirst().mustBe(write.done(workflow, replies.getFirst()));
            replies.getLast().mustBe(KEY_REUSED);
            assertThat(events()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_same_request_takes_effect_once_whenever_it_comes(Write write) {
        for (var round = 0; round < ROUNDS; round++) {
            have_a_workflow();

            var replies = Together.run(2, server -> write.send(http(server), tenant, workflow, "key", "again"));

            var done = write.done(workflow, replies.getFirst());
            replies.forEach(reply -> reply.mustBe(done));
            assertThat(events()).isEqualTo(2);
        }
    }

    /** One of the times that a writer does everything, and what it sees of the workflow then. */
    private record Turn(int writer, int number, JsonNode seen) {

        String name() {
            return "name %d of writer %d".formatted(number, writer);
        }

        /** One that no other turn has; the first module is the root's. */
        String module() {
            return moduleId(1 + writer * TURNS + number);
        }

        String root() {
            return seen.at("/nodes/0/id").stringValue();
        }

        /** Of its module. */
        String node() {
            return seen.get("nodes").valueStream()
                    .filter(node -> node.at("/module/id").stringValue().equals(module())).findFirst().orElseThrow()
                    .get("id").stringValue();
        }
    }

    /**
     * What every writer does in each of its turns.
     *
     * @param key  of the workflow that it changes
     * @param at   where in an element that it adds to a list stands what makes it known
     * @param mark what stands there
     */
    private record Operation(String method, String path, Function<Turn, String> body, String key, String at,
            Function<Turn, String> mark) {

        List<String> marks(JsonNode seen) {
            var value = seen.get(key);
            return (value.isArray() ? value.valueStream() : Stream.of(value))
                    .map(element -> element.at(at).stringValue()).toList();
        }
    }

    @Test
    void nothing_is_lost_of_what_many_writers_do() {
        var before = at(0, 1);

        var acknowledged = Together.run(WRITERS, this::write).stream().flatMap(List::stream).toList();

        var version = 1 + WRITERS * TURNS * OPERATIONS.size();
        assertThat(events()).isEqualTo(version);
        for (var server = 0; server < 2; server++) {
            var after = at(server, version);
            for (var operation : OPERATIONS) {
                var expected = Stream.concat(operation.marks(before).stream(), acknowledged.stream()
                        .filter(write -> write.operation().equals(operation)).map(Acknowledged::mark)).toList();
                if (after.get(operation.key()).isArray()) {
                    assertThat(operation.marks(after)).containsExactlyInAnyOrderElementsOf(expected);
                } else {
                    assertThat(expected).containsAll(operation.marks(after));
                }
            }
        }
    }

    private record Acknowledged(Operation operation, String mark) {}

    /** Writes to one server what it has read from the other. */
    private List<Acknowledged> write(int writer) {
        var acknowledged = new ArrayList<Acknowledged>();
        for (var number = 0; number < TURNS; number++) {
            for (var operation : OPERATIONS) {
                var seen = send(writer + number + 1, "GET", path(), Map.of(), null).json()
                        .at("/connected_workflows/0");
                var turn = new Turn(writer, number, seen);
                var reply = send(writer + number, operation.method(), path() + operation.path(), Map.of(),
                        operation.body().apply(turn));
                assertThat(reply.status()).as(reply.body()).isBetween(200, 201);
                acknowledged.add(new Acknowledged(operation, operation.mark().apply(turn)));
            }
        }
        return acknowledged;
    }
}
