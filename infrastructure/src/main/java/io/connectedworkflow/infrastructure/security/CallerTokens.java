package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.CredentialsMissing;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Reads an Authorization header into what its token stands for, whoever issued the token. */
public final class CallerTokens implements RequestCallers {

    // A token's characters are those of RFC 6750, 2.1.
    private static final Pattern HEADER = Pattern.compile("(?:Zoho-oauthtoken|Bearer) +([A-Za-z0-9\\-._~+/]+=*)",
            Pattern.CASE_INSENSITIVE);

    private final AuthenticationManager authentication;
    private final RecentlyRead<String, Grant> grants;
    private final InstantSource clock;

    /**
     * Asks the given manager, and remembers what it said as long as {@code grants} does.
     */
    public CallerTokens(AuthenticationManager authentication, RecentlyRead<String, Grant> grants,
            InstantSource clock) {
        this.authentication = authentication;
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * What the token in the request's only Authorization header stands for. Refused with {@link CredentialsMissing} if
     * there is none, or it is not a scheme of ours and a token, and with {@link CallerUnknown} if the token is unknown, expired or
     * revoked.
     */
    @Override
    public Grant grant(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() != 1) {
            throw new CredentialsMissing().asException();
        }
        return grant(headers.getFirst());
    }

    private Grant grant(String header) {
        var matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new CredentialsMissing().asException();
        }
        var grant = grants.get(Objects.requireNonNull(matcher.group(1)), this::read);
        if (grant == null || !clock.instant().isBefore(grant.expiresAt())) {
            throw new CallerUnknown().asException();
        }
        return grant;
    }

    private @Nullable Grant read(String token) {
        try {
            var principal = authentication.authenticate(new BearerTokenAuthenticationToken(token)).getPrincipal();
            return switch (principal) {
                case OAuth2AuthenticatedPrincipal opaque -> grant(opaque.getAttributes());
                case Jwt jwt -> grant(jwt.getClaims());
                case null, default -> null;
            };
        } catch (InvalidBearerTokenException unknown) {
            return null;
        }
    }

    private static @Nullable Grant grant(Map<String, Object> claims) {
        if (!(claims.get("exp") instanceof Instant expiresAt)) {
            return null;
        }
        var organization = claims.get("org_id");
        var user = claims.get("sub");
        var actor = organization == null || user == null ? null : new Actor(organization.toString(), user.toString());
        return new Grant(actor, scopes(claims.get("scope")), expiresAt);
    }

    private static Set<String> scopes(@Nullable Object claim) {
        var names = claim instanceof Collection<?> list
                ? list.stream().map(Object::toString).toList()
                : Scope.split(claim == null ? "" : claim.toString());
        return names.stream().map(Scope::normalized).collect(Collectors.toUnmodifiableSet());
    }
}
