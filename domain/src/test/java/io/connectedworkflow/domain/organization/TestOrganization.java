package io.connectedworkflow.domain.organization;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The organization of the tests, as {@link #ASHA} sees it, with whatever a test wants to be different. */
public record TestOrganization(Edition edition, int workflowLimit, Set<Permission> permissions) {

    public static final Module LEADS = new Module("4876876000000002175", "Leads", true, List.of());
    public static final Module CONTACTS = new Module("4876876000000002179", "Contacts", true, List.of());
    /** Exists, and supports no connected workflows. */
    public static final Module NOTES = new Module("4876876000000002209", "Notes", false, List.of());
    public static final Modules MODULES = new Modules(List.of(LEADS, CONTACTS, NOTES));

    /** May do everything, in an organization that may have 25 workflows. */
    public static final TestOrganization ASHA = new TestOrganization(Edition.ENTERPRISE, 25,
            Set.of(Permission.MANAGE_CONNECTED_WORKFLOWS));

    public static final String ORGANIZATION_ID = "4876876000000000001";
    public static final String USER_ID = "4876876000000327001";

    public TestOrganization in(Edition other) {
        return new TestOrganization(other, workflowLimit, permissions);
    }

    public TestOrganization mayHave(int workflows) {
        return new TestOrganization(edition, workflows, permissions);
    }

    public TestOrganization with(Permission... others) {
        return new TestOrganization(edition, workflowLimit, Set.copyOf(Arrays.asList(others)));
    }

    /** The snapshot that a command carries. */
    public Organization seen() {
        var directory = new Directory(ZoneId.of("Asia/Kolkata"), MODULES, Map.of(USER_ID, "Asha Rao"), Map.of());
        return new Organization(new Actor(ORGANIZATION_ID, USER_ID), edition, new EditionLimits(workflowLimit, 50, 10),
                permissions, directory);
    }
}
