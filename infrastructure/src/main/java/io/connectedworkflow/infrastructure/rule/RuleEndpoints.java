package io.connectedworkflow.infrastructure.rule;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints of rules. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class RuleEndpoints {

    @Bean
    Endpoints connectedWorkflowRuleEndpoints(ConnectedWorkflows workflows) {
        return Endpoints.of(new RuleController(workflows));
    }
}
