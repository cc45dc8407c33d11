package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties.Introspection;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;

/**
 * Says what the tokens of another issuer than ours stand for, by Spring Security's resource server. An application that
 * embeds us has it on its class path only if it wants it: with it, Boot makes no user for a login any more.
 */
final class OtherIssuer implements Function<String, @Nullable Grant> {

    private final AuthenticationProvider provider;

    private OtherIssuer(AuthenticationProvider provider) {
        this.provider = provider;
    }

    /** One whose tokens are JWTs, verified by the keys that are there. */
    static OtherIssuer of(String jwkSetUri) {
        return new OtherIssuer(new JwtAuthenticationProvider(NimbusJwtDecoder.withJwkSetUri(jwkSetUri).build()));
    }

    /** One that is asked about each token. */
    static OtherIssuer of(Introspection introspection) {
        return new OtherIssuer(new OpaqueTokenAuthenticationProvider(SpringOpaqueTokenIntrospector
                .withIntrospectionUri(introspection.uri()).clientId(introspection.clientId())
                .clientSecret(introspection.clientSecret()).build()));
    }

    @Override
    public @Nullable Grant apply(String token) {
        try {
            var authentication = provider.authenticate(new BearerTokenAuthenticationToken(token));
            return switch (authentication == null ? null : authentication.getPrincipal()) {
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
        return Scope.normalized(claim instanceof Collection<?> list
                ? list.stream().map(Object::toString).toList()
                : Scope.split(claim == null ? "" : claim.toString()));
    }
}
