package io.connectedworkflow.infrastructure.history;

import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowRestore;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints of a workflow's past. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class HistoryEndpoints {

    @Bean
    Endpoints connectedWorkflowHistoryEndpoints(WorkflowAsOf past, WorkflowRestore restore) {
        return Endpoints.of(new HistoryController(past, restore));
    }
}
