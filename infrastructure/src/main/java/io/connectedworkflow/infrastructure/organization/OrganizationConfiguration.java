package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.postgres.Database;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the directory, unless the application has one of its own. */
@Configuration(proxyBeanMethods = false)
public class OrganizationConfiguration {

    @Bean
    @ConditionalOnMissingBean(Organizations.class)
    PostgresOrganizations connectedWorkflowOrganizations(Database database,
            ConnectedWorkflowProperties properties) {
        return new PostgresOrganizations(database, properties::limits);
    }
}
