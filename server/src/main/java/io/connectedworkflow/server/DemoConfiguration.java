package io.connectedworkflow.server;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.organization.PostgresOrganizations;
import io.connectedworkflow.infrastructure.security.ConditionalOnIssuer;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.postgres.EmbeddedPostgres;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** On an embedded database, shows whoever starts the server what to try. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnIssuer
public class DemoConfiguration {

    @Bean
    ApplicationListener<ApplicationReadyEvent> connectedWorkflowDemo(ObjectProvider<EmbeddedPostgres> embedded,
            PostgresOrganizations organizations, PostgresClients clients, ConnectedWorkflows workflows) {
        return ready -> {
            if (embedded.getIfAvailable() != null
                    && ready.getApplicationContext() instanceof WebServerApplicationContext web) {
                var port = Objects.requireNonNull(web.getWebServer()).getPort();
                new Demo(organizations, clients, workflows).invite("http://localhost:" + port);
            }
        };
    }
}
