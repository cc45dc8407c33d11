package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.EventAudit;
import io.connectedworkflow.application.audit.RefusalAudit;
import io.connectedworkflow.application.audit.RefusalRecorder;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints of the log and of the record of refusals, and the queue by which requests come there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class AuditEndpoints {

    @Bean
    @ConditionalOnAuditEndpoints
    Endpoints connectedWorkflowAuditEndpoints(EventAudit events, RefusalAudit refusals) {
        return Endpoints.of(new AuditController(events, refusals));
    }

    @Bean
    @ConditionalOnMissingBean(RefusalRecorder.class)
    RefusalQueue connectedWorkflowRefusalQueue(Database database) {
        return new RefusalQueue(new PostgresRefusals(database)::add);
    }
}
