package io.connectedworkflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of a running server. */
public final class Http {

    /** For tests that build or compare JSON. */
    public static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where the workflows are. */
    public static final String WORKFLOWS = "/crm/v8/settings/connected_workflows";

    private static final int LONGEST_SILENCE = 20_000;

    private static final int LARGE_BODY = 1 << 20;

    private final HttpClient client = newClient();
    private final String server;

    /** A client of the server at this address, such as {@code http://localhost:8080}. */
    public Http(String server) {
        this.server = server;
    }

    /** What came back. */
    public record Reply(int status, HttpHeaders headers, byte[] bytes) {

        /** The body as text. */
        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The body as JSON. */
        public JsonNode json() {
            return JSON.readTree(body());
        }

        /** The first value of a header, null if it is missing. */
        public @Nullable String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        /** Fails unless it is this very answer, in the form that all answers of the contract have. */
        public Reply mustBe(Expected expected) {
            var body = body();
            assertThat(status).as("status of %s", body).isEqualTo(expected.status());
            assertThat(header("X-Request-Id")).as("X-Request-Id of %s", body).isNotNull()
                    .matches("[A-Za-z0-9._-]{1,128}");
            if (expected.body() == null) {
                assertThat(body).isEmpty();
                assertThat(headers.allValues("Content-Type")).isEmpty();
            } else {
                assertThat(headers.allValues("Content-Type")).as("Content-Type of %s", body)
                        .containsExactly("application/json;charset=UTF-8");
                assertThat(json()).isEqualTo(expected.body());
            }
            return this;
        }
    }

    /** The server's address. */
    public String server() {
        return server;
    }

    /** Sends a request with whatever bytes and headers; no Content-Type unless it is among them. */
    public Reply send(String method, String path, Map<String, String> headers, byte @Nullable [] body) {
        if (body == null) {
            return publish(client, method, path, headers, BodyPublishers.noBody());
        }
        var publisher = BodyPublishers.ofByteArray(body);
        return body.length < LARGE_BODY
                ? publish(client, method, path, headers, publisher)
                : publishOnce(method, path, headers, publisher);
    }

    /** Sends a JSON body, or none, with an access token. */
    public Reply send(String method, String path, String token, @Nullable String body) {
        return send(method, path, authorization(token), body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes of which nobody knows beforehand how many they are. */
    public Reply sendChunked(String method, String path, Map<String, String> headers, byte[] body) {
        return publishOnce(method, path, headers,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    /** Sends a form without a token, as to the token endpoint. */
    public Reply form(String path, String form) {
        return send("POST", path, Map.of("Content-Type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends lines as they are, which need not be legal HTTP, with an end of the head behind them.
     *
     * @param lines each character is one byte
     */
    public Reply sendLines(String... lines) {
        var address = URI.create(server);
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(LONGEST_SILENCE);
            var head = Arrays.stream(lines).map(line -> line + "\r\n").collect(Collectors.joining())
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return parse(socket.getInputStream().readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The header that carries an access token. */
    public static Map<String, String> authorization(String token) {
        return Map.of("Authorization", "Zoho-oauthtoken " + token);
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    // A server that does not read a body to its end closes the connection, which must not be the next request's.
    private Reply publishOnce(String method, String path, Map<String, String> headers, BodyPublisher body) {
        try (var once = newClient()) {
            return publish(once, method, path, headers, body);
        }
    }

    private Reply publish(HttpClient client, String method, String path, Map<String, String> headers,
            BodyPublisher body) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).method(method, body);
        headers.forEach(request::header);
        try {
            var response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(method + " " + path, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Reply parse(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        assertThat(end).as("end of the head of %s", text).isPositive();
        var lines = text.substring(0, end).split("\r\n");
        var headers = Arrays.stream(lines).skip(1).map(line -> line.split(": ?", 2))
                .collect(Collectors.groupingBy(parts -> parts[0],
                        Collectors.mapping(parts -> parts[1], Collectors.<String>toList())));
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), HttpHeaders.of(headers, (name, value) -> true),
                Arrays.copyOfRange(bytes, end + 4, bytes.length));
    }
}
