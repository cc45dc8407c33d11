package io.connectedworkflow.server;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.Provisioning.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.Provisioning.Tenant;
import io.connectedworkflow.testing.TestPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of the server: how it starts, what it says, how it ends, and what it keeps whatever happens. */
class ServerProcessTest {

    private static final Pattern ADMINISTRATOR = Pattern.compile("client_id (\\S+)\\s+client_secret (\\S+)");
    private static final Pattern CURL = Pattern
            .compile("(?m)^curl -H '(Authorization): (Zoho-oauthtoken (\\S+))' (http://[^/ ]+)(\\S+)(?: -d '(.*)')?$");
    private static final Map<String, String> ADMINISTERED = Map.of("CONNECTED_WORKFLOW_ADMIN_CLIENT_ID",
            Provisioning.CLIENT_ID, "CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET", Provisioning.CLIENT_SECRET);
    private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(5);

    // To unpack PostgreSQL for each test once more would take longer than the tests.
    @TempDir
    private static Path programs;

    @TempDir
    private Path data;

    @BeforeEach
    void use_unpacked_programs() throws IOException {
        Files.createSymbolicLink(data.resolve("binaries"), programs);
    }

    /** The environment of a server that keeps its data in the data directory. */
    private Map<String, String> environment(Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.put("CONNECTED_WORKFLOW_DATA_DIR", data.toString());
        return environment;
    }

    private ServerProcess start(Map<String, String> settings) {
        return ServerProcess.start(environment(settings));
    }

    /** The processes of the PostgreSQL in the data directory, its postmaster first. */
    private List<ProcessHandle> postgres() {
        var file = data.resolve("postgres").resolve("postmaster.pid");
        try {
            return Files.exists(file)
                    ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).stream()
                            .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                            .toList()
                    : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    // One that has ended, and whose parent has not noticed, is said to be alive, but has no command any more.
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    @AfterEach
    void leave_no_postgres_behind() {
        var left = postgres();
        left.stream().limit(1).forEach(ProcessHandle::destroy);
        await().until(() -> left.stream().noneMatch(ServerProcessTest::isRunning));
    }

    @Test
    void shows_at_its_first_start_how_to_create_and_later_how_to_list() throws IOException {
        var secrets = new HashSet<String>();
        MatchResult administrator;
        try (var first = start(Map.of())) {
            administrator = only(ADMINISTRATOR, first.stdout());
            var curl = only(CURL, first.stdout());
            assertThat(answerTo(curl)).contains("\"message\":\"connected workflow created successfully\"")
                    .endsWith(" 201");
            assertThat(answerTo(curl)).contains("DUPLICATE_DATA").endsWith(" 400");

            secrets.addAll(secretsOf(use(first, administrator)));
            secrets.addAll(passwords());
            assertNotIn(first, secrets);
            assertSaysOnce(first, administrator.group(2));
            assertSaysOnce(first, curl.group(3));
            assertThat(first.home()).as("the home directory of the user").isEmptyDirectory();
        }
        try (var second = start(Map.of())) {
            assertThat(second.stdout()).doesNotContain("client_secret");
            var curl = only(CURL, second.stdout());
            assertThat(answerTo(curl)).contains("\"name\":\"contacts-process\"").endsWith(" 200");

            secrets.addAll(secretsOf(use(second, administrator)));
            secrets.add(administrator.group(2));
            assertNotIn(second, secrets);
            assertSaysOnce(second, curl.group(3));
        }
    }

    /** What the pattern matches in the text, which it must once. */
    private static MatchResult only(Pattern pattern, String text) {
        var found = pattern.matcher(text).results().toList();
        assertThat(found).as(text).hasSize(1);
        return found.getFirst();
    }

    /** What a shell makes of the command as it stands, and the status behind it; without a shell, the same request. */
    private static String answerTo(MatchResult curl) throws IOException {
        try {
            var shell = new ProcessBuilder("bash", "-c", curl.group() + " --silent --write-out ' %{http_code}'")
                    .start();
            return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException noShell) {
            var body = curl.group(6);
            var reply = new Http(curl.group(4)).send(body == null ? "GET" : "POST", curl.group(5),
                    Map.of(curl.group(1), curl.group(2), "Content-Type", "application/x-www-form-urlencoded"),
                    body == null ? null : body.getBytes(StandardCharsets.UTF_8));
            return reply.body() + " " + reply.status();
        }
    }

    /** Does something of everything as the administrator that the server has printed, wrong things too. */
    private static List<Object> use(ServerProcess server, MatchResult credentials) {
        var administrator = new Provisioning(server.http(), credentials.group(1), credentials.group(2));
        var tenant = administrator.organization(Integer.toString(server.port()), 1, 1);
        for (var body : List.of(draft("name", 0), draft("name", 0), "nonsense")) {
            server.http().send("POST", WORKFLOWS, tenant.token(), body);
            server.http().send("POST", WORKFLOWS, administrator.token(), body);
        }
        server.http().send("POST", "/oauth/v2/token?grant_type=client_credentials&client_id=%s&client_secret=%s"
                .formatted(credentials.group(1), credentials.group(2)), Map.of(), null);
        server.http().send("GET", "/oauth/v2/token/%00?client_secret=" + credentials.group(2), Map.of(), null);
        return List.of(administrator, tenant);
    }

    private static List<String> secretsOf(List<Object> users) {
        return users.stream().flatMap(user -> user instanceof Tenant tenant
                ? Stream.of(tenant.token(), tenant.clientSecret(), tenant.refreshToken())
                : Stream.of(((Provisioning) user).token())).toList();
    }

    /** Those of PostgreSQL. */
    private List<String> passwords() throws IOException {
        var passwords = new Properties();
        passwords.load(new StringReader(Files.readString(data.resolve("secrets.properties"))));
        assertThat(passwords).hasSize(3);
        return passwords.values().stream().map(Object::toString).toList();
    }

    private static void assertNotIn(ServerProcess server, Set<String> secrets) {
        assertThat(secrets).hasSizeGreaterThan(3).noneMatch(server.stdout()::contains)
                .noneMatch(server.stderr()::contains);
    }

    private static void assertSaysOnce(ServerProcess server, String secret) {
        assertThat(server.stdout()).containsOnlyOnce(secret);
        assertThat(server.stderr()).doesNotContain(secret);
    }

    @Test
    void finishes_what_it_has_begun_and_ends_within_five_seconds_of_a_sigterm() throws IOException {
        var server = start(ADMINISTERED);
        try (server) {
            var tenant = new Provisioning(server.http()).organization("1001", 10, 10);
            try (var request = new RequestInFlight(server, tenant); var halted = new RequestInFlight(server, tenant)) {
                var processes = postgres();
                assertThat(processes).hasSizeGreaterThan(1).allMatch(ServerProcessTest::isRunning);

                server.terminate();
                var end = System.nanoTime() + LONGEST_SHUTDOWN.toNanos();
                await().pollInterval(Duration.ofMillis(10)).until(() -> refusesConnections(server.port()));

                assertThat(request.finished()).startsWith("HTTP/1.1 201 ").contains("\"code\":\"SUCCESS\"");
                assertThat(server.endsWithin(Duration.ofNanos(end - System.nanoTime()))).isTrue();
                assertThat(server.awaitExit()).isEqualTo(143);
                assertThat(processes).noneMatch(ServerProcessTest::isRunning);
                assertThat(postgres()).isEmpty();
                assertThat(halted.isClosed()).isFalse();
            }
            assertThat(server.stderr()).isEmpty();
        }
    }

    private static boolean refusesConnections(int port) {
        try (var socket = new Socket("localhost", port)) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    /** A request that the server has begun to handle, but cannot finish. */
    private static final class RequestInFlight implements AutoCloseable {

        private final Socket socket;
        private final byte[] body = draft("in-flight", 0).getBytes(StandardCharsets.UTF_8);

        RequestInFlight(ServerProcess server, Tenant tenant) throws IOException {
            socket = new Socket("localhost", server.port());
            socket.getOutputStream().write("""
                POST %s HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Content-Length: %d
                Expect: 100-continue
                Connection: close

                """.formatted(WORKFLOWS, tenant.token(), body.length).replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            var answer = "HTTP/1.1 100 \r\n\r\n";
            assertThat(new String(socket.getInputStream().readNBytes(answer.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(answer);
        }

        /** Finishes it, and returns the answer. */
        String finished() throws IOException {
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        boolean isClosed() {
            return socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void keeps_what_it_has_acknowledged_whoever_kills_it() {
        var modules = 3000;
        var acknowledged = new HashSet<String>();
        var attempts = new AtomicInteger();
        Tenant tenant;
        try (var server = start(ADMINISTERED)) {
            tenant = new Provisioning(server.http()).organization("1001", modules, modules);
            acknowledged.addAll(acknowledgedUntilKilled(server, tenant, attempts, ServerProcess::kill));
        }
        try (var server = start(Map.of("CONNECTED_WORKFLOW_REBUILD_VIEWS", "true"))) {
            assertKept(server, tenant, acknowledged, attempts.get());
            acknowledged.addAll(acknowledgedUntilKilled(server, tenant, attempts, killed -> {
                postgres().stream().limit(1).forEach(ProcessHandle::destroyForcibly);
                killed.kill();
            }));
        }
        try (var server = start(Map.of("CONNECTED_WORKFLOW_REBUILD_VIEWS", "true"))) {
            assertKept(server, tenant, acknowledged, attempts.get());
        }
    }

    private static Set<String> acknowledgedUntilKilled(ServerProcess server, Tenant tenant, AtomicInteger attempts,
            Consumer<ServerProcess> kill) {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        var clients = IntStream.range(0, 4).mapToObj(client -> CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    var number = attempts.getAndIncrement();
                    var reply = server.http().send("POST", WORKFLOWS, tenant.token(), draft("name-" + number, number));
                    if (reply.status() == 201) {
                        acknowledged.add(reply.json().at("/connected_workflows/0/details/id").stringValue());
                    }
                }
            } catch (UncheckedIOException killed) {
                return;
            }
        }, Thread::startVirtualThread)).toList();
        await().until(() -> acknowledged.size() >= 200);
        kill.accept(server);
        clients.forEach(CompletableFuture::join);
        return acknowledged;
    }

    private static void assertKept(ServerProcess server, Tenant tenant, Set<String> acknowledged, int attempts) {
        var listed = server.http().send("GET", WORKFLOWS, tenant.token(), null).json().get("connected_workflows");
        assertThat(listed.valueStream().map(workflow -> workflow.get("id").stringValue())).containsAll(acknowledged);
        assertThat(listed.valueStream().map(workflow -> workflow.get("sequence_number").intValue()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, listed.size()).boxed().toList());
        assertThat(listed.size()).isBetween(acknowledged.size(), attempts);
        assertThat(server.stdout()).contains("Rebuilt views and register from the events; nothing changed");
    }

    @Test
    void starts_its_postgres_again_that_is_killed_and_ends_if_that_does_not_help() {
        try (var server = start(ADMINISTERED)) {
            var tenant = new Provisioning(server.http()).organization("1001", 5, 5);

            postgres().stream().limit(1).forEach(ProcessHandle::destroyForcibly);

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                    server.http().send("GET", WORKFLOWS, tenant.token(), null).status()).isEqualTo(204));
            assertThat(server.stdout()).contains("has ended").contains("PostgreSQL runs again");

            await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100)).until(() -> {
                postgres().stream().limit(1).forEach(ProcessHandle::destroyForcibly);
                return !server.handle().isAlive();
            });
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.stderr().lines()).hasSize(1).first().asString().startsWith("connected-workflow ends: ")
                    .contains("within a minute");
            assertThat(postgres()).isEmpty();
        }
    }

    @Test
    void does_not_start_where_another_one_keeps_its_data() throws IOException {
        try (var first = start(ADMINISTERED)) {
            assertCannotStart(environment(ADMINISTERED), "The data directory " + data.toRealPath() + " is in use");
            assertThat(first.http().send("GET", "/actuator/health/readiness", Map.of(), null).status()).isEqualTo(200);
        }
    }

    @Test
    void does_not_start_at_a_port_that_is_taken() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var settings = environment(ADMINISTERED);
            settings.put("SERVER_PORT", Integer.toString(taken.getLocalPort()));

            assertCannotStart(settings, "port " + taken.getLocalPort() + " is in use");
        }
        assertThat(postgres()).isEmpty();
    }

    @Test
    void does_not_start_with_a_short_secret_of_the_administrator() {
        var settings = environment(ADMINISTERED);
        settings.put("CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET", "fifteen letters");

        assertCannotStart(settings, "CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET is shorter than 16 characters");
        assertThat(postgres()).isEmpty();
    }

    @Test
    void does_not_start_on_a_database_of_its_own_without_an_administrator() {
        var settings = new HashMap<>(ServerProcess.on(TestPostgres.newDatabase()));
        settings.keySet().removeAll(ADMINISTERED.keySet());

        assertCannotStart(settings, "CONNECTED_WORKFLOW_ADMIN_CLIENT_ID and CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET");
    }

    private static void assertCannotStart(Map<String, String> settings, String reason) {
        try (var server = ServerProcess.launch(settings)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.stderr().lines()).hasSize(1).first().asString()
                    .startsWith("connected-workflow cannot start: ").contains(reason).doesNotContain("Exception");
            assertThat(server.stdout()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }
}
