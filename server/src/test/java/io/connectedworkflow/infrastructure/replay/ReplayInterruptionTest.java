package io.connectedworkflow.infrastructure.replay;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.TestOrganization.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Gate;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.Together;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Replays that are held up, cancelled, or left behind, and more than one server to go on with them. */
class ReplayInterruptionTest {

    private static final int WORKFLOWS_IN_ALL = 130;
    // A batch has 50 workflows.
    private static final int FIRST_BATCH = 50;
    private static final int HELD = 75;

    private static final TestDatabase DATABASE = TestPostgres.newDatabase();
    private static final JdbcTemplate OWNER = DATABASE.asOwner();
    private static final Prepared PREPARED = prepare();

    /** An administrator's token, and a gate before a workflow in the second batch. */
    private record Prepared(String token, Gate gate) {}

    private static Prepared prepare() {
        try (var server = ServerContext.start(DATABASE)) {
            var http = ServerContext.http(server);
            var administrator = new Provisioning(http);
            var tenant = administrator.organization("1001", 1000, WORKFLOWS_IN_ALL);
            var ids = IntStream.range(0, WORKFLOWS_IN_ALL)
                    .mapToObj(i -> created(
                            http.send("POST", WORKFLOWS, tenant.token(), Provisioning.draft("workflow-" + i, i))))
                    .sorted().toList();
            return new Prepared(administrator.token(), new Gate(DATABASE, """
                before insert on connected_workflow.replay_workflow for each row when (new.workflow_id = '%s')"""
                    .formatted(ids.get(HELD))));
        }
    }

    private static Replaying at(Http http) {
        return new Replaying(http, PREPARED.token());
    }

    private static Replaying at(ConfigurableApplicationContext server) {
        return at(ServerContext.http(server));
    }

    private static List<String> rowVersions(String replay) {
        return OWNER.query("""
            select workflow_id || ' ' || xmin from connected_workflow.replay_workflow
            where replay_id = ? order by workflow_id""", (row, i) -> row.getString(1), replay);
    }

    private static void assertHeldAfterTheFirstBatch(ObjectNode replay, JsonNode report) {
        assertThat(replay.get("status").asString()).isEqualTo("running");
        assertThat(replay.get("finished_at").isNull()).isTrue();
        assertThat(replay.get("events_done").asInt()).isEqualTo(FIRST_BATCH);
        assertThat(replay.get("events_total").asInt()).isEqualTo(WORKFLOWS_IN_ALL);
        assertThat(report.get("replay")).isEqualTo(replay);
        assertThat(report.get("workflows")).hasSize(FIRST_BATCH);
        assertThat(report.at("/counts/0/count").asInt()).isEqualTo(FIRST_BATCH);
    }

    private static void assertComplete(ObjectNode replay, JsonNode report) {
        assertThat(replay.get("status").asString()).isEqualTo("done");
        assertThat(replay.get("events_done").asInt()).isEqualTo(WORKFLOWS_IN_ALL);
        assertThat(replay.get("differences").asInt()).isZero();
        assertThat(report.get("workflows").valueStream().map(workflow -> workflow.get("id").asString()).distinct())
                .hasSize(WORKFLOWS_IN_ALL);
        assertThat(report.get("counts")).hasSize(1);
        assertThat(report.at("/counts/0/count").asInt()).isEqualTo(WORKFLOWS_IN_ALL);
        assertThat(report.get("differences")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goes_on_where_it_was_when_its_server_is_gone(boolean killed) throws SQLException {
        String id;
        List<String> before;
        try (var gate = PREPARED.gate().closed(); var server = ServerProcess.start(ServerProcess.on(DATABASE))) {
            id = at(server.http()).ask("{'organization':'1001'}");
            PREPARED.gate().awaitWaiting(1);
            assertHeldAfterTheFirstBatch(at(server.http()).now(id), at(server.http()).report(id));
            before = rowVersions(id);
            if (killed) {
                server.kill();
            } else {
                server.terminate();
                assertThat(server.endsWithin(Duration.ofSeconds(5))).isTrue();
            }
            assertThat(gate.isClosed()).isFalse();
        }
        try (var server = ServerContext.start(DATABASE)) {
            assertComplete(at(server).ended(id), at(server).report(id));
        }
        assertThat(before).hasSize(FIRST_BATCH);
        assertThat(rowVersions(id)).startsWith(before.toArray(String[]::new)).hasSize(WORKFLOWS_IN_ALL);
    }

    @Test
    void no_two_servers_are_at_the_same_batch() throws SQLException {
        try (var one = ServerContext.start(DATABASE); var other = ServerContext.start(DATABASE)) {
            String held;
            try (var gate = PREPARED.gate().closed()) {
                held = at(one).ask("{'organization':'1001'}");
                PREPARED.gate().awaitWaiting(1);
                // Whoever is not at the gate passes the one who is, and goes on with this one, which ends before the gate.
                var free = at(one).ask("{'organization':'1001','from':%d}".formatted(Long.MAX_VALUE));
                assertThat(at(other).ended(free).get("status").asString()).isEqualTo("done");
                assertHeldAfterTheFirstBatch(at(other).now(held), at(other).report(held));
                assertThat(gate.isClosed()).isFalse();
            }
            assertComplete(at(other).ended(held), at(one).report(held));

            var many = IntStream.range(0, 8).mapToObj(i -> at(i % 2 == 0 ? one : other).ask("{}")).toList();
            many.forEach(id -> assertComplete(at(one).ended(id), at(other).report(id)));
        }
    }

    @Test
    void is_cancelled_while_it_waits_and_while_it_works() throws SQLException {
        try (var server = ServerContext.start(DATABASE)) {
            var auditor = at(server);
            final String works;
            CompletableFuture<Reply> cancelling;
            try (var gate = PREPARED.gate().closed()) {
                works = auditor.ask("{'organization':'1001'}");
                PREPARED.gate().awaitWaiting(1);
                var waits = auditor.ask("{'organization':'1001'}");
                var cancelled = Replaying.in(auditor.send("POST", "/" + waits + "/actions/cancel", null));
                assertThat(cancelled.get("status").asString()).isEqualTo("cancelled");
                assertThat(cancelled.get("events_done").asInt()).isZero();
                assertThat(cancelled.get("finished_at").isNull()).isFalse();
                assertThat(auditor.report(waits).get("workflows")).isEmpty();
                cancelling = CompletableFuture.supplyAsync(
                        () -> auditor.send("POST", "/" + works + "/actions/cancel", null), Thread::startVirtualThread);
                PREPARED.gate().awaitWaiting(2);
                assertThat(gate.isClosed()).isFalse();
            }
            var cancelled = Replaying.in(cancelling.join());
            assertThat(cancelled.get("status").asString()).isEqualTo("cancelled");
            assertThat(cancelled.get("events_done").asInt()).isEqualTo(2 * FIRST_BATCH);

            var next = auditor.ask("{}");
            assertComplete(auditor.ended(next), auditor.report(next));
            assertThat(auditor.now(works)).isEqualTo(cancelled);
            assertThat(auditor.report(works).get("workflows")).hasSize(2 * FIRST_BATCH);
        }
    }

    @Test
    void what_cannot_go_on_has_failed_and_holds_up_no_other() {
        try (var server = ServerContext.start(DATABASE)) {
            OWNER.execute("alter table connected_workflow.replay_count add check (events < 100) not valid");
            var failed = at(server).ended(at(server).ask("{}"));
            assertThat(failed.get("status").asString()).isEqualTo("failed");
            assertThat(failed.get("events_done").asInt()).isEqualTo(FIRST_BATCH);
            assertThat(failed.get("finished_at").isNull()).isFalse();
            assertThat(at(server).ended(at(server).ask("{'to':3}")).get("status").asString()).isEqualTo("done");
        } finally {
            OWNER.execute("alter table connected_workflow.replay_count drop constraint replay_count_events_check");
        }
    }

    @Test
    void no_more_than_ten_wait_in_an_organization() throws SQLException {
        try (var server = ServerContext.start(DATABASE)) {
            List<String> asked;
            try (var gate = PREPARED.gate().closed()) {
                asked = IntStream.range(0, 10).mapToObj(i -> at(server).ask("{'organization':'1001'}")).toList();
                at(server).send("POST", "", "{'organization':'1001'}").mustBe(Expected.bare(400, "LIMIT_EXCEEDED",
                        "Running replays limit exceeded: $", "'limit':10,'api_name':'','json_path':'$'"));
                at(server).ask("{'organization':'1002'}");
                at(server).send("POST", "/" + asked.getLast() + "/actions/cancel", null);
                at(server).ask("{'organization':'1001','from':%d}".formatted(Long.MAX_VALUE));
                assertThat(gate.isClosed()).isFalse();
            }
            asked.subList(0, 9).forEach(id -> assertComplete(at(server).ended(id), at(server).report(id)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'organization':'1001'}", "{}"})
    void no_more_than_ten_wait_when_many_are_asked_for_at_the_same_time(String body) throws SQLException {
        try (var server = ServerContext.start(DATABASE)) {
            var auditor = at(server);
            List<Reply> asked;
            try (var gate = PREPARED.gate().closed()) {
                asked = Together.run(40, i -> auditor.send("POST", "", body));
                assertThat(gate.isClosed()).isFalse();
            }
            var accepted = asked.stream().filter(reply -> reply.status() == 201).toList();
            var refused = asked.stream().filter(reply -> reply.status() != 201).toList();

            assertThat(accepted).hasSize(10);
            refused.forEach(reply -> reply.mustBe(Expected.bare(400, "LIMIT_EXCEEDED",
                    "Running replays limit exceeded: $", "'limit':10,'api_name':'','json_path':'$'")));
            accepted.forEach(reply -> auditor.ended(Replaying.in(reply).get("id").asString()));
        }
    }

    @Test
    void waits_while_the_views_are_made_otherwise() {
        try (var server = ServerContext.start(DATABASE)) {
            OWNER.update("update connected_workflow.workflow_view_fold set fold = fold + 1");
            var id = at(server).ask("{}");
            await().during(Duration.ofSeconds(2)).until(() -> at(server).now(id).get("events_done").asInt() == 0);
            OWNER.update("update connected_workflow.workflow_view_fold set fold = fold - 1");
            assertComplete(at(server).ended(id), at(server).report(id));
        }
    }

    @Test
    void is_forgotten_once_it_ended_long_enough_ago() {
        try (var server = ServerContext.start(DATABASE)) {
            var old = at(server).ask("{}");
            var recent = at(server).ask("{}");
            List.of(old, recent).forEach(at(server)::ended);
            OWNER.update("""
                update connected_workflow.replay set finished_at = now() - interval '29 days 23 hours'
                where id <> ?""", recent);
            var replays = server.getBean(PostgresReplays.class);
            assertThat(replays.purge(Duration.ofDays(30))).isZero();
            OWNER.update("update connected_workflow.replay set finished_at = now() - interval '31 days' where id = ?",
                    old);
            assertThat(replays.purge(Duration.ofDays(30))).isEqualTo(1);
            at(server).get("/" + old).mustBe(Replaying.UNKNOWN);
            assertThat(rowVersions(old)).isEmpty();
            assertThat(rowVersions(recent)).hasSize(WORKFLOWS_IN_ALL);
        }
    }
}
