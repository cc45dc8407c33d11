package io.connectedworkflow.server;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refused request costs no connection, unless its end cannot be found. */
class KeepAliveTest {

    private static final RunningServer SERVER = RunningServer.start("--server.tomcat.max-swallow-size=1MB");
    private static final TestOrganization ORGANIZATION = SERVER.admin().organization();
    private static final String HOST = "Host: x\r\n";
    private static final String AUTHORIZED = HOST + "Authorization: Bearer " + ORGANIZATION.token() + "\r\n";
    private static final String LIST = "GET " + WORKFLOWS + " HTTP/1.1\r\n" + AUTHORIZED + "\r\n";
    private static final int MAXIMUM_BODY = 256 << 10;
    private static final int LONGEST_SILENCE = 20_000;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /** One connection, over which requests go and answers come. */
    private static final class Connection implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        Connection() throws IOException {
            var server = URI.create(SERVER.http().server());
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout(LONGEST_SILENCE);
            in = new BufferedInputStream(socket.getInputStream());
        }

        Connection send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Reply reply() throws IOException {
            var head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                var next = in.read();
                assertThat(next).as("what follows %s", head).isNotNegative();
                head.write(next);
            }
            var lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
            var headers = HttpHeaders.of(Arrays.stream(lines).skip(1).map(line -> line.split(": ?", 2))
                    .collect(Collectors.groupingBy(parts -> parts[0],
                            Collectors.mapping(parts -> parts[1], Collectors.<String>toList()))),
                    (name, value) -> true);
            var length = headers.firstValue("Content-Length").map(Integer::valueOf).orElse(0);
            return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, in.readNBytes(length));
        }

        boolean wasClosedWhile(String text) {
            try {
                send(text);
                return isClosed();
            } catch (IOException broken) {
                return true;
            }
        }

        // A server that closes while something is unread resets the connection.
        boolean isClosed() throws IOException {
            try {
                return in.read() < 0;
            } catch (SocketException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String post(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void mustBeKept(Connection connection, Reply reply) throws IOException {
        assertThat(reply.header("Connection")).as(reply.body()).isNull();
        connection.send(LIST).reply().mustBe(Expected.NOTHING);
    }

    private static void mustBeClosed(Connection connection, Reply reply) throws IOException {
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void every_refusal_keeps_the_connection() throws IOException {
        var guest = ORGANIZATION.tokenOf(ORGANIZATION.addUser("Gus Guest", "2"), TestOrganization.ALL);
        try (var connection = new Connection()) {
            var unreadable = connection.send(post(WORKFLOWS, AUTHORIZED, "{")).reply();
            mustBeKept(connection, unreadable.mustBe(Expected.UNREADABLE_BODY));
            var method = connection.send("PATCH " + WORKFLOWS + " HTTP/1.1\r\n" + HOST + "\r\n").reply();
            mustBeKept(connection, method.mustBe(Expected.INVALID_REQUEST_METHOD));
            var nobody = connection.send("GET " + WORKFLOWS + " HTTP/1.1\r\n" + HOST + "\r\n").reply();
            mustBeKept(connection, nobody.mustBe(Expected.AUTHENTICATION_FAILURE));
            var forbidden = connection.send("GET " + WORKFLOWS + " HTTP/1.1\r\n" + HOST + "Authorization: Bearer "
                    + guest + "\r\n\r\n").reply();
            mustBeKept(connection, forbidden.mustBe(Expected.NO_PERMISSION));
            var unknown = connection.send("GET /crm/v8/nothing HTTP/1.1\r\n" + HOST + "\r\n").reply();
            mustBeKept(connection, unknown.mustBe(Expected.INVALID_URL_PATTERN));
            var id = connection.send("DELETE " + WORKFLOWS + "/1 HTTP/1.1\r\n" + AUTHORIZED + "\r\n").reply();
            mustBeKept(connection, id.mustBe(Expected.UNKNOWN_WORKFLOW));
            var grant = connection.send(post("/oauth/v2/token", HOST, "grant_type=none")).reply();
            assertThat(grant.status()).isEqualTo(400);
            mustBeKept(connection, grant);
        }
    }

    @Test
    void head_is_refused_without_a_body_and_keeps_the_connection() throws IOException {
        try (var connection = new Connection()) {
            // The length is that of a body that does not come.
            connection.send("HEAD " + WORKFLOWS + " HTTP/1.1\r\n" + AUTHORIZED + "\r\n" + LIST);
            var head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                head.write(connection.in.read());
            }
            assertThat(head.toString(StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 400 ")
                    .doesNotContain("Connection:");
            connection.reply().mustBe(Expected.NOTHING);
        }
    }

    @Test
    void requests_that_were_sent_behind_a_refused_one_are_answered() throws IOException {
        var bad = post(WORKFLOWS, AUTHORIZED, "{");
        try (var connection = new Connection()) {
            connection.send(bad + LIST + bad + bad + LIST);
            connection.reply().mustBe(Expected.UNREADABLE_BODY);
            connection.reply().mustBe(Expected.NOTHING);
            connection.reply().mustBe(Expected.UNREADABLE_BODY);
            connection.reply().mustBe(Expected.UNREADABLE_BODY);
            connection.reply().mustBe(Expected.NOTHING);
        }
    }

    @Test
    void a_fault_keeps_the_connection() throws IOException {
        var table = "connected_workflow.workflow_view";
        var owner = SERVER.database().asOwner();
        try (var connection = new Connection()) {
            owner.execute("alter table %s rename to workflow_view_away".formatted(table));
            Reply fault;
            try {
                fault = connection.send(LIST).reply();
            } finally {
                owner.execute("alter table connected_workflow.workflow_view_away rename to workflow_view");
            }
            mustBeKept(connection, fault.mustBe(Expected.INTERNAL_ERROR));
        }
    }

    @Test
    void a_body_that_nobody_reads_is_passed_over() throws IOException {
        var large = "x".repeat(MAXIMUM_BODY + 1);
        try (var connection = new Connection()) {
            var tooLarge = connection.send(post(WORKFLOWS, AUTHORIZED, large)).reply();
            mustBeKept(connection, tooLarge.mustBe(Expected.BODY_TOO_LARGE));
            var method = connection.send(post(WORKFLOWS + "/1", AUTHORIZED, large)).reply();
            mustBeKept(connection, method.mustBe(Expected.INVALID_REQUEST_METHOD));
            var chunked = connection.send("POST " + WORKFLOWS + "/1 HTTP/1.1\r\n" + AUTHORIZED
                    + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n").reply();
            mustBeKept(connection, chunked.mustBe(Expected.INVALID_REQUEST_METHOD));
        }
    }

    @Test
    void a_body_that_is_too_large_to_be_passed_over_closes_the_connection() throws IOException {
        try (var connection = new Connection()) {
            var reply = connection.send("POST " + WORKFLOWS + " HTTP/1.1\r\n" + AUTHORIZED
                    + "Content-Length: 9999999\r\n\r\n").reply();
            assertThat(connection.wasClosedWhile("x".repeat(9_999_999))).isTrue();
            assertThat(reply.mustBe(Expected.BODY_TOO_LARGE).header("Connection")).isEqualTo("close");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}xx\r\n0\r\n\r\n"})
    void a_body_whose_end_cannot_be_found_closes_the_connection(String body) throws IOException {
        try (var connection = new Connection()) {
            var reply = connection.send("POST " + WORKFLOWS + " HTTP/1.1\r\n" + AUTHORIZED
                    + "Transfer-Encoding: chunked\r\n\r\n" + body + LIST).reply();
            assertThat(reply.status()).isEqualTo(400);
            mustBeClosed(connection, reply);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET [ HTTP/1.1,'',400", "GE(T / HTTP/1.1,'',400", "GET / HTTP/1.1,Content-Length: x,400",
        "GET / HTTP/1.1,Transfer-Encoding: x,501", "GET / HTTP/9.9,'',505"})
    void a_request_that_is_no_request_closes_the_connection(String line, String header, int status)
            throws IOException {
        try (var connection = new Connection()) {
            var reply = connection
                    .send(line + "\r\n" + HOST + (header.isEmpty() ? "" : header + "\r\n") + "\r\n" + LIST).reply();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void a_client_that_waits_to_be_asked_for_its_body_is_not_taken_to_have_sent_it() throws IOException {
        try (var connection = new Connection()) {
            connection.send("POST " + WORKFLOWS + "/1 HTTP/1.1\r\n" + AUTHORIZED
                    + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(connection.reply().status()).isEqualTo(100);
            var reply = connection.reply();
            mustBeClosed(connection, reply.mustBe(Expected.INVALID_REQUEST_METHOD));
        }
    }

    @Test
    void a_client_that_wants_no_more_is_let_go() throws IOException {
        try (var connection = new Connection()) {
            var reply = connection.send(post(WORKFLOWS, AUTHORIZED + "Connection: close\r\n", "{")).reply();
            mustBeClosed(connection, reply.mustBe(Expected.UNREADABLE_BODY));
        }
    }

    @Test
    void a_client_of_http_1_0_keeps_its_connection_if_it_asks_for_it() throws IOException {
        var request = post(WORKFLOWS, AUTHORIZED + "Connection: keep-alive\r\n", "{").replace("HTTP/1.1", "HTTP/1.0");
        try (var connection = new Connection()) {
            var reply = connection.send(request).reply().mustBe(Expected.UNREADABLE_BODY);
            assertThat(reply.header("Connection")).isEqualTo("keep-alive");
            connection.send(LIST).reply().mustBe(Expected.NOTHING);
        }
        try (var connection = new Connection()) {
            var reply = connection.send(request.replace("Connection: keep-alive\r\n", "")).reply();
            mustBeClosed(connection, reply.mustBe(Expected.UNREADABLE_BODY));
        }
    }

    @Test
    void many_refusals_take_one_connection() throws IOException {
        try (var connection = new Connection()) {
            for (var i = 0; i < 99; i++) {
                connection.send(post(WORKFLOWS, AUTHORIZED, "[" + i + "]")).reply().mustBe(Expected.UNREADABLE_BODY);
            }
        }
    }
}
