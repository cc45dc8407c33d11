package io.connectedworkflow.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestOrganization.Credentials;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.TestWorkflow;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A server that has something in each of its tables, and the same one on another database. */
final class EventfulServer implements AutoCloseable {

    private static final String KEY = checkpointKey();
    private static final String AUDIT = "ConnectedWorkflow.audit";
    private static final String DRAFT = "{\"connected_workflows\":[{\"name\":\"once\",\"primary_module\":{\"api_name\":\"Calls\"}}]}";

    private final RunningServer server;
    private final TestOrganization first;
    private final TestOrganization second;
    private final Credentials client;
    private final String refreshed;
    private final String auditor;
    private final String once;
    private final String grant;
    private final List<String> paths = new ArrayList<>();

    /** Starts one on an empty database, and lets something of everything happen. */
    EventfulServer(TestDatabase database) {
        server = start(database);
        first = server.admin().organization();
        second = server.admin().organization(document -> document.put("name", "Zweite \u2028 \\ \" 😀"));
        client = first.client(first.asha(), 3600, TestOrganization.ALL);
        refreshed = refresh(server.http());
        auditor = first.token(AUDIT);
        paths.add(Http.WORKFLOWS);
        live(new TestWorkflow(server.http(), first));
        new TestWorkflow(server.http(), second).change("'description':'line\\nbreak, \\u00e9'");
        once = TestOrganization.created(createOnce(server.http()));
        grant = server.admin().send("POST", first.clientsPath(first.asha()) + "/" + client.clientId() + "/grant_tokens",
                "{}").json().get("grant_token").asString();
        position(database);
        audit();
    }

    static RunningServer start(TestDatabase database) {
        return RunningServer.startOn(database, "--connected-workflow.audit.chain.interval=20ms",
                "--connected-workflow.audit.checkpoints.interval=20ms",
                "--connected-workflow.audit.checkpoints.private-key=" + KEY);
    }

    private static String checkpointKey() {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void live(TestWorkflow workflow) {
        var rule = workflow.createRule(workflow.root(), "Contacts");
        var deleted = workflow.createRule(workflow.deal(), "Deals");
        assertThat(workflow.send("DELETE", "/rules/" + deleted, Map.of(), null).status()).isEqualTo(200);
        assertThat(workflow.send("PUT", "/actions/activate", Map.of(), "{}").status()).isEqualTo(200);
        var gone = first.create("gone", "Leads");
        assertThat(server.http().send("DELETE", Http.WORKFLOWS + "/" + gone, first.token(), null).status())
                .isEqualTo(200);
        assertThat(first.tryToCreate("gone", "Contacts").status()).isEqualTo(400);
        paths.addAll(List.of(workflow.path(), workflow.path() + "/rules", workflow.path() + "/rules/" + rule,
                workflow.path() + "/history", Http.WORKFLOWS + "/" + gone + "/history"));
    }

    // As a subscription of a host would have.
    private static void position(TestDatabase database) {
        database.asServer().update("""
            insert into connected_workflow.token_entry (processor_name, segment, token, token_type, time_stamp)
            values ('subscription/Mail', 0, '\\x7b7d', 'Global', '2026-01-01T00:00:00Z')""");
    }

    private void audit() {
        var asked = server.http().send("POST", "/audit/v1/replays", auditor, "{}");
        assertThat(asked.status()).as(asked.body()).isEqualTo(201);
        var replay = "/audit/v1/replays/" + asked.json().at("/replays/0/id").asString();
        paths.addAll(List.of("/audit/v1/events", "/audit/v1/refusals", "/audit/v1/checkpoints", replay,
                replay + "/report"));
        await().atMost(Duration.ofSeconds(30)).until(() -> List.of(replay + "/report", "/audit/v1/refusals",
                "/audit/v1/checkpoints").stream().allMatch(path -> get(server.http(), path).status() == 200));
        await().until(() -> Objects.equals(true, server.database().asOwner().queryForObject("""
            select signed_position >= (select max(global_index) from connected_workflow.domain_event)
            from connected_workflow.chain_progress""", Boolean.class)));
    }

    private Reply get(Http http, String path) {
        return http.send("GET", path, path.startsWith("/audit") ? auditor : refreshed, null);
    }

    private String refresh(Http http) {
        var reply = http.form("/oauth/v2/token",
                "grant_type=refresh_token&" + client.form() + "&refresh_token=" + client.refreshToken());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("access_token").asString();
    }

    private Reply createOnce(Http http) {
        var headers = new HashMap<>(Http.authorization(refreshed));
        headers.put("Idempotency-Key", "once");
        return http.send("POST", Http.WORKFLOWS, headers, DRAFT.getBytes(StandardCharsets.UTF_8));
    }

    TestDatabase database() {
        return server.database();
    }

    /** What clients with the tokens that they have got here read at a server. */
    private List<String> read(RunningServer from) {
        var read = new ArrayList<>(paths.stream().map(path -> get(from.http(), path)).map(Reply::body).toList());
        read.add(from.http().send("GET", Http.WORKFLOWS, second.token(), null).body());
        for (var path : List.of(first.path(), second.path(), first.clientsPath(first.asha()))) {
            read.add(from.http().send("GET", path, server.admin().token(), null).body());
        }
        return read;
    }

    /** Makes sure that on this database a server is the same to its clients, and goes on. */
    void mustGoOnOn(TestDatabase database) {
        var before = read(server);
        assertThat(before).allMatch(body -> body.length() > 2);
        var lastId = Objects.requireNonNull(database.asOwner().queryForObject(
                "select max(aggregate_identifier) from connected_workflow.domain_event", String.class));
        try (var other = start(database)) {
            assertThat(read(other)).isEqualTo(before);
            assertThat(TestOrganization.created(createOnce(other.http()))).isEqualTo(once);
            var exchanged = other.http().form("/oauth/v2/token",
                    "grant_type=authorization_code&" + client.form() + "&code=" + grant);
            assertThat(exchanged.status()).as(exchanged.body()).isEqualTo(200);
            var created = other.http().send("POST", Http.WORKFLOWS, refresh(other.http()),
                    DRAFT.replace("once", "anew").replace("Calls", "Leads"));
            assertThat(TestOrganization.created(created)).isGreaterThan(lastId);
            await().until(() -> Objects.equals(0L, database.asOwner().queryForObject("""
                select count(*) from connected_workflow.domain_event e
                    left join connected_workflow.event_chain c on c.position = e.global_index
                where c.position is null""", Long.class)));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
