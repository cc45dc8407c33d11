package io.connectedworkflow.infrastructure.rule;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the room's endpoints. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class RuleEndpoints {

    @Bean
    RuleController connectedWorkflowRuleController(ConnectedWorkflows workflows) {
        return new RuleController(workflows);
    }
}
