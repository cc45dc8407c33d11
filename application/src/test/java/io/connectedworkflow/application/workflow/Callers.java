package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Who calls in the tests. */
final class Callers {

    static final String ORGANIZATION_ID = "4876876000000000001";
    static final String USER_ID = "4876876000000327001";

    static final CrmModule DEALS = new CrmModule("4876876000000002181", "Deals", true, List.of());

    /** May do everything. */
    static final Caller ASHA = caller(Edition.ENTERPRISE, Set.of(Permission.MANAGE_AUTOMATIONS));

    /** Asha, had her organization not subscribed to anything. */
    static final Caller ASHA_IN_FREE = caller(Edition.FREE, Set.of(Permission.MANAGE_AUTOMATIONS));

    /** A user of Asha's organization without any permission. */
    static final Caller NOBODY = caller(Edition.ENTERPRISE, Set.of());

    private Callers() {}

    private static Caller caller(Edition edition, Set<Permission> permissions) {
        var directory = new Directory(ZoneId.of("Asia/Kolkata"), new Modules(List.of(DEALS)), Map.of(), Map.of());
        var actor = new Actor(ORGANIZATION_ID, USER_ID);
        return new Caller(actor,
                new Organization(actor, edition, EditionLimits.of(edition), permissions, directory), "request-1", null);
    }

    /** The directory, which knows Asha only. */
    static Organization organization(Actor actor) {
        if (!actor.equals(ASHA.actor())) {
            throw new CallerUnknown().asException();
        }
        return Objects.requireNonNull(ASHA.organization());
    }
}
