package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.CheckpointAudit;
import io.connectedworkflow.application.audit.EventAudit;
import io.connectedworkflow.application.audit.RefusalAudit;
import io.connectedworkflow.application.audit.RefusalRecorder;
import io.connectedworkflow.application.audit.ReplayAudit;
import io.connectedworkflow.application.audit.WorkflowAsOf;
import io.connectedworkflow.application.audit.WorkflowRestore;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the room's endpoints, and the record of what they refuse. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class AuditEndpoints {

    @Bean
    Endpoints connectedWorkflowHistoryEndpoints(WorkflowAsOf past, WorkflowRestore restore) {
        return Endpoints.of(new HistoryController(past, restore));
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "connected-workflow.audit.endpoints.enabled", matchIfMissing = true)
    Endpoints connectedWorkflowAuditEndpoints(EventAudit events, RefusalAudit refusals, ReplayAudit replays,
            CheckpointAudit checkpoints) {
        return Endpoints.of(new AuditController(events, refusals), new ReplayController(replays),
                new CheckpointController(checkpoints));
    }

    @Bean
    @ConditionalOnMissingBean(RefusalRecorder.class)
    RefusalQueue connectedWorkflowRefusalQueue(Database database) {
        return new RefusalQueue(new PostgresRefusals(database)::add);
    }
}
