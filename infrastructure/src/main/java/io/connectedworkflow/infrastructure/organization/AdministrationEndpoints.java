package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Wires the endpoints of administrators: of organizations where they are ours, and of clients where they get tokens. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnBooleanProperty(name = "connected-workflow.admin.enabled", matchIfMissing = true)
public class AdministrationEndpoints {

    @Bean
    @ConditionalOnBean(PostgresOrganizations.class)
    Endpoints connectedWorkflowAdministrationEndpoints(PostgresOrganizations organizations, PostgresClients clients) {
        return Endpoints.of(new OrganizationAdminController(organizations, clients));
    }

    @Bean
    @ConditionalOnBean(IssuersClients.class)
    @Conditional(WithAdministrator.class)
    Endpoints connectedWorkflowClientEndpoints(IssuersClients clients) {
        return Endpoints.of(new ClientAdminController(clients));
    }

    /** Where the directory is ours, or else an administrator has been named: nobody else could ask, and the paths may be a host's. */
    static final class WithAdministrator extends AnyNestedCondition {

        WithAdministrator() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        /** Where the directory is ours. */
        @ConditionalOnBean(PostgresOrganizations.class)
        static final class OnDirectory {}

        /** Where an administrator has been named. */
        @ConditionalOnProperty("connected-workflow.admin-client-id")
        static final class OnName {}
    }
}
