package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.Purge;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;

/** Wires the room: whose tokens count, and our own issuer. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

    private static final int REMEMBERED_TOKENS = 100_000;

    @Bean
    RecentlyRead<String, Grant> connectedWorkflowGrants() {
        return new RecentlyRead<>(REMEMBERED_TOKENS, grant -> 1);
    }

    @Bean
    PostgresClients connectedWorkflowClients(Database database, RecentlyRead<String, Grant> grants) {
        return new PostgresClients(database, InstantSource.system(), grants);
    }

    @Bean
    TokenIssuer connectedWorkflowTokenIssuer(PostgresClients clients) {
        return new TokenIssuer(clients);
    }

    @Bean
    Purge connectedWorkflowTokenPurge(PostgresClients clients, ConnectedWorkflowProperties properties) {
        return new Purge("access tokens", clients::purge, properties.tokens().purgeInterval());
    }

    // Not a bean of its own: a host's security must not find it.
    @Bean
    CallerTokens connectedWorkflowCallerTokens(PostgresClients clients, RecentlyRead<String, Grant> grants,
            ConnectedWorkflowProperties properties) {
        AuthenticationManager authentication = new ProviderManager(provider(clients, properties.tokens()));
        return new CallerTokens(authentication, grants, InstantSource.system());
    }

    private static AuthenticationProvider provider(PostgresClients clients,
            ConnectedWorkflowProperties.Tokens tokens) {
        if (tokens.jwkSetUri() != null) {
            return new JwtAuthenticationProvider(NimbusJwtDecoder.withJwkSetUri(tokens.jwkSetUri()).build());
        }
        var introspection = tokens.introspection();
        if (introspection != null) {
            return new OpaqueTokenAuthenticationProvider(SpringOpaqueTokenIntrospector
                    .withIntrospectionUri(introspection.uri()).clientId(introspection.clientId())
                    .clientSecret(introspection.clientSecret()).build());
        }
        return new OpaqueTokenAuthenticationProvider(new PostgresIntrospector(clients));
    }
}
