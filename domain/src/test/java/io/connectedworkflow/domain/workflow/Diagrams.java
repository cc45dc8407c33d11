package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;

import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;

/** Workflows whose nodes and connections tests change. */
final class Diagrams {

    private Diagrams() {}

    static AggregateTestFixture<ConnectedWorkflow> fixture() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(new FakeRegister(), new FakeIds());
        return fixture;
    }

    /** Four nodes: the root, {@code a}, {@code b} and {@code c}; and these connections. */
    static List<WorkflowEvent> diagram(WorkflowEvent... connections) {
        var events = new ArrayList<WorkflowEvent>(List.of(Past.drafted(), Past.node("a", LEADS), Past.node("b", DEALS),
                Past.node("c", DEALS)));
        events.addAll(List.of(connections));
        return events;
    }

    /** A workflow of so many nodes, its root included; the others are {@code node-2}, {@code node-3} and so on. */
    static List<WorkflowEvent> ofNodes(int count) {
        var events = new ArrayList<WorkflowEvent>(List.of(Past.drafted()));
        for (var i = 2; i <= count; i++) {
            events.add(Past.node("node-" + i, LEADS));
        }
        return events;
    }
}
