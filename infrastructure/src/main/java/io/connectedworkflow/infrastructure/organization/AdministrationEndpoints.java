package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the endpoints by which organizations are administered, where they are ours. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnBooleanProperty(name = "connected-workflow.admin.enabled", matchIfMissing = true)
@ConditionalOnBean(PostgresOrganizations.class)
public class AdministrationEndpoints {

    @Bean
    Endpoints connectedWorkflowAdministrationEndpoints(PostgresOrganizations organizations, PostgresClients clients) {
        return Endpoints.of(new OrganizationAdminController(organizations, clients),
                new ClientAdminController(organizations, clients));
    }
}
