package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.ReadModelRebuild;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.eventstore.OurAxon;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.util.Objects;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the room: rebuilding, and when it happens by itself. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(AuditConfiguration.class);

    @Bean
    ReadModelRebuild connectedWorkflowReadModelRebuild(Database database, OurAxon axon) {
        return new ReadModelRebuild(
                new EventStoreHistory(database, Objects.requireNonNull(axon.part(EventStore.class))),
                new PostgresReadModels(database));
    }

    // Before the web server takes its first request.
    @Bean
    SmartInitializingSingleton connectedWorkflowRebuildAtStart(ReadModelRebuild rebuild,
            ConnectedWorkflowProperties properties) {
        return () -> {
            var needed = rebuild.isNeeded();
            if (!needed && !properties.rebuildViews()) {
                return;
            }
            var same = rebuild.run();
            if (needed || same) {
                LOG.info("Rebuilt views and register from the events; {}", same ? "nothing changed" : "they changed");
            } else {
                LOG.warn("Views and register did not agree with the events; they were rebuilt");
            }
        };
    }
}
