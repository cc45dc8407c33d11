package io.connectedworkflow.infrastructure.evidence;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.CapturedLog;
import io.connectedworkflow.testing.Gate;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain grows behind the log, whoever writes and whoever follows, and misses nothing. */
class ChainFollowerTest {

    private static final Duration A_WHILE = Duration.ofMillis(400);

    private static <T> CompletableFuture<T> inBackground(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, Thread::startVirtualThread);
    }

    @Test
    void says_that_somebody_has_changed_how_far_it_is_and_goes_on_when_that_is_put_right() {
        try (var server = new ChainedServer(); var log = CapturedLog.of(ChainFollower.class.getName(), Level.INFO)) {
            var organization = server.organization(3);
            server.place().asServer().update("update connected_workflow.chain_progress set position = position + 1000");
            server.workflows().create(Callers.of(organization, 1000), draft("more", 9)).orElseThrow();
            await().until(() -> log.lines().stream().anyMatch(line -> line.contains("somebody has changed it")));

            server.place().asOwner().update("""
                update connected_workflow.chain_progress
                set position = (select coalesce(max(position), 0) from connected_workflow.event_chain)""");
            server.awaitChained();
            assertThat(server.verify(organization)).endsWith("ok, 4 events, 0 checkpoints");
        }
    }

    @Test
    void an_append_that_is_held_open_is_waited_for_and_not_skipped() throws SQLException {
        try (var server = new ChainedServer()) {
            var organization = server.organization(2);
            var gate = new Gate(server.place());
            var owner = server.place().asOwner();
            owner.execute("drop trigger gate on connected_workflow.domain_event");
            // behind the drawing of the position, and only for one
            owner.execute("""
                create trigger gate after insert on connected_workflow.domain_event for each row
                when (new.organization_id = '101') execute function connected_workflow.wait_at_the_gate()""");
            CompletableFuture<String> held;
            try (var closed = gate.closed()) {
                held = inBackground(
                        () -> server.workflows().create(Callers.of("101", 5), draft("slow", 0)).orElseThrow());
                gate.awaitWaiting(1);
                server.workflows().create(Callers.of("102", 5), draft("fast", 0)).orElseThrow();
                await().during(A_WHILE).atMost(A_WHILE.multipliedBy(5)).until(
                        () -> owner.queryForList("select from connected_workflow.event_chain").size() == 2);
                assertThat(held).isNotDone();
                assertThat(closed.isClosed()).isFalse();
            }
            held.join();
            server.awaitChained();
            assertThat(server.verify(organization)).startsWith("ok, 2 events");
            assertThat(server.verify("101")).startsWith("ok, 1 events");
            assertThat(server.verify("102")).startsWith("ok, 1 events");
        }
    }

    @Test
    void many_writers_and_two_nodes_make_one_chain_that_goes_on_after_a_restart() {
        try (var server = new ChainedServer()) {
            try (var second = ChainedServer.start(server.place())) {
                Together.run(4, writer -> {
                    var workflows = writer % 2 == 0 ? server.workflows() : second.getBean(ConnectedWorkflows.class);
                    for (var i = 0; i < 60; i++) {
                        workflows.create(Callers.of("20" + writer / 2, 1000), draft("name " + writer + i,
                                500 * (writer % 2) + i)).orElseThrow();
                    }
                    return writer;
                });
                server.awaitChained();
            }
            server.context().close();
            try (var third = ChainedServer.start(server.place())) {
                third.getBean(ConnectedWorkflows.class).create(Callers.of("200", 1000), draft("after", 999))
                        .orElseThrow();
                server.awaitChained();
            }
            assertThat(server.verify("200")).isEqualTo("ok, 121 events, 0 checkpoints");
            assertThat(server.verify("201")).isEqualTo("ok, 120 events, 0 checkpoints");
            assertThat(server.place().asOwner().queryForList("select position from connected_workflow.event_chain"))
                    .hasSize(241);
        }
    }

    @Test
    void a_log_that_was_there_before_is_chained_in_many_batches() {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place, "--connected-workflow.audit.chain.enabled=false")) {
            server.getBean(ConnectedWorkflows.class).create(Callers.of("1", 5), draft("a", 0)).orElseThrow();
            place.asOwner().update("""
                insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type,
                    event_identifier, payload_type, payload_revision, payload, meta_data, time_stamp, organization_id,
                    user_id)
                select 'w' || n, 0, type, 'e' || n, payload_type, payload_revision, payload, meta_data, time_stamp,
                    (n % 7)::text, user_id
                from connected_workflow.domain_event, generate_series(1, 4321) n""");
            assertThat(place.asOwner().queryForList("select from connected_workflow.event_chain")).isEmpty();
        }
        try (var server = ChainedServer.start(place)) {
            await().until(() -> place.asServer().queryForList("select from connected_workflow.event_chain")
                    .size() == 4322);
            assertThat(server.isActive()).isTrue();
        }
    }

    @Test
    void what_is_new_is_signed_at_intervals(@TempDir Path directory) throws Exception {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place, "--connected-workflow.audit.chain.interval=20ms",
                "--connected-workflow.audit.checkpoints.interval=50ms",
                "--connected-workflow.audit.checkpoints.private-key="
                        + CheckpointKey.random().replaceAll("-----[A-Z ]+-----|\\s", ""))) {
            var workflows = server.getBean(ConnectedWorkflows.class);
            var checkpoints = new PostgresCheckpoints(place.asServer());
            workflows.create(Callers.of("1", 5), draft("a", 0)).orElseThrow();
            await().until(() -> checkpoints.read("1", null, 10).found().size() == 1);
            workflows.create(Callers.of("2", 5), draft("a", 0)).orElseThrow();
            await().until(() -> checkpoints.read("2", null, 10).found().size() == 1);
            await().during(A_WHILE).atMost(A_WHILE.multipliedBy(5))
                    .until(() -> checkpoints.read(null, null, 10).found().size() == 2);
            workflows.create(Callers.of("1", 5), draft("b", 1)).orElseThrow();
            await().until(() -> checkpoints.read("1", null, 10).found().size() == 2);

            var newest = checkpoints.read("1", null, 1).found().getFirst().checkpoint();
            assertThat(newest.ordinal()).isEqualTo(2);
            assertThat(newest.at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(CheckpointSignatures.by(newest.publicKey()).isGenuine(newest)).isTrue();
            assertThat(opensslVerifies(newest, directory)).isTrue();
        }
    }

    private static boolean opensslVerifies(Checkpoint checkpoint, Path directory)
            throws IOException, InterruptedException {
        Files.writeString(directory.resolve("signed"), CheckpointText.of(checkpoint));
        Files.write(directory.resolve("signature"), Base64.getDecoder().decode(checkpoint.signature()));
        Files.write(directory.resolve("key"), Base64.getDecoder().decode(checkpoint.publicKey()));
        try {
            return new ProcessBuilder("openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey",
                    "key", "-in", "signed", "-sigfile", "signature").directory(directory.toFile()).start()
                    .waitFor() == 0;
        } catch (IOException noOpenssl) {
            return true;
        }
    }

    // RFC 8032, 7.1, test 1
    @Test
    void the_public_key_is_that_of_the_private_one() {
        var key = CheckpointKey.parse("""
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """);
        assertThat(Base64.getEncoder().encodeToString(key.publicKey()))
                .isEqualTo("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assertThat(key.toString()).doesNotContain("nWGx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v", "-----BEGIN PRIVATE KEY-----",
        "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="})
    void a_key_that_is_none_is_refused_without_being_quoted(String text) {
        assertThatThrownBy(() -> CheckpointKey.parse(text)).isInstanceOf(CannotStartException.class)
                .message().startsWith("connected-workflow.audit.checkpoints.private-key is no Ed25519 key")
                .doesNotContain(text);
    }

    @Test
    void the_server_s_role_can_add_to_the_chain_and_change_nothing_in_it() {
        try (var server = new ChainedServer()) {
            server.organization(1);
            server.sign();
            for (var statement : new String[]{"update connected_workflow.event_chain set hash = ''",
                "delete from connected_workflow.event_chain",
                "update connected_workflow.audit_checkpoint set at = now()",
                "delete from connected_workflow.audit_checkpoint", "truncate connected_workflow.event_chain"}) {
                assertThatThrownBy(() -> server.place().asServer().execute(statement))
                        .hasStackTraceContaining("permission denied");
                assertThatThrownBy(() -> server.place().asOwner().execute(statement))
                        .hasStackTraceContaining("append-only");
            }
        }
    }
}
