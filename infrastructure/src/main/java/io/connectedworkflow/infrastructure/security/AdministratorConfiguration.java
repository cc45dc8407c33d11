package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.postgres.CannotStartException;
import io.connectedworkflow.infrastructure.postgres.EmbeddedPostgres;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the administrator of the server a client. */
@Configuration(proxyBeanMethods = false)
public class AdministratorConfiguration {

    private static final int SHORTEST_SECRET = 16;
    private static final int TOKEN_SECONDS = 3600;
    private static final List<String> SCOPES = List.of("ConnectedWorkflow.admin");

    // Once everything else is ready, so that what is printed also works.
    @Bean
    SmartInitializingSingleton connectedWorkflowAdministrator(PostgresClients clients,
            ConnectedWorkflowProperties properties, ObjectProvider<EmbeddedPostgres> embedded) {
        var id = given(properties.adminClientId());
        var secret = given(properties.adminClientSecret());
        if ((id == null) != (secret == null)) {
            throw new CannotStartException(
                    "set both or neither of CONNECTED_WORKFLOW_ADMIN_CLIENT_ID and CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET");
        }
        if (id == null || secret == null) {
            if (embedded.getIfAvailable() == null) {
                throw new CannotStartException("a database of your own needs an administrator of your own: set "
                        + "CONNECTED_WORKFLOW_ADMIN_CLIENT_ID and CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET");
            }
            return () -> generateOnce(clients);
        }
        if (secret.length() < SHORTEST_SECRET) {
            throw new CannotStartException("CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET is shorter than " + SHORTEST_SECRET
                    + " characters");
        }
        return () -> clients.setAdministrator(id, secret, SCOPES, TOKEN_SECONDS);
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static void generateOnce(PostgresClients clients) {
        if (clients.hasAdministrator()) {
            return;
        }
        var id = "admin";
        var secret = Secrets.random();
        // Shown first: a client that nobody knows would be worse than a second showing.
        System.out.printf(
                "%nThe administrator's OAuth client, shown only this once:%n  client_id %s%n  client_secret %s%n",
                id, secret);
        clients.setAdministrator(id, secret, SCOPES, TOKEN_SECONDS);
    }
}
