package io.connectedworkflow.application.organization;

import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.refusal.Refusal.NotFound;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The OAuth 2 clients by which programs get tokens of our own issuer and act as a user of an organization. Whoever calls
 * this administrates: nobody is asked for leave.
 */
public interface OAuthClients {

    /** The longest that an access token may live. */
    Duration LONGEST_LIFETIME = Duration.ofDays(1);

    /**
     * A client as it can be read at any time.
     *
     * @param scopes what its tokens are good for at most
     */
    record OAuthClient(String id, List<String> scopes, Instant createdAt) {}

    /** What a new client authenticates with. It is stored nowhere, so this is the only time that it can be read. */
    record Credentials(String clientId, String clientSecret, String refreshToken) {

        /** Without the secrets, which are not to get into a log. */
        @Override
        public String toString() {
            return "Credentials[" + clientId + "]";
        }
    }

    /**
     * Makes a client that acts as this user. Refused with {@link NotFound} where {@link Organizations} knows no such user,
     * and with {@link ValueInvalid} where a scope or the lifetime is not as it should be.
     *
     * @param scopes   at least one, each as in RFC 6749 and without a comma; a second mention is left out
     * @param lifetime of an access token, in whole seconds: 1 second to {@link #LONGEST_LIFETIME}
     */
    Outcome<Credentials> create(Actor user, Collection<String> scopes, Duration lifetime);

    /** The clients of a user, oldest first; none of a user whom nobody knows. */
    List<OAuthClient> list(Actor user);

    /** Revokes a client of this user, and with it all its tokens. Refused with {@link NotFound} if there is none. */
    Outcome<String> delete(Actor user, String clientId);
}
