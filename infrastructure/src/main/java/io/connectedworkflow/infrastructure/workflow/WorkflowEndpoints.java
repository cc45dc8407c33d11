package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints of workflows. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class WorkflowEndpoints {

    @Bean
    Endpoints connectedWorkflowEndpoints(ConnectedWorkflows workflows, WorkflowAsOf past) {
        return Endpoints.of(new WorkflowController(workflows, past), new LimitsController(workflows));
    }
}
