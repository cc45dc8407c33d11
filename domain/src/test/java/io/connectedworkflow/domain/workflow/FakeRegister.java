package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;

import io.connectedworkflow.domain.organization.CrmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A register in memory, which also tells how often, and with what question, it was locked. */
final class FakeRegister implements WorkflowRegister {

    private final List<Entry> entries = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private long highestNumberGiven;
    private int active;

    private record Entry(String organization, String workflow, String nameKey, String moduleId) {}

    /** With what the register was locked. */
    record Asked(String organization, String workflow, @Nullable String name, @Nullable String moduleId) {}

    /** A workflow of the tests' organization, on a module that no test asks for. */
    void holds(String name) {
        holds(ORGANIZATION_ID, name, "4876876000000000000");
    }

    void holds(String name, CrmModule primaryModule) {
        holds(ORGANIZATION_ID, name, primaryModule.id());
    }

    void holds(String organization, String name, String moduleId) {
        holds(organization, "another workflow", name, moduleId);
    }

    void holds(String organization, String workflow, String name, String moduleId) {
        entries.add(new Entry(organization, workflow, WorkflowName.key(name), moduleId));
    }

    /** Also to workflows that are deleted. */
    void hasGivenNumbersUpTo(long sequenceNumber) {
        highestNumberGiven = sequenceNumber;
    }

    /** Other workflows that are active. */
    void hasActive(int count) {
        active = count;
    }

    int locks() {
        return asked.size();
    }

    List<Asked> asked() {
        return asked;
    }

    @Override
    public Others lock(String organization, String workflow, @Nullable String name, @Nullable String moduleId) {
        asked.add(new Asked(organization, workflow, name, moduleId));
        var key = name == null ? null : WorkflowName.key(name);
        var all = entries.stream().filter(entry -> entry.organization.equals(organization)).toList();
        var others = all.stream().filter(entry -> !entry.workflow.equals(workflow)).toList();
        return new Others(others.stream().anyMatch(other -> Objects.equals(other.nameKey, key)),
                others.stream().anyMatch(other -> Objects.equals(other.moduleId, moduleId)), all.size(), active,
                Math.max(highestNumberGiven, all.size()));
    }
}
