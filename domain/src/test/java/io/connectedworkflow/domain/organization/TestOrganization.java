package io.connectedworkflow.domain.organization;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The organization of the tests, as {@link #ASHA} sees it, with whatever a test wants to be different. */
public record TestOrganization(String id, Edition edition, EditionLimits limits, Set<Permission> permissions,
        Modules modules, Map<String, String> formerModuleNames) {

    public static final CrmModule LEADS = new CrmModule("4876876000000002175", "Leads", true, List.of());
    public static final CrmModule CONTACTS = new CrmModule("4876876000000002179", "Contacts", true, List.of());
    public static final CrmModule DEALS = new CrmModule("4876876000000002181", "Deals", true, List.of());
    /** Exists, and supports no connected workflows. */
    public static final CrmModule NOTES = new CrmModule("4876876000000002209", "Notes", false, List.of());
    public static final Modules MODULES = new Modules(List.of(LEADS, CONTACTS, DEALS, NOTES));

    public static final String ORGANIZATION_ID = "4876876000000000001";
    public static final String USER_ID = "4876876000000327001";

    /** May do everything, in an organization that may have 25 workflows. */
    public static final TestOrganization ASHA = new TestOrganization(ORGANIZATION_ID, Edition.ENTERPRISE,
            new EditionLimits(25, 50, 10), Set.of(Permission.MANAGE_CONNECTED_WORKFLOWS), MODULES, Map.of());

    public TestOrganization of(String otherOrganization) {
        return new TestOrganization(otherOrganization, edition, limits, permissions, modules, formerModuleNames);
    }

    public TestOrganization in(Edition other) {
        return new TestOrganization(id, other, limits, permissions, modules, formerModuleNames);
    }

    public TestOrganization mayHave(int workflows) {
        return new TestOrganization(id, edition, limits.overriddenBy(workflows, null, null), permissions, modules,
                formerModuleNames);
    }

    public TestOrganization mayHaveNodes(int nodes) {
        return new TestOrganization(id, edition, limits.overriddenBy(null, nodes, null), permissions, modules,
                formerModuleNames);
    }

    public TestOrganization mayHaveRules(int rulesOfAModule) {
        return new TestOrganization(id, edition, limits.overriddenBy(null, null, rulesOfAModule), permissions, modules,
                formerModuleNames);
    }

    public TestOrganization with(Permission... others) {
        return new TestOrganization(id, edition, limits, Set.copyOf(Arrays.asList(others)), modules,
                formerModuleNames);
    }

    /** Whose directory lists these modules and no others. */
    public TestOrganization listing(CrmModule... others) {
        return new TestOrganization(id, edition, limits, permissions, new Modules(Arrays.asList(others)),
                formerModuleNames);
    }

    /** Whose directory has once listed modules of these names, by id. */
    public TestOrganization havingListed(Map<String, String> names) {
        return new TestOrganization(id, edition, limits, permissions, modules, names);
    }

    /** The snapshot that a command carries. */
    public Organization seen() {
        var directory = new Directory(ZoneId.of("Asia/Kolkata"), modules, Map.of(USER_ID, "Asha Rao"),
                formerModuleNames);
        return new Organization(new Actor(id, USER_ID), edition, limits, permissions, directory);
    }
}
