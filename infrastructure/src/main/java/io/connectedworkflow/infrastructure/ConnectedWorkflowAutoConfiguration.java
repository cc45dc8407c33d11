package io.connectedworkflow.infrastructure;

import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.infrastructure.audit.AuditConfiguration;
import io.connectedworkflow.infrastructure.audit.ChainConfiguration;
import io.connectedworkflow.infrastructure.audit.ReplayConfiguration;
import io.connectedworkflow.infrastructure.organization.OrganizationConfiguration;
import io.connectedworkflow.infrastructure.postgres.PostgresConfiguration;
import io.connectedworkflow.infrastructure.postgres.SchemaOwner;
import io.connectedworkflow.infrastructure.rule.RuleConfiguration;
import io.connectedworkflow.infrastructure.security.SecurityConfiguration;
import io.connectedworkflow.infrastructure.web.WebConfiguration;
import io.connectedworkflow.infrastructure.workflow.WorkflowConfiguration;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * What an application gets that has us on its class path, and a PostgreSQL data source. It comes after Boot's own web
 * security, which would otherwise take our filter chain for the application's.
 */
@AutoConfiguration(after = {DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class, WebMvcAutoConfiguration.class})
@EnableConfigurationProperties(ConnectedWorkflowProperties.class)
@Import({PostgresConfiguration.class, SecurityConfiguration.class, OrganizationConfiguration.class,
    WorkflowConfiguration.class, RuleConfiguration.class, AuditConfiguration.class, ReplayConfiguration.class,
    ChainConfiguration.class, WebConfiguration.class})
public class ConnectedWorkflowAutoConfiguration {

    @Bean
    Function<Edition, EditionLimits> connectedWorkflowEditionLimits(ConnectedWorkflowProperties properties) {
        return properties::limits;
    }

    @Bean
    @ConditionalOnProperty("connected-workflow.migration.username")
    SchemaOwner connectedWorkflowSchemaOwner(ConnectedWorkflowProperties properties) {
        var migration = Objects.requireNonNull(properties.migration());
        return new SchemaOwner(migration.username(), migration.password());
    }
}
