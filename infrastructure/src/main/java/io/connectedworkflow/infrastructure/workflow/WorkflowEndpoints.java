package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.audit.WorkflowAsOf;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the room's endpoints. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class WorkflowEndpoints {

    @Bean
    WorkflowController connectedWorkflowController(ConnectedWorkflows workflows, WorkflowAsOf past) {
        return new WorkflowController(workflows, past);
    }

    @Bean
    LimitsController connectedWorkflowLimitsController(ConnectedWorkflows workflows) {
        return new LimitsController(workflows);
    }
}
