package io.connectedworkflow.infrastructure.rule;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the room: its endpoints. */
@Configuration(proxyBeanMethods = false)
public class RuleConfiguration {

    @Bean
    RuleController connectedWorkflowRuleController(ConnectedWorkflows workflows) {
        return new RuleController(workflows);
    }
}
