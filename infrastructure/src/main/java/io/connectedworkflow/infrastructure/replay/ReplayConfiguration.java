package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.application.replay.ReplayAudit;
import io.connectedworkflow.application.replay.ReplayStep;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.audit.PostgresEventLog;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.Purge;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires replays: who goes on with them, and when they are forgotten. */
@Configuration(proxyBeanMethods = false)
public class ReplayConfiguration {

    private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

    @Bean
    PostgresReplays connectedWorkflowReplays(Database database) {
        return new PostgresReplays(database, new PostgresReplayedLog(database));
    }

    @Bean
    ReplayWorker connectedWorkflowReplayWorker(Database database, EventHistory history, PostgresReplays replays,
            PostgresEventLog log) {
        var step = new ReplayStep(history, new PostgresReplayedLog(database), new PostgresLiveRows(database));
        var work = new ReplayWork(database, step, replays);
        // What is complete now can be served at a time when a transaction keeps the rest from being so.
        return new ReplayWorker(() -> {
            log.look();
            return work.goOn();
        });
    }

    @Bean
    ReplayAudit connectedWorkflowReplayAudit(PostgresEventLog log, PostgresReplays replays, Ids ids,
            ReplayWorker worker) {
        return new ReplayAudit(replays, log, ids, worker::wake);
    }

    @Bean
    Purge connectedWorkflowReplayPurge(PostgresReplays replays, ConnectedWorkflowProperties properties) {
        var retention = properties.audit().replays().retention();
        return new Purge("replays", () -> replays.purge(retention), PURGE_INTERVAL);
    }
}
