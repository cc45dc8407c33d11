package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the migrated database, and of the ids that are leased in it. */
@Configuration(proxyBeanMethods = false)
public class PostgresConfiguration {

    /** The owner of the schema that is named, where one is. */
    @Configuration(proxyBeanMethods = false)
    static class Owner {

        @Bean
        @ConditionalOnProperty("connected-workflow.migration.username")
        SchemaOwner connectedWorkflowSchemaOwner(ConnectedWorkflowProperties properties) {
            var migration = properties.migration();
            return new SchemaOwner(Objects.requireNonNull(migration.username()),
                    Objects.requireNonNullElse(migration.password(), ""));
        }
    }

    @Bean
    Database connectedWorkflowDatabase(ListableBeanFactory beans, ConnectedWorkflowProperties properties,
            ObjectProvider<SchemaOwner> owner) {
        var chosen = ChosenDataSource.of(beans, properties.dataSource(), properties.transactionManager());
        return Database.migrated(chosen.dataSource(), chosen.transactionManager(), Migrations.of(chosen.dataSource(),
                owner.stream().findFirst(), properties.migration().enabled()));
    }

    @Bean
    IdempotencyKeys connectedWorkflowIdempotencyKeys(Database database) {
        return new IdempotencyKeys(database);
    }

    @Bean
    Purge connectedWorkflowIdempotencyPurge(IdempotencyKeys keys) {
        return new Purge("idempotency keys", keys::purge, Duration.ofMinutes(10));
    }

    @Bean
    @ConditionalOnMissingBean
    Ids connectedWorkflowIds(Database database) {
        return new PostgresIds(database, InstantSource.system());
    }

    /** Where it is asked for, as by the server: a host's health is its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class WithHealth {

        @Bean
        @ConditionalOnBooleanProperty("management.health.connectedworkflow.enabled")
        HealthIndicator connectedWorkflowHealthIndicator(Database database) {
            return new WritableHealth(database, System::nanoTime);
        }
    }
}
