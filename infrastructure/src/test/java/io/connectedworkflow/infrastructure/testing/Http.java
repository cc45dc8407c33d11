package io.connectedworkflow.infrastructure.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of a running server. */
public final class Http {

    /** For tests that build or compare JSON. */
    public static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where the workflows are. */
    public static final String WORKFLOWS = "/crm/v8/settings/connected_workflows";

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;

    /** A client of the server at this address, such as {@code http://localhost:8080}. */
    public Http(String server) {
        this.server = server;
    }

    /** What came back. */
    public record Reply(int status, String body, HttpResponse<byte[]> response) {

        /** The body as JSON. */
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** The first value of a header, null if it is missing. */
        public @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    /** Sends a request with whatever bytes and headers; no Content-Type unless it is among them. */
    public Reply send(String method, String path, Map<String, String> headers, byte @Nullable [] body) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).method(method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            var response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Sends a JSON body, or none, with an access token. */
    public Reply send(String method, String path, String token, @Nullable String body) {
        return send(method, path, Map.of("Authorization", "Zoho-oauthtoken " + token),
                body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a form without a token, as to the token endpoint. */
    public Reply form(String path, String form) {
        return send("POST", path, Map.of("Content-Type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8));
    }
}
