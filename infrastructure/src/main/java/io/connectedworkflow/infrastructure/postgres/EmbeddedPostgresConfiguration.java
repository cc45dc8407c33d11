package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.postgres.EmbeddedPostgres;
import io.connectedworkflow.postgres.EmbeddedPostgresException;
import java.sql.SQLException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Runs a PostgreSQL of our own where no data source is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDataSourceConfigured.class)
public class EmbeddedPostgresConfiguration {

    private static final String LIBRARY = "io.connectedworkflow.postgres.EmbeddedPostgres";

    /** Without the module that can. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(LIBRARY)
    static class Missing {

        @Bean
        JdbcConnectionDetails connectedWorkflowConnectionDetails() {
            throw new CannotStartException("connected-workflow.embedded-postgres.enabled is true, which needs "
                    + "io.connectedworkflow:connected-workflow-embedded-postgres on the class path");
        }
    }

    /** With it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = LIBRARY)
    static class Running {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres connectedWorkflowEmbeddedPostgres(ConnectedWorkflowProperties properties,
                ApplicationEventPublisher events) throws SQLException {
            try {
                var postgres = EmbeddedPostgres.start(properties.dataDir(),
                        reason -> events.publishEvent(new EmbeddedPostgresLost(reason)));
                if (properties.embeddedPostgres().shared()) {
                    postgres.share();
                }
                return postgres;
            } catch (EmbeddedPostgresException failure) {
                throw new CannotStartException(String.valueOf(failure.getMessage()), failure);
            }
        }

        @Bean
        KeptSecrets connectedWorkflowKeptSecrets(EmbeddedPostgres postgres) {
            return postgres::secret;
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
}
