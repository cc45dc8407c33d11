package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.withoutConnection;
import static io.connectedworkflow.domain.workflow.Past.withoutNode;
import static io.connectedworkflow.domain.workflow.Update.UPDATE;
import static io.connectedworkflow.domain.workflow.Update.add;
import static io.connectedworkflow.domain.workflow.Update.connect;
import static io.connectedworkflow.domain.workflow.Update.disconnect;
import static io.connectedworkflow.domain.workflow.Update.faulty;
import static io.connectedworkflow.domain.workflow.Update.faultyConnection;
import static io.connectedworkflow.domain.workflow.Update.keep;
import static io.connectedworkflow.domain.workflow.Update.keepConnection;
import static io.connectedworkflow.domain.workflow.Update.nodeAt;
import static io.connectedworkflow.domain.workflow.Update.remove;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NodeLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.PrimaryNodeStays;
import io.connectedworkflow.domain.refusal.Refusal.TooManyNodeChanges;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which nodes an update may add and remove. */
class NodeChangesTest {

    private static final Refusal MODULE_MISSING = new FieldMissing(FieldPath.of("the faulty element's module"));

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, new FakeIds());
        return fixture;
    }

    private static NodeAdded addedNow(CrmModule module) {
        return new NodeAdded(ID, ORGANIZATION_ID, USER_ID, "new-1", module.id(), module.apiName());
    }

    private static NodeRemoved removedNow(String node, String... connections) {
        return new NodeRemoved(ID, ORGANIZATION_ID, USER_ID, node, List.of(connections), List.of());
    }

    /** A workflow of so many nodes, its root included; the others are {@code node-2}, {@code node-3} and so on. */
    private static List<WorkflowEvent> ofNodes(int count) {
        var events = new ArrayList<WorkflowEvent>(List.of(drafted()));
        for (var i = 2; i <= count; i++) {
            events.add(node("node-" + i, LEADS));
        }
        return events;
    }

    // Adding

    @Test
    void adds_a_node() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS)).command())
                .expectSuccessfulHandlerExecution().expectEvents(addedNow(DEALS));
    }

    @Test
    void adds_a_node_with_a_reference_that_nothing_refers_to() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS, "deals")).command())
                .expectEvents(addedNow(DEALS));
    }

    @Test
    void adds_a_node_on_a_module_that_has_nodes_already() {
        workflow.given(drafted(), node("deals", DEALS))
                .when(UPDATE.nodes(add(DEALS)).command())
                .expectEvents(addedNow(DEALS));
    }

    @Test
    void adds_another_node_on_the_primary_module() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(CONTACTS)).command())
                .expectEvents(addedNow(CONTACTS));
    }

    @Test
    void adds_a_node_between_nodes_that_stay() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(keep(ROOT), add(DEALS), keep("leads")).command())
                .expectEvents(addedNow(DEALS));
    }

    @Test
    void refuses_a_reference_that_is_there_twice() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS, "new"), add(LEADS, "new")).command())
                .expectNoEvents()
                .expectException(refused(new Duplicate("reference_id", nodeAt(1).key("reference_id"))));
    }

    @Test
    void tells_references_apart_by_case() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS, "new"), add(LEADS, "New")).command())
                .expectNoEvents().expectException(refused(new TooManyNodeChanges()));
    }

    @Test
    void takes_nodes_without_a_reference_for_different_ones() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS), add(DEALS)).command())
                .expectNoEvents().expectException(refused(new TooManyNodeChanges()));
    }

    // Removing

    @Test
    void removes_a_node() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS))
                .when(UPDATE.nodes(remove("leads")).command())
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("leads"));
    }

    @Test
    void removes_the_connections_of_a_node_with_it_and_no_others() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), connection("out", "leads", "deals"),
                connection("other", ROOT, "deals"), connection("in", ROOT, "leads"))
                .when(UPDATE.nodes(remove("leads")).command())
                .expectEvents(removedNow("leads", "out", "in"));
    }

    @Test
    void does_not_tell_again_of_connections_that_are_gone() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), connection("a", ROOT, "leads"),
                connection("b", "deals", "leads"), connection("c", "leads", "deals"), withoutConnection("a"),
                withoutNode("deals", "b", "c"))
                .when(UPDATE.nodes(remove("leads")).command())
                .expectEvents(removedNow("leads"));
    }

    @Test
    void removes_a_connection_once_that_is_to_go_both_by_itself_and_with_its_node() {
        workflow.given(drafted(), node("leads", LEADS), connection("in", ROOT, "leads"))
                .when(UPDATE.nodes(remove("leads")).connections(disconnect("in")).command())
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("leads", "in"));
    }

    @Test
    void keeps_a_connection_in_name_only_when_its_node_goes() {
        workflow.given(drafted(), node("leads", LEADS), connection("in", ROOT, "leads"))
                .when(UPDATE.nodes(remove("leads")).connections(keepConnection("in")).command())
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("leads", "in"));
    }

    @Test
    void does_not_remove_the_root() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(keep("leads"), remove(ROOT)).command())
                .expectNoEvents().expectException(refused(new PrimaryNodeStays(nodeAt(1))));
    }

    @Test
    void does_not_remove_a_node_twice() {
        workflow.given(drafted(), node("leads", LEADS), withoutNode("leads"))
                .when(UPDATE.nodes(remove("leads")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(0).key("id"))));
    }

    // Mentioning

    @Test
    void leaves_nodes_alone_that_are_mentioned() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(keep("leads"), keep(ROOT)).command())
                .expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void refuses_to_keep_what_it_does_not_have() {
        workflow.given(drafted())
                .when(UPDATE.nodes(keep(ROOT), keep("leads")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(1).key("id"))));
    }

    @Test
    void refuses_to_remove_what_it_does_not_have() {
        workflow.given(drafted(), node("deals", DEALS))
                .when(UPDATE.nodes(remove("leads")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(0).key("id"))));
    }

    @Test
    void does_not_take_a_connection_for_a_node() {
        workflow.given(drafted(), node("leads", LEADS), connection("c", ROOT, "leads"))
                .when(UPDATE.nodes(remove("c")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(0).key("id"))));
    }

    @Test
    void does_not_take_itself_for_a_node() {
        workflow.given(drafted())
                .when(UPDATE.nodes(keep(ID)).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(0).key("id"))));
    }

    static Stream<List<Update.NodeElement>> mentions() {
        return Stream.of(List.of(keep("leads"), keep("leads")), List.of(keep("leads"), remove("leads")),
                List.of(remove("leads"), keep("leads")), List.of(remove("leads"), remove("leads")));
    }

    @ParameterizedTest
    @MethodSource("mentions")
    void refuses_a_node_that_is_mentioned_twice(List<Update.NodeElement> elements) {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(elements.get(0), keep(ROOT), elements.get(1)).command())
                .expectNoEvents().expectException(refused(new Duplicate("id", nodeAt(2).key("id"))));
    }

    @Test
    void looks_for_a_second_mention_before_the_root() {
        workflow.given(drafted())
                .when(UPDATE.nodes(keep(ROOT), remove(ROOT)).command())
                .expectNoEvents().expectException(refused(new Duplicate("id", nodeAt(1).key("id"))));
    }

    @Test
    void refuses_an_unknown_node_at_its_first_mention() {
        workflow.given(drafted())
                .when(UPDATE.nodes(keep("leads"), keep("leads")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(0).key("id"))));
    }

    // One element before the next

    static Stream<List<Update.NodeElement>> wrongElements() {
        return Stream.of(List.of(keep("unknown")), List.of(remove("unknown")), List.of(remove(ROOT)),
                List.of(keep(ROOT), keep(ROOT)), List.of(add(DEALS, "new"), add(DEALS, "new")));
    }

    @ParameterizedTest
    @MethodSource("wrongElements")
    void looks_at_a_faulty_element_before_those_behind_it(List<Update.NodeElement> wrong) {
        var elements = new ArrayList<>(List.of(faulty(MODULE_MISSING)));
        elements.addAll(wrong);
        workflow.given(drafted())
                .when(UPDATE.nodes(elements.toArray(Update.NodeElement[]::new)).command())
                .expectNoEvents().expectException(refused(MODULE_MISSING));
    }

    @Test
    void looks_at_a_faulty_element_after_an_unknown_node() {
        workflow.given(drafted())
                .when(UPDATE.nodes(remove("unknown"), faulty(MODULE_MISSING)).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(0).key("id"))));
    }

    @Test
    void looks_at_a_faulty_element_after_the_root() {
        workflow.given(drafted())
                .when(UPDATE.nodes(remove(ROOT), faulty(MODULE_MISSING)).command())
                .expectNoEvents().expectException(refused(new PrimaryNodeStays(nodeAt(0))));
    }

    @Test
    void looks_at_a_faulty_element_after_a_second_mention() {
        workflow.given(drafted())
                .when(UPDATE.nodes(keep(ROOT), keep(ROOT), faulty(MODULE_MISSING)).command())
                .expectNoEvents().expectException(refused(new Duplicate("id", nodeAt(1).key("id"))));
    }

    @Test
    void looks_at_a_faulty_element_after_a_second_reference() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS, "new"), add(DEALS, "new"), faulty(MODULE_MISSING)).command())
                .expectNoEvents()
                .expectException(refused(new Duplicate("reference_id", nodeAt(1).key("reference_id"))));
    }

    @Test
    void looks_at_the_first_of_two_faulty_elements() {
        workflow.given(drafted())
                .when(UPDATE.nodes(keep(ROOT), faulty(MODULE_MISSING), faulty(new ValueInvalid(nodeAt(2)))).command())
                .expectNoEvents().expectException(refused(MODULE_MISSING));
    }

    // All elements before the nodes together

    @Test
    void looks_at_a_faulty_element_before_add_and_remove() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(add(DEALS), remove("leads"), faulty(MODULE_MISSING)).command())
                .expectNoEvents().expectException(refused(MODULE_MISSING));
    }

    @Test
    void looks_at_an_unknown_node_before_the_number_of_adds() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS), add(DEALS), keep("unknown")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(2).key("id"))));
    }

    @Test
    void looks_at_the_root_before_add_and_remove() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS), remove(ROOT)).command())
                .expectNoEvents().expectException(refused(new PrimaryNodeStays(nodeAt(1))));
    }

    @Test
    void looks_at_a_faulty_element_before_the_limit() {
        workflow.given(drafted())
                .when(UPDATE.by(ASHA.mayHaveNodes(1)).nodes(add(DEALS), faulty(MODULE_MISSING)).command())
                .expectNoEvents().expectException(refused(MODULE_MISSING));
    }

    // The nodes together

    @Test
    void refuses_to_add_and_remove() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(keep(ROOT), add(DEALS), remove("leads")).command())
                .expectNoEvents().expectException(refused(new Ambiguous(List.of(nodeAt(1), nodeAt(2)))));
    }

    @Test
    void names_the_add_first_where_the_removal_stands_first() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(remove("leads"), keep(ROOT), add(DEALS)).command())
                .expectNoEvents().expectException(refused(new Ambiguous(List.of(nodeAt(2), nodeAt(0)))));
    }

    @Test
    void names_the_first_add_and_the_first_removal() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS))
                .when(UPDATE.nodes(remove("leads"), remove("deals"), add(DEALS), add(LEADS)).command())
                .expectNoEvents().expectException(refused(new Ambiguous(List.of(nodeAt(2), nodeAt(0)))));
    }

    @Test
    void refuses_to_add_two() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS), add(LEADS)).command())
                .expectNoEvents().expectException(refused(new TooManyNodeChanges()));
    }

    @Test
    void refuses_to_remove_two() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS))
                .when(UPDATE.nodes(remove("leads"), keep(ROOT), remove("deals")).command())
                .expectNoEvents().expectException(refused(new TooManyNodeChanges()));
    }

    @Test
    void looks_at_add_and_remove_before_the_limit() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.by(ASHA.mayHaveNodes(2)).nodes(add(DEALS), remove("leads")).command())
                .expectNoEvents().expectException(refused(new Ambiguous(List.of(nodeAt(0), nodeAt(1)))));
    }

    @Test
    void looks_at_the_number_of_adds_before_the_limit() {
        workflow.given(drafted())
                .when(UPDATE.by(ASHA.mayHaveNodes(1)).nodes(add(DEALS), add(LEADS)).command())
                .expectNoEvents().expectException(refused(new TooManyNodeChanges()));
    }

    // The limit

    @Test
    void adds_the_fiftieth_node() {
        workflow.given(ofNodes(49))
                .when(UPDATE.nodes(add(DEALS)).command())
                .expectSuccessfulHandlerExecution().expectEvents(addedNow(DEALS));
    }

    @Test
    void does_not_add_the_fifty_first() {
        workflow.given(ofNodes(50))
                .when(UPDATE.nodes(add(DEALS)).command())
                .expectNoEvents().expectException(refused(new NodeLimitReached(50)));
    }

    @Test
    void counts_the_nodes_and_not_the_modules() {
        workflow.given(drafted(), node("more contacts", CONTACTS))
                .when(UPDATE.by(ASHA.mayHaveNodes(2)).nodes(add(CONTACTS)).command())
                .expectNoEvents().expectException(refused(new NodeLimitReached(2)));
    }

    @Test
    void adds_nodes_up_to_the_configured_limit() {
        workflow.given(ofNodes(2))
                .when(UPDATE.by(ASHA.mayHaveNodes(3)).nodes(add(DEALS)).command())
                .expectEvents(addedNow(DEALS));
    }

    @Test
    void does_not_count_the_nodes_that_are_gone() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), withoutNode("leads"))
                .when(UPDATE.by(ASHA.mayHaveNodes(3)).nodes(add(DEALS)).command())
                .expectEvents(addedNow(DEALS));
    }

    @Test
    void may_be_changed_otherwise_when_the_limit_was_lowered_below_what_it_has() {
        workflow.given(ofNodes(3))
                .when(UPDATE.by(ASHA.mayHaveNodes(1)).nodes(keep("node-2"), remove("node-3"))
                        .connections(connect(ROOT, "node-2")).command())
                .expectEvents(removedNow("node-3"),
                        new ConnectionAdded(ID, ORGANIZATION_ID, USER_ID, "new-1", ROOT, "node-2"));
    }

    // All nodes before the connections

    @Test
    void looks_at_a_faulty_node_before_the_connections() {
        workflow.given(drafted())
                .when(UPDATE.nodes(faulty(MODULE_MISSING)).connections(disconnect("unknown")).command())
                .expectNoEvents().expectException(refused(MODULE_MISSING));
    }

    @Test
    void looks_at_add_and_remove_before_the_connections() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(add(DEALS), remove("leads")).connections(faultyConnection(MODULE_MISSING))
                        .command())
                .expectNoEvents().expectException(refused(new Ambiguous(List.of(nodeAt(0), nodeAt(1)))));
    }

    @Test
    void looks_at_the_number_of_adds_before_the_connections() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS), add(LEADS)).connections(faultyConnection(MODULE_MISSING)).command())
                .expectNoEvents().expectException(refused(new TooManyNodeChanges()));
    }

    @Test
    void looks_at_the_limit_before_the_connections() {
        workflow.given(drafted())
                .when(UPDATE.by(ASHA.mayHaveNodes(1)).nodes(add(DEALS)).connections(disconnect("unknown")).command())
                .expectNoEvents().expectException(refused(new NodeLimitReached(1)));
    }
}
