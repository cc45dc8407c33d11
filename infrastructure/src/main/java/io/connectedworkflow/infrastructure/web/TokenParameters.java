package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.TooBusy;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.security.TokenIssuer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/**
 * The parameters of a request for a token, or to revoke one: those of its body, of its query string and, for the client, of
 * HTTP Basic. A body is a form, {@code multipart/form-data} (as the CRM's SDKs send it), or a JSON object of strings.
 */
final class TokenParameters {

    private static final int MAXIMUM_BYTES = 64 << 10;

    private final Map<String, String> values = new HashMap<>();

    private TokenParameters() {}

    /**
     * The parameters that are not empty, unless the request is malformed, is longer than 64 KiB, or gives one twice with
     * different values. Refused with {@link TooBusy} while too much is read already.
     */
    static Optional<Map<String, String>> of(HttpServletRequest request) {
        var parameters = new TokenParameters();
        try {
            parameters.addBody(request, BodyReader.bytes(request, MAXIMUM_BYTES));
            parameters.addForm(request.getQueryString());
            parameters.addClient(request.getHeader("Authorization"));
            return Optional.of(parameters.values);
        } catch (RefusedException refused) {
            if (refused.refusal() instanceof TooBusy) {
                throw refused;
            }
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String contentType(HttpServletRequest request) {
        var ours = WebUtils.getNativeRequest(request, AdmittedRequest.class);
        var declared = ours == null ? null : ours.declaredContentType();
        return declared == null ? "" : declared;
    }

    // Whoever does not say multipart or JSON means a form: curl and others are not careful with this header.
    private void addBody(HttpServletRequest request, byte[] body) {
        var contentType = contentType(request);
        switch (contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "multipart/form-data" -> addParts(body, contentType);
            case AdmittedRequest.JSON -> addObject(request, body);
            default -> addForm(new String(body, StandardCharsets.UTF_8));
        }
    }

    private void addForm(@Nullable String form) {
        if (form == null || form.isEmpty()) {
            return;
        }
        for (var pair : form.split("&")) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    private void addParts(byte[] body, String contentType) {
        if (body.length == 0) {
            return;
        }
        for (var field : Multipart.read(body, HeaderValue.of(contentType).parameters().get("boundary"))) {
            putIfText(field.name(), field.file() ? null : field.value());
        }
    }

    private void addObject(HttpServletRequest request, byte[] body) {
        if (body.length == 0) {
            return;
        }
        if (!(BodyReader.json(request, body) instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("not an object");
        }
        object.forEach((key, value) -> {
            if (value != null) {
                putIfText((String) key, value instanceof String text ? text : null);
            }
        });
    }

    // RFC 6749, 2.3.1: id and secret are encoded as in a form before they are joined.
    private void addClient(@Nullable String authorization) {
        if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            var client = new String(Base64.getDecoder().decode(authorization.substring(6).strip()),
                    StandardCharsets.UTF_8);
            var colon = client.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("no colon");
            }
            put("client_id", decoded(client.substring(0, colon)));
            put("client_secret", decoded(client.substring(colon + 1)));
        }
    }

    // What is not a text counts for as much as anything else under a name that nobody asks for.
    private void putIfText(String key, @Nullable String value) {
        if (value != null) {
            put(key, value);
        } else if (TokenIssuer.PARAMETERS.contains(key)) {
            throw new IllegalArgumentException("not a text");
        }
    }

    private void put(String key, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("U+0000");
        }
        var before = value.isEmpty() ? null : values.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            throw new IllegalArgumentException("twice");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
