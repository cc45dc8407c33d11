package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.testing.Expected.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestWorkflow;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Somebody holds what commands of an organization need: they do not wait for ever, and nobody else notices. */
class StuckOrganizationTest {

    private static final Expected CONFLICT = Expected.bare(409, "CONFLICT",
            "The connected workflow is being changed by another request", "");
    private static final Expected TOO_BUSY = Expected.bare(503, "SERVICE_UNAVAILABLE",
            "Too many requests are in progress", "'retry_after':5");
    private static final Expected UNAVAILABLE = Expected.bare(503, "SERVICE_UNAVAILABLE",
            "The service is temporarily unavailable", "'retry_after':5");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STANDSTILL = Duration.ofSeconds(2);
    private static final Duration LEEWAY = Duration.ofSeconds(5);
    private static final int WRITERS = 20;

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    private final TestOrganization stuck = server.admin().organization();
    private final TestOrganization other = server.admin().organization();

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** An answer, and how long it was waited for. */
    private record Timed(Reply reply, Duration time) {

        static CompletableFuture<Timed> of(Supplier<Reply> request) {
            return CompletableFuture.supplyAsync(() -> {
                var start = System.nanoTime();
                return new Timed(request.get(), Duration.ofNanos(System.nanoTime() - start));
            }, Thread::startVirtualThread);
        }
    }

    @Test
    void a_client_whose_row_somebody_holds_gets_no_token_and_all_others_do() throws SQLException {
        var client = stuck.client(stuck.asha(), 3600, TestOrganization.ALL);
        try (var holder = holding("select from connected_workflow.oauth_client where client_id = '%s' for update"
                .formatted(client.clientId()))) {
            var asking = IntStream.range(0, WRITERS).mapToObj(i -> Timed.of(() -> server.http()
                    .form("/oauth/v2/token", "grant_type=client_credentials&" + client.form()))).toList();
            await().until(() -> asking.stream().anyMatch(CompletableFuture::isDone));

            assertThat(Timed.of(() -> server.http().send("GET", Http.WORKFLOWS, other.token("ZohoCRM.settings.ALL"),
                    null)).join().time()).isLessThan(STANDSTILL);
            assertThat(asking).extracting(CompletableFuture::join).allSatisfy(answered -> {
                assertThat(answered.reply().status()).isEqualTo(503);
                assertThat(answered.reply().header("Retry-After")).isEqualTo("5");
                assertThat(answered.time()).isLessThan(PATIENCE.plus(LEEWAY));
            });
            assertThat(holder.isClosed()).isFalse();
        }
        assertThat(server.http().form("/oauth/v2/token", "grant_type=client_credentials&" + client.form()).status())
                .isEqualTo(200);
    }

    @Test
    void clients_that_nobody_knows_have_no_more_connections_than_one_that_is_known() throws SQLException {
        stuck.list().mustBe(NOTHING);
        try (var holder = holding("lock table connected_workflow.oauth_client in access exclusive mode")) {
            var asking = IntStream.range(0, WRITERS).mapToObj(i -> Timed.of(() -> server.http().form("/oauth/v2/token",
                    "grant_type=client_credentials&client_id=unknown" + i + "&client_secret=x"))).toList();
            await().until(() -> asking.stream().anyMatch(CompletableFuture::isDone));

            assertThat(Timed.of(stuck::list).join()).satisfies(read -> read.reply().mustBe(NOTHING),
                    read -> assertThat(read.time()).isLessThan(STANDSTILL));
            assertThat(asking).extracting(CompletableFuture::join)
                    .allSatisfy(answered -> assertThat(answered.reply().status()).isEqualTo(503));
            assertThat(holder.isClosed()).isFalse();
        }
        assertThat(server.http().form("/oauth/v2/token",
                "grant_type=client_credentials&client_id=unknown&client_secret=x").body()).contains("invalid_client");
    }

    @Test
    void clients_whose_rows_somebody_holds_leave_connections_to_all_others() throws SQLException {
        var clients = IntStream.range(0, WRITERS)
                .mapToObj(i -> stuck.client(stuck.asha(), 3600, TestOrganization.ALL)).toList();
        other.list().mustBe(NOTHING);
        // So that each is known here, and has a line of its own.
        clients.forEach(client -> assertThat(server.http()
                .form("/oauth/v2/token", "grant_type=client_credentials&" + client.form()).status()).isEqualTo(200));
        try (var holder = holding("select from connected_workflow.oauth_client for update")) {
            var asking = clients.stream().map(client -> Timed.of(() -> server.http().form("/oauth/v2/token",
                    "grant_type=client_credentials&" + client.form()))).toList();
            await().until(() -> asking.stream().anyMatch(CompletableFuture::isDone));

            assertThat(Timed.of(other::list).join()).satisfies(read -> read.reply().mustBe(NOTHING),
                    read -> assertThat(read.time()).isLessThan(STANDSTILL));
            assertThat(asking).extracting(CompletableFuture::join)
                    .allSatisfy(answered -> assertThat(answered.reply().status()).isEqualTo(503));
            assertThat(holder.isClosed()).isFalse();
        }
    }

    @Test
    void a_register_that_somebody_holds_stops_only_its_own_organization_and_not_for_ever() throws SQLException {
        registered(stuck);
        List<CompletableFuture<Timed>> writing;
        try (var holder = holding(
                "select from connected_workflow.organization_register where organization_id = '%s' for update"
                        .formatted(stuck.id()))) {
            writing = IntStream.range(0, WRITERS)
                    .mapToObj(i -> Timed.of(() -> stuck.tryToCreate("stuck " + i, "Leads")))
                    .toList();
            await().until(() -> writing.stream().anyMatch(CompletableFuture::isDone));

            assertThat(Timed.of(() -> stuck.tryToCreate("at once", "Leads")).join()).satisfies(
                    late -> late.reply().mustBe(TOO_BUSY), late -> assertThat(late.time()).isLessThan(STANDSTILL));
            other.create("not stuck", "Leads");
            assertThat(other.token("ZohoCRM.settings.ALL")).isNotEmpty();
            stuck.list().mustBe(NOTHING);
            assertThat(server.http().send("GET", "/actuator/health/readiness", Map.of(), null).status()).isEqualTo(200);
            assertThat(writing).anyMatch(request -> !request.isDone());

            assertThat(writing).extracting(CompletableFuture::join).allSatisfy(answered -> {
                if (answered.reply().status() == 503) {
                    answered.reply().mustBe(TOO_BUSY);
                    assertThat(answered.reply().header("Retry-After")).isEqualTo("5");
                    assertThat(answered.time()).isLessThan(STANDSTILL.plus(LEEWAY));
                } else {
                    answered.reply().mustBe(CONFLICT);
                    assertThat(answered.time()).isBetween(PATIENCE.minusMillis(500), PATIENCE.plus(LEEWAY));
                }
            }).extracting(answered -> answered.reply().status()).contains(503, 409);
            assertThat(holder.isClosed()).isFalse();
        }

        assertThat(stuck.tryToCreate("after it", "Deals").status()).isEqualTo(201);
        assertThat(stuck.list().json().at("/connected_workflows")).hasSize(1);
        assertThat(stuck.list().json().at("/connected_workflows/0/sequence_number").asInt()).isEqualTo(2);
    }

    @Test
    void whatever_a_command_waits_for_it_gives_up_in_time() throws SQLException {
        var viewed = workflow();
        var keyed = workflow();
        var named = server.admin().organization();
        var activated = workflow();
        var key = Map.of("Idempotency-Key", "held");
        var path = Http.WORKFLOWS + "/" + keyed.id();
        try (var view = holding("select from connected_workflow.workflow_view where workflow_id = '%s' for update"
                .formatted(viewed.id()));
                var once = holding("select pg_advisory_xact_lock(hashtextextended(E'%s\\n%s\\nPUT\\n%s\\nheld', 1))"
                        .formatted(keyed.organization().id(), keyed.organization().asha(), path));
                var name = holding("""
                    insert into connected_workflow.workflow_register
                    values ('1', '%s', 'taken by and by', '1', false)""".formatted(named.id()));
                var register = holding(
                        "update connected_workflow.organization_register set active = active where organization_id = '%s'"
                                .formatted(activated.organization().id()))) {
            var waiting = List.of(Timed.of(() -> viewed.send("PUT", "", Map.of(), renamed("a"))),
                    Timed.of(() -> keyed.send("PUT", "", key, renamed("a"))),
                    Timed.of(() -> named.tryToCreate("taken by and by", "Leads")),
                    Timed.of(() -> activated.send("PUT", "/actions/activate", Map.of(), null)));

            assertThat(waiting).extracting(CompletableFuture::join).allSatisfy(answered -> {
                answered.reply().mustBe(CONFLICT);
                assertThat(answered.time()).isBetween(PATIENCE.minusMillis(500), PATIENCE.plus(LEEWAY));
            });
            assertThat(List.of(view, once, name, register)).allSatisfy(held -> assertThat(held.isClosed()).isFalse());
        }

        assertThat(List.of(viewed, keyed, activated)).allSatisfy(
                workflow -> assertThat(workflow.version()).isEqualTo("\"3\""));
        named.create("taken by and by", "Leads");
        viewed.send("PUT", "", Map.of(), renamed("a")).mustBe(updated(viewed));
        keyed.send("PUT", "", key, renamed("a")).mustBe(updated(keyed));
    }

    @Test
    void the_administration_gives_up_in_time_too() throws SQLException {
        try (var holder = holding("select from connected_workflow.organization where organization_id = '%s' for update"
                .formatted(stuck.id()))) {
            var changing = Timed.of(() -> server.admin().send("PUT", stuck.path(), stuck.document().toString()));

            assertThat(changing.join()).satisfies(answered -> answered.reply().mustBe(UNAVAILABLE),
                    answered -> assertThat(answered.time()).isLessThan(PATIENCE.plus(LEEWAY)));
            assertThat(holder.isClosed()).isFalse();
        }
    }

    @Test
    void nothing_is_written_for_a_client_that_has_gone() throws SQLException, IOException {
        registered(stuck);
        CompletableFuture<Reply> staying;
        try (var holder = holding(
                "select from connected_workflow.organization_register where organization_id = '%s' for update"
                        .formatted(stuck.id()))) {
            try (var leaving = sent(create("gone", "Deals"))) {
                staying = CompletableFuture.supplyAsync(() -> stuck.tryToCreate("still there", "Leads"),
                        Thread::startVirtualThread);
                await().until(() -> waiting() == 2);
                assertThat(leaving.isClosed()).isFalse();
            }
            assertThat(holder.isClosed()).isFalse();
        }

        TestOrganization.created(staying.join());
        await().until(() -> waiting() == 0);
        await().during(Duration.ofSeconds(1)).until(() -> stuck.list().json().at("/connected_workflows").size() == 1);
    }

    @Test
    void a_client_with_the_next_request_on_its_lips_is_there() throws SQLException, IOException {
        registered(stuck);
        try (var pipelined = socket()) {
            try (var holder = holding(
                    "select from connected_workflow.organization_register where organization_id = '%s' for update"
                            .formatted(stuck.id()))) {
                pipelined.getOutputStream().write((create("first", "Deals") + create("second", "Leads"))
                        .getBytes(StandardCharsets.UTF_8));
                await().until(() -> waiting() == 1);
                await().during(Duration.ofMillis(300)).until(() -> !holder.isClosed());
            }

            await().until(() -> stuck.list().json().at("/connected_workflows").size() == 2);
        }
    }

    @Test
    void a_client_that_has_said_all_it_had_to_say_is_answered() throws IOException {
        try (var socket = sent(create("said all", "Deals"))) {
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    // What a server leaves that is halted in the middle of a command.
    @Test
    void a_server_that_does_nothing_in_the_middle_of_a_command_holds_up_nobody_for_long() throws SQLException {
        registered(stuck);
        try (var halted = DriverManager.getConnection(server.database().url(), server.database().server(),
                server.database().password())) {
            halted.setAutoCommit(false);
            try (var statement = halted.createStatement()) {
                statement.execute("select connected_workflow.lock_register('%s', '1', 'a', '1', 10000, 5000)"
                        .formatted(stuck.id()));
            }

            assertThat(Timed.of(() -> stuck.tryToCreate("after all", "Leads")).join())
                    .satisfies(answered -> TestOrganization.created(answered.reply()));
            assertThat(halted.isValid(1)).isFalse();
        }
    }

    /** Makes the organization have a register. */
    private static void registered(TestOrganization organization) {
        var workflow = organization.create("first", "Leads");
        server.http().send("DELETE", Http.WORKFLOWS + "/" + workflow, organization.token(), null);
        organization.list().mustBe(NOTHING);
    }

    private static TestWorkflow workflow() {
        return new TestWorkflow(server.http(), server.admin().organization());
    }

    private static Connection holding(String sql) throws SQLException {
        var database = server.database();
        var holder = DriverManager.getConnection(database.url(), database.owner(), database.password());
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute(sql);
        }
        return holder;
    }

    private static int waiting() {
        var url = server.database().url();
        return TestPostgres.asSuperuser().queryForList(
                "select from pg_stat_activity where datname = ? and wait_event_type = 'Lock'",
                url.substring(url.lastIndexOf('/') + 1)).size();
    }

    private String create(String name, String module) {
        var body = "{\"connected_workflows\":[{\"name\":\"%s\",\"primary_module\":{\"api_name\":\"%s\"}}]}"
                .formatted(name, module);
        return "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(Http.WORKFLOWS, stuck.token(), body.length(), body);
    }

    private static Socket sent(String request) throws IOException {
        var socket = socket();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static Socket socket() throws IOException {
        var address = URI.create(server.http().server());
        return new Socket(address.getHost(), address.getPort());
    }

    private static String renamed(String name) {
        return "{'connected_workflows':[{'name':'" + name + "'}]}";
    }

    private static Expected updated(TestWorkflow workflow) {
        return Expected.success(200, workflow.id(), "connected workflow updated successfully");
    }
}
