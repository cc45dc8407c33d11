package io.connectedworkflow.domain.organization;

import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;

/** Port to the CRM around us: its organizations, with their editions, modules, profiles and users. */
public interface Organizations {

    /**
     * One snapshot of the actor's organization. A request takes one, at its start, and is judged by it alone. Refused
     * with {@link CallerUnknown} when there is no such organization, or the actor is not an active user of it.
     */
    Organization of(Actor actor);
}
