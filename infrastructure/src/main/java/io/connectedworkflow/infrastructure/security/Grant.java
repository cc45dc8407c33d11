package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.domain.organization.Actor;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grant behind an access token.
 *
 * @param actor     whom it acts for; null for an administrator
 * @param scopes    what it is good for, each {@link Scope#normalized}
 * @param expiresAt when it ends
 */
public record Grant(@Nullable Actor actor, Set<String> scopes, Instant expiresAt) {

    /** One for the actor, of these scopes in any spelling, for this one request. */
    public static Grant of(Actor actor, Collection<String> scopes) {
        return new Grant(actor, Scope.normalized(scopes), Instant.MAX);
    }
}
