package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;

import io.connectedworkflow.domain.organization.Module;
import java.util.ArrayList;
import java.util.List;

/** A register in memory, which also tells how often it was locked. */
final class FakeRegister implements WorkflowRegister {

    private final List<Entry> entries = new ArrayList<>();
    private long highestNumberGiven;
    private int locks;

    private record Entry(String organization, String nameKey, String moduleId) {}

    /** A workflow of the tests' organization, on a module that no test asks for. */
    void holds(String name) {
        holds(ORGANIZATION_ID, name, "4876876000000000000");
    }

    void holds(String name, Module primaryModule) {
        holds(ORGANIZATION_ID, name, primaryModule.id());
    }

    void holds(String organization, String name, String moduleId) {
        entries.add(new Entry(organization, new WorkflowName(name).key(), moduleId));
    }

    /** Also to workflows that are deleted. */
    void hasGivenNumbersUpTo(long sequenceNumber) {
        highestNumberGiven = sequenceNumber;
    }

    int locks() {
        return locks;
    }

    @Override
    public Others lock(String organization, WorkflowName name, String moduleId) {
        locks++;
        var others = entries.stream().filter(entry -> entry.organization.equals(organization)).toList();
        return new Others(others.stream().anyMatch(other -> other.nameKey.equals(name.key())),
                others.stream().anyMatch(other -> other.moduleId.equals(moduleId)), others.size(),
                Math.max(highestNumberGiven, others.size()));
    }
}
