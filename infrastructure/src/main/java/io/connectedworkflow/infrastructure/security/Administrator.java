package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The administrator's OAuth client. */
public record Administrator(String clientId, String secret) {

    /** The bean that sets it, of the server or of a host. */
    public static final String BEAN = "connectedWorkflowAdministrator";

    private static final int SHORTEST_SECRET = 16;
    private static final int TOKEN_SECONDS = 3600;
    private static final List<String> SCOPES = List.of("ConnectedWorkflow.admin");

    /** The one that is configured, if one is. */
    public static Optional<Administrator> named(ConnectedWorkflowProperties properties) {
        var id = given(properties.adminClientId());
        var secret = given(properties.adminClientSecret());
        if (secret == null && id != null) {
            throw half("connected-workflow.admin-client-id", "connected-workflow.admin-client-secret");
        }
        if (id == null && secret != null) {
            throw half("connected-workflow.admin-client-secret", "connected-workflow.admin-client-id");
        }
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            throw new CannotStartException("CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET is shorter than " + SHORTEST_SECRET
                    + " characters");
        }
        return id == null || secret == null ? Optional.empty() : Optional.of(new Administrator(id, secret));
    }

    private static CannotStartException half(String there, String missing) {
        return new CannotStartException(
                "%s is set, and %s is not: "
                        .formatted(there, missing)
                        + "set both or neither (CONNECTED_WORKFLOW_ADMIN_CLIENT_ID, CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET)");
    }

    /** Makes it the only one. */
    public void set(PostgresClients clients) {
        clients.setAdministrator(clientId, secret, SCOPES, TOKEN_SECONDS);
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    @Override
    public String toString() {
        return "Administrator[" + clientId + "]";
    }
}
