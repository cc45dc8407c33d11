package io.connectedworkflow.infrastructure.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariDataSource;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.TestPostgres;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** A log that is larger than memory is streamed to clients of any pace, and to those that go away. */
class StreamTest {

    private static final String EVENTS = "/audit/v1/events";
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final int COUNT = 50_000;
    private static final int LENGTH = 5000;
    /** More than there are connections to the database. */
    private static final int CLIENTS = 20;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start("--server.tomcat.connection-timeout=5s");
        ManyEvents.append(server.database().asOwner(), "1001", COUNT, 100, 3, LENGTH);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A client that has begun to read a stream, and takes no more of it until it is asked to. */
    private static Socket begin() throws IOException {
        return begin(server.http(), server.admin().token());
    }

    private static Socket begin(Http http, String token) throws IOException {
        var address = URI.create(http.server());
        var socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout((int) LONG_ENOUGH.toMillis());
        socket.getOutputStream().write(("GET " + EVENTS + " HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\n"
                + "Authorization: Bearer " + token + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private static int connectionsInUse() {
        return server.context().getBean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections();
    }

    private static long clients() {
        var web = (TomcatWebServer) Objects
                .requireNonNull(((WebServerApplicationContext) server.context()).getWebServer());
        return ((AbstractProtocol<?>) web.getTomcat().getConnector().getProtocolHandler()).getConnectionCount();
    }

    private static void awaitNoConnectionInUse() {
        await().atMost(LONG_ENOUGH).during(Duration.ofMillis(500)).until(() -> connectionsInUse() == 0);
    }

    @Test
    void a_server_streams_more_than_its_memory_and_stops_while_it_does() throws IOException, InterruptedException {
        var place = TestPostgres.newDatabase();
        var environment = new HashMap<>(ServerProcess.on(place));
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx128m");
        try (var small = ServerProcess.start(environment); var client = HttpClient.newHttpClient()) {
            ManyEvents.append(place.asOwner(), "1001", COUNT, 100, 3, LENGTH);
            var token = new Provisioning(small.http()).token();
            var response = client.send(HttpRequest.newBuilder(URI.create(small.http().server() + EVENTS))
                    .header("Accept", "application/x-ndjson").header("Authorization", "Bearer " + token).build(),
                    BodyHandlers.ofLines());
            var last = new long[2];
            var bytes = response.body().mapToLong(line -> {
                if (last[0]++ % 1000 == 0) {
                    var position = Http.JSON.readTree(line).get("position").asLong();
                    assertThat(position).isGreaterThan(last[1]);
                    last[1] = position;
                }
                return line.length() + 1L;
            }).sum();
            assertThat(last[0]).isEqualTo(COUNT);
            try (var stalled = begin(small.http(), token)) {
                small.terminate();
                assertThat(small.endsWithin(Duration.ofSeconds(8))).isTrue();
                assertThat(stalled.isClosed()).isFalse();
            }
            assertThat(bytes).isGreaterThan((long) COUNT * LENGTH).isGreaterThan(240L << 20);
        }
    }

    @Test
    void clients_that_do_not_read_hold_up_nobody() throws IOException {
        var organization = server.admin().organization();
        var sockets = new ArrayList<Socket>();
        try {
            for (var i = 0; i < CLIENTS; i++) {
                sockets.add(begin());
            }
            awaitNoConnectionInUse();
            organization.create("a", "Contacts");
            assertThat(server.http().send("GET", EVENTS + "?page_size=1", server.admin().token(), null).status())
                    .isEqualTo(200);
        } finally {
            close(sockets);
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void a_client_that_goes_away_ends_its_request() throws IOException {
        var before = clients();
        var sockets = new ArrayList<Socket>();
        for (var i = 0; i < CLIENTS; i++) {
            sockets.add(begin());
        }
        close(sockets);
        await().atMost(LONG_ENOUGH).until(() -> clients() <= before);
        awaitNoConnectionInUse();
    }

    @Test
    void a_client_that_takes_nothing_for_long_is_let_go() throws IOException {
        var before = clients();
        try (var socket = begin()) {
            await().atMost(LONG_ENOUGH).until(() -> clients() <= before);
            assertThat(socket.isClosed()).isFalse();
        }
        awaitNoConnectionInUse();
    }

    @Test
    void what_fails_half_way_does_not_look_complete() throws IOException {
        var owner = server.database().asOwner();
        // What is provoked here would only frighten whoever reads the build's output.
        var console = ROOT.getAppender("CONSOLE");
        ROOT.detachAppender(console);
        try (var socket = begin()) {
            awaitNoConnectionInUse();
            owner.execute("alter table connected_workflow.domain_event rename to domain_event_away");
            assertThat(endOf(socket)).doesNotEndWith("\r\n0\r\n\r\n").doesNotContain("INTERNAL_ERROR");
        } finally {
            owner.execute("alter table connected_workflow.domain_event_away rename to domain_event");
            ROOT.addAppender(console);
        }
        awaitNoConnectionInUse();
    }

    @Test
    void what_is_complete_looks_complete() throws IOException {
        try (var socket = begin()) {
            assertThat(endOf(socket)).endsWith("}\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void a_page_of_large_events_is_cut_short() {
        ManyEvents.append(server.database().asOwner(), "1002", 12, 100, 3, 1 << 20);
        var pages = new ArrayList<Integer>();
        var token = "";
        do {
            var page = server.http().send("GET", EVENTS + "?organization=1002" + token, server.admin().token(), null)
                    .json();
            pages.add(page.get("events").size());
            token = page.at("/info/more_records").asBoolean()
                    ? "&page_token=" + page.at("/info/next_page_token").asString()
                    : "";
        } while (!token.isEmpty());
        assertThat(pages).containsExactly(4, 4, 4);
    }

    private static String endOf(Socket socket) throws IOException {
        var buffer = new byte[1 << 16];
        var end = new StringBuilder();
        try {
            for (var read = socket.getInputStream().read(buffer); read >= 0; read = socket.getInputStream()
                    .read(buffer)) {
                end.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
                end.delete(0, Math.max(0, end.length() - 1000));
            }
        } catch (IOException reset) {
            end.append(reset.getMessage());
        }
        return end.toString();
    }
}
