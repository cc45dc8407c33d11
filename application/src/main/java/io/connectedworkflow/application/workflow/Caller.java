package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import io.connectedworkflow.domain.refusal.Text;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and in which request. It is given to every call, and nothing of it is taken from the thread.
 *
 * @param actor        a user of an organization, whose permissions count
 * @param organization the organization as the caller saw it when the request began; null for as it is when it is asked
 *                     for
 * @param requestId    names the request in logs and, beside what it did, in the event log: 1 to 128 characters
 * @param idempotencyKey null where the request may take effect again when it is repeated
 */
public record Caller(Actor actor, @Nullable Organization organization, String requestId,
        @Nullable IdempotencyKey idempotencyKey) {

    private static final int LONGEST_REQUEST_ID = 128;

    /** Refuses what contradicts itself, or cannot be stored, with an {@link IllegalArgumentException}. */
    public Caller {
        if (organization != null && !organization.actor().equals(actor)) {
            throw new IllegalArgumentException("The organization is seen by another than the actor");
        }
        if (requestId.isEmpty() || requestId.length() > LONGEST_REQUEST_ID || !Text.isStorable(requestId)) {
            throw new IllegalArgumentException("A request's id is 1 to 128 characters, and U+0000 is none of them");
        }
    }

    /** A user of an organization, in a request with a random name whose calls take effect each time. */
    public static Caller of(String organizationId, String userId) {
        return new Caller(new Actor(organizationId, userId), null, UUID.randomUUID().toString(), null);
    }

    /** The same caller, in a request of this name: 1 to 128 characters. */
    public Caller inRequest(String id) {
        return new Caller(actor, organization, id, idempotencyKey);
    }

    /** The same caller, in a request that takes effect once, however often it is made. */
    public Caller once(IdempotencyKey key) {
        return new Caller(actor, organization, requestId, key);
    }

    /**
     * The caller's organization, in which the caller may manage connected workflows. Refused with {@link CallerUnknown},
     * {@link EditionTooLow} and {@link PermissionMissing}, in this order.
     *
     * @param organizations is asked where the caller has not seen the organization yet
     */
    public Organization admitted(Organizations organizations) {
        var seen = organization == null ? organizations.of(known()) : organization;
        seen.admit();
        return seen;
    }

    // What no store can keep, no store need be asked about.
    private Actor known() {
        if (!Text.isStorable(actor.organization()) || !Text.isStorable(actor.user())) {
            throw new CallerUnknown().asException();
        }
        return actor;
    }
}
