package io.connectedworkflow.infrastructure.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.infrastructure.audit.AuditAnswers;
import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The command as an operator calls it, in a process of its own. */
class AuditVerifyTest {

    @TempDir
    private Path directory;

    private record Outcome(int exit, List<String> lines, String stderr) {}

    private static Outcome verify(Map<String, String> environment, String... options) {
        var arguments = IntStream.rangeClosed(0, options.length)
                .mapToObj(i -> i == 0 ? "audit-verify" : options[i - 1]).toArray(String[]::new);
        try (var command = ServerProcess.launch(environment, arguments)) {
            return new Outcome(command.awaitExit(), command.stdout().lines().toList(), command.stderr());
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static String line(Checkpoint checkpoint) {
        return """
            {"organization_id":"%s","ordinal":%d,"position":%d,"hash":"%s","time":"%s","key_id":"%s",
            "public_key":"%s","signed":"","signature":"%s"}""".formatted(checkpoint.organizationId(),
                checkpoint.ordinal(), checkpoint.position(), checkpoint.hash(), AuditAnswers.time(checkpoint.at()),
                checkpoint.keyId(), checkpoint.publicKey(), checkpoint.signature()).replace("\n", "") + "\n";
    }

    @Test
    void says_of_every_organization_that_all_is_as_it_was_and_what_is_not() throws IOException {
        try (var server = new ChainedServer(); var attacker = new Attacker(server.place())) {
            var organizations = IntStream.range(0, 20).mapToObj(i -> server.organization(1 + i % 4)).sorted().toList();
            server.sign();
            // as the running server, which may do no more than read
            var environment = ServerProcess.on(server.place());
            var key = file("key.pem", """
                -----BEGIN PUBLIC KEY-----
                %s
                -----END PUBLIC KEY-----
                """.formatted(Base64.getEncoder().encodeToString(ChainedServer.KEY.publicKey())));
            var copies = organizations.stream().flatMap(each -> server.checkpoints(each).stream())
                    .map(AuditVerifyTest::line).toList();
            var lines = file("lines", String.join("", copies));
            var pages = file("pages", "{\"checkpoints\":[" + String.join(",", copies.subList(0, 12))
                    + "],\"info\":{}}\n{\"checkpoints\":[" + String.join(",", copies.subList(12, 20)) + "]}");

            var good = verify(environment);
            assertThat(good.stderr()).isEmpty();
            assertThat(good.exit()).isZero();
            assertThat(good.lines()).hasSize(22).contains("ok: 20 organizations, 50 events, 0 tampered with")
                    .last().asString().endsWith("by the keys that they carry: " + ChainedServer.KEY.id());
            assertThat(good.lines().subList(0, 20)).allMatch(line -> line.endsWith(" events, 1 checkpoints"))
                    .extracting(line -> line.split("[ :]")[1]).containsExactlyElementsOf(organizations);

            var tampered = organizations.get(7);
            attacker.set(attacker.positions(tampered).getFirst(), "user_id = '1'");
            var named = verify(environment);
            assertThat(named.exit()).isEqualTo(1);
            assertThat(named.lines()).filteredOn(line -> line.startsWith("TAMPERED: 20 organizations, "))
                    .hasSize(1).allMatch(line -> line.endsWith(", 1 tampered with"));
            assertThat(named.lines()).filteredOn(line -> line.contains("TAMPERED: the event"))
                    .containsExactly("organization " + tampered + ": "
                            + server.verify(tampered));

            // What the running server may do too.
            var progress = server.place().asServer();
            progress.update("update connected_workflow.chain_progress set position = position + 1000000");
            assertThat(verify(environment)).satisfies(ahead -> assertThat(ahead.exit()).isEqualTo(1),
                    ahead -> assertThat(ahead.lines())
                            .filteredOn(line -> line.startsWith("TAMPERED: chain_progress says"))
                            .hasSize(1));
            progress.update("update connected_workflow.chain_progress set position = position - 1000000");

            attacker.chainAnew(tampered);
            attacker.sql().update("delete from connected_workflow.audit_checkpoint");
            assertThat(verify(environment).exit()).isZero();
            for (var exported : List.of(lines, pages)) {
                var shown = verify(environment, "--checkpoints=" + exported, "--public-key=" + key);
                assertThat(shown.exit()).isEqualTo(1);
                assertThat(shown.lines()).hasSize(21).filteredOn(line -> line.contains("TAMPERED: ")
                        && line.startsWith("organization " + tampered)).hasSize(1);
            }
        }
    }

    @Test
    void names_every_snapshot_that_is_not_what_the_events_come_to() {
        try (var server = new ChainedServer()) {
            var caller = Callers.of(Admin.newId(), 1000);
            var snapshots = server.place().asServer();
            var ids = IntStream.range(0, 5).mapToObj(i -> withSnapshot(server, caller, i)).sorted().toList();
            var environment = ServerProcess.on(server.place());
            assertThat(verify(environment)).satisfies(good -> assertThat(good.exit()).isZero(),
                    good -> assertThat(good.lines()).filteredOn(line -> line.contains("snapshot")).isEmpty());

            forge(snapshots, "payload = jsonb_set(payload, '{configuration,name}', '\"forged\"')", ids.get(0));
            forge(snapshots, "payload = payload - 'organizationId'", ids.get(1));
            forge(snapshots, "payload = '[]'", ids.get(2));
            forge(snapshots, "sequence_number = sequence_number + 1000000", ids.get(3));
            forge(snapshots, "payload = '{}', payload_revision = 'other'", ids.get(4));
            snapshots.update("""
                insert into connected_workflow.snapshot_event select E'x\nok', sequence_number, type, event_identifier,
                    payload_type, payload_revision, payload, meta_data, time_stamp
                from connected_workflow.snapshot_event where aggregate_identifier = ?""", ids.get(0));
            snapshots.update("""
                insert into connected_workflow.snapshot_event select aggregate_identifier, -1, type, event_identifier,
                    payload_type, payload_revision, payload, meta_data, time_stamp
                from connected_workflow.snapshot_event where aggregate_identifier = ?""", ids.get(3));

            var named = verify(environment);
            assertThat(named.exit()).isEqualTo(1);
            assertThat(named.lines()).filteredOn(line -> line.contains("snapshot_event"))
                    .extracting(line -> line.replaceAll("sequence_number -?\\d+", "sequence_number N"))
                    .containsExactly(wrong(ids.get(0), "says something else than the workflow's events"),
                            wrong(ids.get(1), "says something else than the workflow's events"),
                            wrong(ids.get(2), "cannot be read"),
                            wrong(ids.get(3), "says something else than the workflow's events"),
                            wrong(ids.get(3), "says what has not happened yet"),
                            wrong("x?ok", "says what has not happened yet"));
            assertThat(named.lines()).filteredOn(line -> line.endsWith(": delete these rows")).hasSize(1);

            snapshots.update("delete from connected_workflow.snapshot_event where sequence_number < 0");
            ids.forEach(id -> forge(snapshots, "payload_revision = 'other'", id));
            snapshots.update("delete from connected_workflow.snapshot_event where aggregate_identifier like 'x%'");
            assertThat(verify(environment).exit()).isZero();
        }
    }

    private static String withSnapshot(ChainedServer server, Caller caller, int module) {
        var id = server.workflows().create(caller, Callers.draft("workflow " + module, module)).orElseThrow();
        for (var i = 0; i < 101; i++) {
            server.workflows().update(caller, id, null, WorkflowChange.builder().name(module + " name " + i).build())
                    .orElseThrow();
        }
        return id;
    }

    private static void forge(JdbcTemplate sql, String assignment, String workflow) {
        assertThat(sql.update("update connected_workflow.snapshot_event set " + assignment
                + " where aggregate_identifier = ?", workflow)).isEqualTo(1);
    }

    private static String wrong(String workflow, String said) {
        return "TAMPERED: the snapshot in snapshot_event with aggregate_identifier %s and sequence_number N %s"
                .formatted(workflow, said);
    }

    @Test
    void says_what_keeps_it_from_verifying() throws IOException {
        var place = TestPostgres.newDatabase();
        var environment = ServerProcess.on(place);
        cannot(environment, "no server of this version has run on the database yet");
        cannot(environment, "holds no checkpoints as the server exports them",
                "--checkpoints=" + file("nonsense", "{\"a\":1}"));
        cannot(environment, "holds no Ed25519 public key", "--public-key=" + file("key", "nonsense"));
        cannot(environment, "holds no Ed25519 public key", "--public-key=" + directory.resolve("missing"));
        cannot(environment, "holds no checkpoints", "--checkpoints=" + directory.resolve("missing"));
        var nobody = new HashMap<>(environment);
        nobody.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost:" + ServerProcess.freePort() + "/nothing");
        nobody.put("SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "1000");
        cannot(nobody, "the database fails: Connection refused");
        cannot(Map.of("CONNECTED_WORKFLOW_DATA_DIR", directory.resolve("empty").toString()),
                "there is no database in " + directory.resolve("empty"));
        assertThat(directory.resolve("empty")).doesNotExist();
    }

    private static void cannot(Map<String, String> environment, String reason, String... options) {
        var outcome = verify(environment, options);
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.stderr().lines()).as(outcome.toString()).hasSize(1).first().asString()
                .startsWith("connected-workflow cannot verify the log: ").contains(reason);
    }

    @Test
    void verifies_the_embedded_database_that_no_server_has() throws IOException {
        var data = directory.resolve("data");
        var environment = Map.of("CONNECTED_WORKFLOW_DATA_DIR", data.toString(),
                "CONNECTED_WORKFLOW_AUDIT_CHECKPOINTS_INTERVAL", "100ms");
        String keyId;
        try (var server = ServerProcess.start(environment)) {
            assertThat(server.stdout()).containsPattern("signed with the key [0-9a-f]{16}");
            keyId = CheckpointKey.parse(Files.readString(data.resolve("checkpoint-key.pem"))).id();
            assertThat(PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(data.resolve("checkpoint-key.pem")))).isEqualTo("rw-------");
            assertThat(server.stdout()).contains(keyId).doesNotContain("PRIVATE KEY");
            createDemoWorkflow(server);
            cannot(environment, "The data directory " + data.toRealPath() + " is in use by another server");
        }
        var outcome = verify(environment);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.lines().getFirst()).endsWith(": ok, 1 events, 1 checkpoints");
        assertThat(outcome.lines().getLast()).endsWith(keyId);
        assertThat(data.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
        try (var again = ServerProcess.start(environment)) {
            assertThat(again.stdout()).contains(keyId);
        }
    }

    private static void createDemoWorkflow(ServerProcess server) {
        var curl = server.stdout().lines().filter(line -> line.startsWith("curl ")).findFirst().orElseThrow();
        var parts = curl.split("'");
        var token = parts[1].split(" ")[2];
        var path = parts[2].strip().split(" ")[0].replaceFirst("http://[^/]+", "");
        assertThat(server.http().send("POST", path, token, parts[3]).status()).isEqualTo(201);
        var administrator = Pattern.compile("client_id (\\S+)\\s+client_secret (\\S+)")
                .matcher(server.stdout());
        assertThat(administrator.find()).isTrue();
        var grant = server.http().form("/oauth/v2/token", "grant_type=client_credentials&client_id="
                + administrator.group(1) + "&client_secret=" + administrator.group(2)).json();
        await().atMost(Duration.ofSeconds(30)).until(() -> server.http()
                .send("GET", "/audit/v1/checkpoints", grant.get("access_token").asString(), null).status() == 200);
    }
}
