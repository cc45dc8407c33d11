package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.security.ConditionalOnIssuer;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Wires the administration of clients: wherever our issuer gives them tokens, and beside the directory that is ours. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@Conditional(ClientConfiguration.OnIssuerOrDirectory.class)
public class ClientConfiguration {

    @Bean
    IssuersClients connectedWorkflowOAuthClients(Organizations organizations, PostgresClients clients) {
        return new IssuersClients(ClientUsers.of(organizations), clients);
    }

    /** Where either is ours. */
    static final class OnIssuerOrDirectory extends AnyNestedCondition {

        OnIssuerOrDirectory() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        /** Where our issuer is on. */
        @ConditionalOnIssuer
        static final class OnIssuer {}

        /** Where the directory is ours. */
        @ConditionalOnBean(PostgresOrganizations.class)
        static final class OnDirectory {}
    }
}
