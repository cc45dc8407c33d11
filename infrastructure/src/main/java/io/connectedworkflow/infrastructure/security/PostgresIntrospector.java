package io.connectedworkflow.infrastructure.security;

import java.util.HashMap;
import java.util.List;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/** Answers for the tokens of our own issuer what an introspection endpoint (RFC 7662) would answer. */
public final class PostgresIntrospector implements OpaqueTokenIntrospector {

    private final PostgresClients clients;

    /** An introspector of the clients' tokens. */
    public PostgresIntrospector(PostgresClients clients) {
        this.clients = clients;
    }

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        var grant = clients.find(Secrets.hash(token))
                .orElseThrow(() -> new BadOpaqueTokenException("The token is not active"));
        var claims = new HashMap<String, Object>();
        claims.put("active", true);
        claims.put("exp", grant.expiresAt());
        claims.put("scope", List.copyOf(grant.scopes()));
        if (grant.actor() != null) {
            claims.put("org_id", grant.actor().organization());
            claims.put("sub", grant.actor().user());
        }
        return new DefaultOAuth2AuthenticatedPrincipal(claims, AuthorityUtils.NO_AUTHORITIES);
    }
}
