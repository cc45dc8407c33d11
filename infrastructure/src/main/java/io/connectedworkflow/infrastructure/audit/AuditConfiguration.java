package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.AsyncConnectedWorkflows;
import io.connectedworkflow.application.audit.EventAudit;
import io.connectedworkflow.application.audit.EventHistory;
import io.connectedworkflow.application.audit.ReadModelRebuild;
import io.connectedworkflow.application.audit.RefusalAudit;
import io.connectedworkflow.application.audit.WorkflowAsOf;
import io.connectedworkflow.application.audit.WorkflowRestore;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.eventstore.PrivateAxon;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.Purge;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the room: the past, rebuilding, and when it happens by itself; and what auditors can ask for. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(AuditConfiguration.class);
    private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

    @Bean
    EventHistory connectedWorkflowEventHistory(Database database, PrivateAxon axon) {
        return new EventStoreHistory(database, axon.storedEvents());
    }

    @Bean
    ReadModelRebuild connectedWorkflowReadModelRebuild(Database database, EventHistory history) {
        return new ReadModelRebuild(history, new PostgresReadModels(database));
    }

    @Bean
    WorkflowAsOf connectedWorkflowAsOf(EventHistory history, Organizations organizations) {
        return new WorkflowAsOf(history, organizations);
    }

    @Bean
    WorkflowRestore connectedWorkflowRestore(WorkflowAsOf past, Messages messages, Organizations organizations) {
        return new WorkflowRestore(past, messages, organizations);
    }

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

    // Its executor is not a bean of its own: a host's would not be made any more.
    @Bean
    @ConditionalOnMissingBean
    AsyncConnectedWorkflows connectedWorkflowsAsync(ConnectedWorkflows workflows, WorkflowAsOf past,
            WorkflowRestore restore, ConnectedWorkflowProperties properties) {
        return new AsyncConnectedWorkflows(workflows, past, restore,
                Executors.newFixedThreadPool(properties.async().threads(),
                        Thread.ofVirtual().name("connected-workflow-async-", 0).factory()));
    }

    @Bean
    Purge connectedWorkflowRefusalPurge(Database database, ConnectedWorkflowProperties properties) {
        var refusals = new PostgresRefusals(database);
        var retention = properties.audit().refusals().retention();
        return new Purge("refused requests", () -> refusals.purge(retention), PURGE_INTERVAL);
    }

    // Before the web server takes its first request.
    @Bean
    SmartInitializingSingleton connectedWorkflowRebuildAtStart(ReadModelRebuild rebuild, PostgresEventLog log,
            ConnectedWorkflowProperties properties) {
        return () -> {
            var needed = rebuild.isNeeded();
            if (!needed && !properties.rebuildViews()) {
                return;
            }
            var rebuilt = rebuild.rebuild();
            if (log.isEmpty()) {
                return;
            }
            if (needed || rebuilt.same()) {
                LOG.info("Rebuilt views and register from the events; {}",
                        rebuilt.same() ? "nothing changed" : "they changed");
            } else {
                LOG.warn("Views and register did not agree with the events; they were rebuilt");
            }
            if (!rebuilt.stood().isEmpty()) {
                LOG.warn(
                        "Views and register of these workflows were left as they are, since a newer version wrote events "
                                + "of them that this version cannot read: {}",
                        String.join(", ", rebuilt.stood()));
            }
        };
    }
}
