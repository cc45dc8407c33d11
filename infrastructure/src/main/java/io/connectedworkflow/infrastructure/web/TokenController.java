package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.security.TokenIssuer;
import io.connectedworkflow.infrastructure.security.TokenIssuer.Denied;
import io.connectedworkflow.infrastructure.security.TokenIssuer.Issued;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The token endpoint (RFC 6749) and the revocation endpoint (RFC 7009), with the answers that clients of the CRM API
 * expect: every error is status 400. Parameters come in the body, in the query string, or, for the client, in HTTP Basic.
 */
final class TokenController {

    private static final int MAXIMUM_BYTES = 64 << 10;
    private static final Map<String, ?> INVALID_REQUEST = Map.of("error", "invalid_request");

    private final TokenIssuer issuer;
    private final @Nullable String apiDomain;

    TokenController(TokenIssuer issuer, @Nullable String apiDomain) {
        this.issuer = issuer;
        this.apiDomain = apiDomain;
    }

    @Needs(Scope.NONE)
    @PostMapping("/oauth/v2/token")
    Answer issue(HttpServletRequest request) {
        var parameters = parameters(request);
        if (parameters == null) {
            return new Answer(400, INVALID_REQUEST);
        }
        return switch (issuer.issue(parameters)) {
            case Denied denied -> denied(denied);
            case Issued issued -> Answer.ok(body(issued, apiDomain(request)));
        };
    }

    @Needs(Scope.NONE)
    @PostMapping("/oauth/v2/token/revoke")
    Answer revoke(HttpServletRequest request) {
        var parameters = parameters(request);
        if (parameters == null) {
            return new Answer(400, INVALID_REQUEST);
        }
        return issuer.revoke(parameters).map(TokenController::denied)
                .orElseGet(() -> Answer.ok(object("status", "success")));
    }

    private static Map<String, @Nullable Object> body(Issued issued, String apiDomain) {
        var body = object("access_token", issued.accessToken());
        if (issued.refreshToken() != null) {
            body.put("refresh_token", issued.refreshToken());
        }
        body.putAll(object("api_domain", apiDomain, "token_type", "Bearer", "expires_in", issued.expiresIn(), "scope",
                String.join(" ", issued.scopes())));
        return body;
    }

    private static Answer denied(Denied denied) {
        return new Answer(400, object("error", denied.error()));
    }

    private String apiDomain(HttpServletRequest request) {
        if (apiDomain != null) {
            return apiDomain;
        }
        var url = request.getRequestURL();
        return url.substring(0, url.length() - request.getRequestURI().length());
    }

    /** Null if they are malformed, or one is given twice. */
    private static @Nullable Map<String, String> parameters(HttpServletRequest request) {
        var parameters = new HashMap<String, String>();
        try {
            var body = new String(BodyReader.bytes(request, MAXIMUM_BYTES), StandardCharsets.UTF_8);
            add(parameters, body);
            add(parameters, request.getQueryString());
            addClient(parameters, request.getHeader("Authorization"));
            return parameters;
        } catch (IllegalArgumentException | RefusedException malformed) {
            return null;
        }
    }

    private static void add(Map<String, String> parameters, @Nullable String form) {
        if (form == null || form.isEmpty()) {
            return;
        }
        for (var pair : form.split("&")) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                put(parameters, decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    // RFC 6749, 2.3.1: id and secret are encoded as in a form before they are joined.
    private static void addClient(Map<String, String> parameters, @Nullable String authorization) {
        if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            var client = new String(Base64.getDecoder().decode(authorization.substring(6).strip()),
                    StandardCharsets.UTF_8);
            var colon = client.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("no colon");
            }
            put(parameters, "client_id", decoded(client.substring(0, colon)));
            put(parameters, "client_secret", decoded(client.substring(colon + 1)));
        }
    }

    private static void put(Map<String, String> parameters, String key, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("U+0000");
        }
        var before = value.isEmpty() ? null : parameters.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            throw new IllegalArgumentException("twice");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
