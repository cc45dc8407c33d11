package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the room: the directory and its administration. */
@Configuration(proxyBeanMethods = false)
public class OrganizationConfiguration {

    @Bean
    PostgresOrganizations connectedWorkflowOrganizations(Database database,
            Function<Edition, EditionLimits> connectedWorkflowEditionLimits) {
        return new PostgresOrganizations(database, connectedWorkflowEditionLimits);
    }

    @Bean
    OrganizationAdminController connectedWorkflowOrganizationAdminController(PostgresOrganizations organizations,
            PostgresClients clients) {
        return new OrganizationAdminController(organizations, clients);
    }

    @Bean
    LimitsController connectedWorkflowLimitsController(ConnectedWorkflows workflows) {
        return new LimitsController(workflows);
    }

    @Bean
    ClientAdminController connectedWorkflowClientAdminController(PostgresOrganizations organizations,
            PostgresClients clients) {
        return new ClientAdminController(organizations, clients);
    }
}
