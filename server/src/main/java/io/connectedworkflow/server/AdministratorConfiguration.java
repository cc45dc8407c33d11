package io.connectedworkflow.server;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.security.Administrator;
import io.connectedworkflow.infrastructure.security.ConditionalOnIssuer;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.infrastructure.security.Secrets;
import io.connectedworkflow.postgres.EmbeddedPostgres;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the administrator of the server a client, which it cannot do without. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnIssuer
public class AdministratorConfiguration {

    // Once everything else is ready, so that what is printed also works.
    @Bean(Administrator.BEAN)
    SmartInitializingSingleton administrator(PostgresClients clients, ConnectedWorkflowProperties properties,
            ObjectProvider<EmbeddedPostgres> embedded) {
        var named = Administrator.named(properties);
        if (named.isPresent()) {
            return () -> named.get().set(clients);
        }
        if (embedded.getIfAvailable() == null) {
            throw new CannotStartException("a database of your own needs an administrator of your own: set "
                    + "CONNECTED_WORKFLOW_ADMIN_CLIENT_ID and CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET");
        }
        return () -> {};
    }

    /** Once the server is up: one that does not start shows no secret that the next one would not show again. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> connectedWorkflowGeneratedAdministrator(PostgresClients clients,
            ConnectedWorkflowProperties properties) {
        return ready -> {
            if (Administrator.named(properties).isEmpty()) {
                generateOnce(clients);
            }
        };
    }

    private static void generateOnce(PostgresClients clients) {
        if (clients.hasAdministrator()) {
            return;
        }
        var generated = new Administrator("admin", Secrets.random());
        // Shown first: a client that nobody knows would be worse than a second showing.
        System.out.printf(
                "%nThe administrator's OAuth client, shown only this once:%n  client_id %s%n  client_secret %s%n",
                generated.clientId(), generated.secret());
        generated.set(clients);
    }
}
