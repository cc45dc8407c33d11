package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.security.TokenIssuer;
import io.connectedworkflow.infrastructure.security.TokenIssuer.Denied;
import io.connectedworkflow.infrastructure.security.TokenIssuer.Issued;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The token endpoint (RFC 6749) and the revocation endpoint (RFC 7009), with the answers that clients of the CRM API
 * expect: every error is status 400.
 */
final class TokenController {

    private static final Answer INVALID_REQUEST = denied(new Denied("invalid_request"));

    private final TokenIssuer issuer;
    private final @Nullable String apiDomain;

    TokenController(TokenIssuer issuer, @Nullable String apiDomain) {
        this.issuer = issuer;
        this.apiDomain = apiDomain;
    }

    @Endpoint(scope = Scope.NONE)
    @PostMapping("/oauth/v2/token")
    Answer issue(HttpServletRequest request) {
        return TokenParameters.of(request).map(issuer::issue).map(outcome -> switch (outcome) {
            case Denied denied -> denied(denied);
            case Issued issued -> Answer.ok(body(issued, apiDomain(request)));
        }).orElse(INVALID_REQUEST);
    }

    @Endpoint(scope = Scope.NONE)
    @PostMapping("/oauth/v2/token/revoke")
    Answer revoke(HttpServletRequest request) {
        return TokenParameters.of(request).map(parameters -> issuer.revoke(parameters).map(TokenController::denied)
                .orElseGet(() -> Answer.ok(object("status", "success")))).orElse(INVALID_REQUEST);
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
}
