package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.application.replay.ReadModelRebuild;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.audit.PostgresEventLog;
import io.connectedworkflow.infrastructure.postgres.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Rebuilding what is read, by hand and where a new release needs it. */
@Configuration(proxyBeanMethods = false)
public class RebuildConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildConfiguration.class);

    @Bean
    ReadModelRebuild connectedWorkflowReadModelRebuild(Database database, EventHistory history) {
        return new ReadModelRebuild(history, new PostgresReadModels(database));
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
