package io.connectedworkflow.testing;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Permission;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Who calls the Java API, and what for, without any directory behind it. */
public final class Callers {

    /** The user who calls. */
    public static final String USER = "327001";

    private static final int MODULES = 1000;
    private static final Directory DIRECTORY = new Directory(ZoneOffset.UTC,
            new Modules(IntStream.range(0, MODULES)
                    .mapToObj(number -> new CrmModule(moduleId(number), "Module_" + number, true, List.of())).toList()),
            Map.of(USER, "Asha Rao"), Map.of());

    private Callers() {}

    /** A caller from an organization that may have so many workflows. */
    public static Caller of(String organization, int limit) {
        return new Caller(new Actor(organization, USER),
                new Organization(new Actor(organization, USER), Edition.ENTERPRISE,
                        new EditionLimits(limit, 50, 10), Set.of(Permission.MANAGE_AUTOMATIONS), DIRECTORY),
                "request-1", null);
    }

    /** A draft with this name that starts at this module, one of a thousand counted from 0. */
    public static WorkflowDraft draft(String name, int module) {
        return WorkflowDraft.of(name, null, new ModuleReference(null, moduleId(module)));
    }

    private static String moduleId(int number) {
        return Integer.toString(2000 + number);
    }
}
