package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.domain.workflow.Ids;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the room: the migrated database, and the ids that are leased in it. */
@Configuration(proxyBeanMethods = false)
public class PostgresConfiguration {

    @Bean
    Database connectedWorkflowDatabase(DataSource dataSource, PlatformTransactionManager transactionManager,
            ObjectProvider<SchemaOwner> owner) {
        var ownerDataSource = owner.stream().findFirst().map(role -> role.dataSource(dataSource)).orElse(dataSource);
        return Database.migrated(dataSource, transactionManager, new Migrations(ownerDataSource, dataSource));
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
    Ids connectedWorkflowIds(Database database) {
        return new PostgresIds(database, InstantSource.system());
    }
}
