package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.security.ConditionalOnIssuer;
import io.connectedworkflow.infrastructure.security.TokenIssuer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the endpoints of our own issuer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnIssuer
public class TokenEndpoints {

    @Bean
    Endpoints connectedWorkflowTokenEndpoints(TokenIssuer issuer, ConnectedWorkflowProperties properties) {
        return Endpoints.of(new TokenController(issuer, properties.apiDomain()));
    }
}
