package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
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
    Endpoints connectedWorkflowClientEndpoints(IssuersClients clients) {
        return Endpoints.of(new ClientAdminController(clients));
    }
}
