package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Permission;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who calls in the tests. */
final class Callers {

    static final String ORGANIZATION_ID = "4876876000000000001";
    static final String USER_ID = "4876876000000327001";

    /** May do everything. */
    static final Caller ASHA = caller(Edition.ENTERPRISE, Set.of(Permission.MANAGE_AUTOMATIONS));

    /** Asha, had her organization not subscribed to anything. */
    static final Caller ASHA_IN_FREE = caller(Edition.FREE, Set.of(Permission.MANAGE_AUTOMATIONS));

    /** A user of Asha's organization without any permission. */
    static final Caller NOBODY = caller(Edition.ENTERPRISE, Set.of());

    private Callers() {}

    private static Caller caller(Edition edition, Set<Permission> permissions) {
        var directory = new Directory(ZoneId.of("Asia/Kolkata"), new Modules(List.of()), Map.of(), Map.of());
        return new Caller(new Organization(new Actor(ORGANIZATION_ID, USER_ID), edition, EditionLimits.of(edition),
                permissions, directory), "request-1");
    }
}
