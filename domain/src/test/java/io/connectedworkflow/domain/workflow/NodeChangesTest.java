package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Diagrams.ofNodes;
import static io.connectedworkflow.domain.workflow.Now.addedNow;
import static io.connectedworkflow.domain.workflow.Now.connectedNow;
import static io.connectedworkflow.domain.workflow.Now.removedNow;
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
import static io.connectedworkflow.domain.workflow.Update.keep;
import static io.connectedworkflow.domain.workflow.Update.keepConnection;
import static io.connectedworkflow.domain.workflow.Update.nodeAt;
import static io.connectedworkflow.domain.workflow.Update.remove;

import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NodeLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.PrimaryNodeStays;
import io.connectedworkflow.domain.refusal.Refusal.TooManyNodeChanges;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which nodes an update may add and remove, and how many there may be. */
class NodeChangesTest {

    private final AggregateTestFixture<ConnectedWorkflow> workflow = Diagrams.fixture();

    @Test
    void adds_a_node() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS)).command())
                .expectSuccessfulHandlerExecution().expectEvents(addedNow("new-1", DEALS));
    }

    @Test
    void adds_a_node_with_a_reference_that_nothing_refers_to() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(DEALS, "deals")).command())
                .expectEvents(addedNow("new-1", DEALS));
    }

    @Test
    void adds_a_node_on_a_module_that_has_nodes_already() {
        workflow.given(drafted(), node("deals", DEALS))
                .when(UPDATE.nodes(add(DEALS)).command())
                .expectEvents(addedNow("new-1", DEALS));
    }

    @Test
    void adds_another_node_on_the_primary_module() {
        workflow.given(drafted())
                .when(UPDATE.nodes(add(CONTACTS)).command())
                .expectEvents(addedNow("new-1", CONTACTS));
    }

    @Test
    void adds_a_node_between_nodes_that_stay() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.nodes(keep(ROOT), add(DEALS), keep("leads")).command())
                .expectEvents(addedNow("new-1", DEALS));
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
    void refuses_an_unknown_node_at_its_first_mention() {
        workflow.given(drafted())
                .when(UPDATE.nodes(keep("leads"), keep("leads")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(nodeAt(0).key("id"))));
    }

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
    void adds_the_fiftieth_node() {
        workflow.given(ofNodes(49))
                .when(UPDATE.nodes(add(DEALS)).command())
                .expectSuccessfulHandlerExecution().expectEvents(addedNow("new-1", DEALS));
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
                .expectEvents(addedNow("new-1", DEALS));
    }

    @Test
    void does_not_count_the_nodes_that_are_gone() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), withoutNode("leads"))
                .when(UPDATE.by(ASHA.mayHaveNodes(3)).nodes(add(DEALS)).command())
                .expectEvents(addedNow("new-1", DEALS));
    }

    @Test
    void may_be_changed_otherwise_when_the_limit_was_lowered_below_what_it_has() {
        workflow.given(ofNodes(3))
                .when(UPDATE.by(ASHA.mayHaveNodes(1)).nodes(keep("node-2"), remove("node-3"))
                        .connections(connect(ROOT, "node-2")).command())
                .expectEvents(removedNow("node-3"),
                        connectedNow("new-1", ROOT, "node-2"));
    }
}
