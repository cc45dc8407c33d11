package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.web.Endpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the endpoints that show the directory, where the CRM around us does not have them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnBooleanProperty(name = "connected-workflow.rest.directory.enabled")
public class DirectoryEndpoints {

    @Bean
    Endpoints connectedWorkflowDirectoryEndpoints() {
        return Endpoints.of(new DirectoryController());
    }
}
