package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.replay.ReplayAudit;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.audit.ConditionalOnAuditEndpoints;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints of replays. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnAuditEndpoints
public class ReplayEndpoints {

    @Bean
    Endpoints connectedWorkflowReplayEndpoints(ReplayAudit replays) {
        return Endpoints.of(new ReplayController(replays));
    }
}
