package io.connectedworkflow.infrastructure.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestWorkflow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody else holds a workflow for long: the answer 409 of section 7 of the contract, and what others notice. */
class BusyWorkflowTest {

    private static final int WRITERS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration MEANWHILE = Duration.ofSeconds(2);
    private static final Expected CONFLICT = Expected.bare(409, "CONFLICT",
            "The connected workflow is being changed by another request", "");

    private static final RunningServer SERVER = RunningServer.start();
    private static final JdbcTemplate TABLES = SERVER.database().asOwner();

    private final TestOrganization organization = SERVER.admin().organization();
    private final TestWorkflow workflow = new TestWorkflow(SERVER.http(), organization);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void who_waits_too_long_is_refused_and_may_try_again() throws SQLException {
        var before = workflow.whole();
        var events = events();
        try (var holder = held()) {
            var start = System.nanoTime();

            rename("too late").mustBe(CONFLICT);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(PATIENCE.minusMillis(100),
                    PATIENCE.multipliedBy(2));
            assertThat(holder.isClosed()).isFalse();
            assertThat(events()).isEqualTo(events);
            assertThat(workflow.whole().body()).isEqualTo(before.body());
        }

        rename("too late").mustBe(updated());

        assertThat(events()).isEqualTo(events + 1);
        assertThat(workflow.shown().get("name").stringValue()).isEqualTo("too late");
    }

    @Test
    void many_who_wait_for_a_workflow_leave_connections_to_all_others() throws SQLException {
        var other = new TestWorkflow(SERVER.http(), SERVER.admin().organization());
        List<CompletableFuture<Reply>> waiting;
        try (var holder = held()) {
            waiting = IntStream.range(0, WRITERS).mapToObj(i -> CompletableFuture.supplyAsync(
                    () -> rename("name " + i), Thread::startVirtualThread)).toList();
            await().until(() -> waitingInPostgres() > 0);

            await().during(MEANWHILE).pollInterval(Duration.ofMillis(20)).until(() -> {
                var start = System.nanoTime();
                var status = other.whole().status();
                return status == 200 && System.nanoTime() - start < AT_ONCE.toNanos() && waitingInPostgres() == 1;
            });

            assertThat(holder.isClosed()).isFalse();
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        }
        waiting.forEach(reply -> reply.join().mustBe(updated()));
        assertThat(workflow.version()).isEqualTo("\"" + (3 + WRITERS) + "\"");
    }

    /** Holds the workflow, as another server does that changes it, until what is returned is closed. */
    private Connection held() throws SQLException {
        var database = SERVER.database();
        var holder = DriverManager.getConnection(database.url(), database.owner(), database.password());
        try (var lock = holder.prepareStatement(
                "select pg_advisory_lock(hashtextextended(?, 7165064744911531639))")) {
            lock.setString(1, workflow.id());
            lock.execute();
        }
        return holder;
    }

    private static int waitingInPostgres() {
        return TABLES.queryForList("""
            select pid from pg_locks join pg_database d on d.oid = database
            where locktype = 'advisory' and not granted and datname = current_database()""").size();
    }

    private int events() {
        return TABLES.queryForList("select from connected_workflow.domain_event where aggregate_identifier = ?",
                workflow.id()).size();
    }

    private Reply rename(String name) {
        return workflow.send("PUT", "", Map.of("Idempotency-Key", name.replace(' ', '-')),
                "{'connected_workflows':[{'name':'" + name + "'}]}");
    }

    private Expected updated() {
        return Expected.success(200, workflow.id(), "connected workflow updated successfully");
    }
}
