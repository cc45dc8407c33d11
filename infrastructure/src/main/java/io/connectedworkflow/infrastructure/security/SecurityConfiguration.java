package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties.Tokens;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** Beans of the clients, and of whose tokens count. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class SecurityConfiguration {

    static final String CALLERS = "connectedWorkflowCallerTokens";

    private static final int REMEMBERED_TOKENS = 100_000;
    private static final String RESOURCE_SERVER = "org.springframework.security.oauth2.server.resource.InvalidBearerTokenException";
    private static final String JOSE = "org.springframework.security.oauth2.jwt.NimbusJwtDecoder";

    @Bean
    RecentlyRead<String, Grant> connectedWorkflowGrants() {
        return new RecentlyRead<>(REMEMBERED_TOKENS, grant -> 1);
    }

    @Bean
    PostgresClients connectedWorkflowClients(Database database, RecentlyRead<String, Grant> grants) {
        return new PostgresClients(database, InstantSource.system(), grants);
    }

    @Bean(CALLERS)
    @ConditionalOnMissingBean(RequestCallers.class)
    CallerTokens connectedWorkflowCallerTokens(PostgresClients clients, RecentlyRead<String, Grant> grants,
            ObjectProvider<TokenIssuer> issuer, ConnectedWorkflowProperties properties) {
        return new CallerTokens(issuer(clients, issuer.stream().findFirst().isPresent(), properties.tokens()), grants,
                InstantSource.system());
    }

    private static Function<String, @Nullable Grant> issuer(PostgresClients clients, boolean ours, Tokens tokens) {
        var jwkSetUri = tokens.jwkSetUri();
        var introspection = tokens.introspection();
        if (jwkSetUri != null && introspection != null) {
            throw new CannotStartException("connected-workflow.tokens.jwk-set-uri and "
                    + "connected-workflow.tokens.introspection.uri are both set, and one of them can say whose tokens count");
        }
        if (jwkSetUri != null) {
            require("tokens.jwk-set-uri", "oauth2-resource-server", RESOURCE_SERVER);
            require("tokens.jwk-set-uri", "oauth2-jose", JOSE);
            return OtherIssuer.of(jwkSetUri);
        }
        if (introspection != null) {
            require("tokens.introspection.uri", "oauth2-resource-server", RESOURCE_SERVER);
            return OtherIssuer.of(introspection);
        }
        if (!ours) {
            throw new CannotStartException("connected-workflow.issuer.enabled is false, and nothing says whose tokens "
                    + "count: set connected-workflow.tokens.jwk-set-uri or connected-workflow.tokens.introspection.uri, "
                    + "declare a bean of type RequestCallers, or set connected-workflow.rest.enabled=false");
        }
        return token -> clients.find(Secrets.hash(token)).orElse(null);
    }

    private static void require(String property, String library, String type) {
        if (!ClassUtils.isPresent(type, SecurityConfiguration.class.getClassLoader())) {
            throw new CannotStartException(
                    "connected-workflow.%s is set, which needs org.springframework.security:spring-security-%s on the class path"
                            .formatted(property, library));
        }
    }
}
