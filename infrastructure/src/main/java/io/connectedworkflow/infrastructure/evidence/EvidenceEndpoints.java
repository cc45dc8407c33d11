package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.CheckpointAudit;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.audit.ConditionalOnAuditEndpoints;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint of checkpoints. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnAuditEndpoints
public class EvidenceEndpoints {

    @Bean
    Endpoints connectedWorkflowCheckpointEndpoints(CheckpointAudit checkpoints) {
        return Endpoints.of(new CheckpointController(checkpoints));
    }
}
