package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.EventAudit;
import io.connectedworkflow.application.audit.RefusalAudit;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.Purge;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log, and the record of what was refused, which is purged. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {

    private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

    @Bean
    PostgresEventLog connectedWorkflowEventLog(Database database) {
        return new PostgresEventLog(database);
    }

    @Bean
    EventAudit connectedWorkflowEventAudit(PostgresEventLog log) {
        return new EventAudit(log);
    }

    @Bean
    RefusalAudit connectedWorkflowRefusalAudit(Database database) {
        return new RefusalAudit(new PostgresRefusals(database));
    }

    @Bean
    Purge connectedWorkflowRefusalPurge(Database database, ConnectedWorkflowProperties properties) {
        var refusals = new PostgresRefusals(database);
        var retention = properties.audit().refusals().retention();
        return new Purge("refused requests", () -> refusals.purge(retention), PURGE_INTERVAL);
    }
}
