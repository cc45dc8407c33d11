package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.TestWorkflow;
import io.connectedworkflow.testing.Together;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server with little memory, whose log is larger than that, and whose clients ask for more than it has: it refuses some of it, and goes on. */
class LittleMemoryTest {

    private static final String MEMORY = "-Xmx192m -XX:+ExitOnOutOfMemoryError";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final int LARGE = 500;
    private static final int CHANGES = 250;
    private static final int EVENTS = 24;
    private static final int COPIES = 120;

    private static final TestDatabase DATABASE = TestPostgres.newDatabase();

    private static ServerProcess server;
    private static Http http;
    private static TestOrganization organization;
    private static TestWorkflow workflow;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = ServerProcess.start(settings());
        http = server.http();
        organization = new Admin(http, Provisioning.CLIENT_ID, Provisioning.CLIENT_SECRET).organization();
        workflow = new TestWorkflow(http, organization);
        var rule = workflow.createRule(workflow.root(), "Contacts");
        for (var change = 0; change < CHANGES; change++) {
            var reply = change(workflow, rule, change);
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        }
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<>(ServerProcess.on(DATABASE));
        settings.put("JAVA_TOOL_OPTIONS", MEMORY);
        return settings;
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @AfterEach
    void still_serves() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        await("an answer").atMost(LONG_ENOUGH).ignoreExceptions().until(
                () -> !server.handle().isAlive() || organization.list().status() < 300);
        assertThat(server.handle().isAlive()).as(server.stdout() + server.stderr()).isTrue();
        assertThat(server.stdout() + server.stderr()).doesNotContain("java.lang.OutOfMemoryError");
    }

    private static String values(int change) {
        return IntStream.range(0, LARGE).mapToObj(i -> "\"" + (char) ('a' + change % 26) + "x".repeat(400) + i + "\"")
                .reduce((one, other) -> one + "," + other).orElseThrow();
    }

    private static Reply change(TestWorkflow workflow, String rule, int change) {
        return workflow.put(rule, """
            "conditions":[{"id":"%s","criteria_details":{"criteria":{"field":{"api_name":"Last_Name"},
              "comparator":"in","type":"value","value":[%s]}},
              "instant_actions":{"actions":[{"type":"field_updates","id":"1"}]}}]"""
                .formatted(workflow.rule(rule).at("/conditions/0/id").asString(), values(change)));
    }

    private static List<Integer> statuses(List<Reply> replies) {
        return replies.stream().map(Reply::status).distinct().toList();
    }

    @Test
    void folds_a_history_that_is_longer_than_its_memory() {
        assertThat(workflow.get("/history?page_size=1").json().at("/history/0/version").asInt())
                .isGreaterThan(CHANGES);
        var all = Together.run(16, i -> workflow.get(List.of("/history", "/history?page_size=1", "?version=200",
                "/diff?from=2&to=250").get(i % 4)));
        assertThat(statuses(all)).isSubsetOf(200, 503).contains(200);
        var page = workflow.get("/history").json();
        assertThat(page.at("/history").size()).isBetween(5, 50);
        assertThat(page.at("/info/more_records").asBoolean()).isTrue();
        assertThat(page.at("/info/next_page_token").asString()).isNotEmpty();

        replay(organization.token("ConnectedWorkflow.audit"));
    }

    private static void replay(String auditor) {
        var replay = http.send("POST", "/audit/v1/replays", auditor, "{}");
        assertThat(replay.status()).isEqualTo(201);
        var id = replay.json().at("/replays/0/id").asString();
        await("the end of the replay").atMost(LONG_ENOUGH)
                .until(() -> http.send("GET", "/audit/v1/replays/" + id, auditor, null).body().contains("\"done\""));
    }

    @Test
    void holds_no_more_than_it_can_of_events_that_are_as_large_as_they_may_be() {
        var restored = large("Products");
        for (var i = 0; i < EVENTS; i++) {
            var version = restored.get("/history?page_size=1").json().at("/history/0/version").asInt();
            assertThat(http.send("DELETE", restored.path(), organization.token(), null).status()).isEqualTo(200);
            assertThat(http.send("POST", restored.path() + "/actions/restore", organization.token(),
                    "{\"version\":" + version + "}").status()).isEqualTo(200);
        }
        assertThat(statuses(Together.run(8, i -> restored.get(i % 2 == 0 ? "/history" : "?version=5"))))
                .isSubsetOf(200, 503).contains(200);
        var auditor = organization.token("ConnectedWorkflow.audit");
        var pages = Together.run(8, i -> http.send("GET",
                "/audit/v1/events?page_size=200&workflow=" + restored.id(), auditor, null));
        assertThat(statuses(pages)).isSubsetOf(200, 503).contains(200);
        replay(auditor);
        http.send("DELETE", restored.path(), organization.token(), null);
    }

    /** A workflow of nearly a MiB. */
    private static TestWorkflow large(String module) {
        var large = new TestWorkflow(http, organization, module);
        for (var i = 0; i < 4; i++) {
            assertThat(change(large, large.createRule(large.root(), module), i).status()).isEqualTo(200);
        }
        return large;
    }

    @Test
    void lets_no_workflow_grow_without_end() {
        var growing = new TestWorkflow(http, organization, "Leads");
        var refused = IntStream.range(0, 10)
                .mapToObj(i -> change(growing, growing.createRule(growing.root(), "Leads"), i))
                .filter(reply -> reply.status() != 200).findFirst().orElseThrow();
        refused.mustBe(Expected.rule("LIMIT_EXCEEDED", "The connected workflow is too large",
                "'limit':1048576,'limit_due_to':[{'api_name':'rules','json_path':'$.rules'}]"));
        assertThat(http.send("DELETE", growing.path(), organization.token(), null).status()).isEqualTo(200);
    }

    @Test
    void reads_no_more_workflows_at_a_time_than_it_can_hold() {
        var modules = List.of("Accounts", "Deals", "Campaigns", "Tasks", "Cases", "Events", "Calls", "Solutions");
        var large = modules.stream().map(LittleMemoryTest::large).toList();

        assertThat(statuses(Together.run(200, i -> organization.list()))).contains(200).isSubsetOf(200, 503);
        assertThat(statuses(Together.run(20,
                i -> http.send("GET", WORKFLOWS + "?as_of=2100-01-01T00:00:00Z", organization.token(), null))))
                .contains(200).isSubsetOf(200, 503);
        var whole = Together.run(60, i -> large.get(i % large.size()).get(""));
        assertThat(statuses(whole)).contains(200).isSubsetOf(200, 503);
        assertThat(whole).filteredOn(reply -> reply.status() == 200)
                .allSatisfy(reply -> assertThat(reply.json().at("/connected_workflows/0/rules")).hasSize(4));
        large.forEach(each -> http.send("DELETE", each.path(), organization.token(), null));
    }

    @Test
    void starts_with_a_rebuild_of_more_views_than_fit_into_its_memory() {
        var copied = large("Vendors");
        var owner = DATABASE.asOwner();
        owner.update(
                """
                    insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type, event_identifier,
                        payload_type, payload_revision, payload, meta_data, time_stamp, organization_id, user_id)
                    select '9' || i, sequence_number, type, gen_random_uuid(), payload_type, payload_revision,
                        payload || jsonb_build_object('workflowId', '9' || i, 'organizationId', '8' || i), meta_data, time_stamp,
                        '8' || i, user_id
                    from connected_workflow.domain_event, generate_series(1, ?) i where aggregate_identifier = ?""",
                COPIES,
                copied.id());
        owner.update("update connected_workflow.workflow_view_fold set fold = 0");

        try (var another = ServerProcess.start(settings())) {
            assertThat(another.handle().isAlive()).isTrue();
            assertThat(owner.queryForObject(
                    "select count(*) from connected_workflow.workflow_view where organization_id like '8%'",
                    Integer.class)).isGreaterThanOrEqualTo(COPIES);
        }
        http.send("DELETE", copied.path(), organization.token(), null);
    }

    @Test
    void reads_no_more_bodies_at_a_time_than_it_can_hold() {
        var ignored = "{\"a\":{}},".repeat(28_000);
        var body = "{\"x\":[" + ignored + "{}],\"connected_workflows\":[{}]}";
        var replies = Together.run(200, i -> organization.post(body));

        assertThat(statuses(replies)).isSubsetOf(400, 503).contains(400);
        assertThat(replies).filteredOn(reply -> reply.status() == 503)
                .allSatisfy(reply -> assertThat(reply.header("Retry-After")).isNotNull());
    }

    @Test
    void lets_nobody_fill_the_memory_who_stalls_in_the_middle_of_a_request_for_a_token() {
        var half = ("POST /oauth/v2/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: 65500\r\n\r\n" + "a=".repeat(32_000)).getBytes(StandardCharsets.US_ASCII);
        IntStream.range(0, 2000).forEach(i -> begin(half));

        assertThat(organization.list().status()).isLessThan(300);
        await("a token").atMost(LONG_ENOUGH).until(() -> {
            try {
                return !organization.token(TestOrganization.ALL).isEmpty();
            } catch (AssertionError | RuntimeException busy) {
                return false;
            }
        });
    }

    @Test
    void holds_no_more_exports_that_nobody_reads_than_it_can() {
        var auditor = organization.token("ConnectedWorkflow.audit");
        var request = ("GET /audit/v1/events HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\n"
                + "Authorization: Zoho-oauthtoken " + auditor + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        IntStream.range(0, 400).forEach(i -> begin(request));

        assertThat(organization.list().status()).isLessThan(300);
        await("an export").atMost(LONG_ENOUGH)
                .until(() -> http.send("GET", "/audit/v1/events", auditor, null).status() == 200);
    }

    private void begin(byte[] bytes) {
        try {
            // From another address than ours, for each has a share.
            var socket = new Socket("localhost", server.port(), InetAddress.getByName("127.0.0.2"), 0);
            sockets.add(socket);
            socket.setSendBufferSize(bytes.length);
            socket.getOutputStream().write(bytes);
        } catch (IOException refused) {
            sockets.removeIf(Socket::isClosed);
        }
    }
}
