package io.connectedworkflow.domain.workflow;

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
import static io.connectedworkflow.domain.workflow.Update.connectionAt;
import static io.connectedworkflow.domain.workflow.Update.disconnect;
import static io.connectedworkflow.domain.workflow.Update.faultyConnection;
import static io.connectedworkflow.domain.workflow.Update.id;
import static io.connectedworkflow.domain.workflow.Update.keepConnection;
import static io.connectedworkflow.domain.workflow.Update.reference;
import static io.connectedworkflow.domain.workflow.Update.remove;
import static org.hamcrest.Matchers.not;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections an update may add and remove. */
class ConnectionChangesTest {

    private static final Refusal FAULT = new FieldMissing(FieldPath.of("the faulty element's source_node"));
    private static final Refusal INVALID = new ValueInvalid(connectionAt(0));
    private static final Refusal DUPLICATE = new Duplicate("connection", connectionAt(0));

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, new FakeIds());
        return fixture;
    }

    private static ConnectionAdded addedNow(String id, String source, String target) {
        return new ConnectionAdded(ID, ORGANIZATION_ID, USER_ID, id, source, target);
    }

    private static ConnectionRemoved removedNow(String id) {
        return new ConnectionRemoved(ID, ORGANIZATION_ID, USER_ID, id);
    }

    /** Four nodes: the root, {@code a}, {@code b} and {@code c}; and these connections. */
    private static List<WorkflowEvent> diagram(WorkflowEvent... connections) {
        var events = new ArrayList<WorkflowEvent>(
                List.of(drafted(), node("a", LEADS), node("b", DEALS), node("c", DEALS)));
        events.addAll(List.of(connections));
        return events;
    }

    // Adding

    @Test
    void connects_two_nodes() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect(ROOT, "a")).command())
                .expectSuccessfulHandlerExecution().expectEvents(addedNow("new-1", ROOT, "a"));
    }

    @Test
    void connects_nodes_that_nothing_connects_with_the_root() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect("a", "b")).command())
                .expectEvents(addedNow("new-1", "a", "b"));
    }

    @Test
    void connects_as_many_as_are_asked_for_in_their_order() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect("a", "b"), connect(ROOT, "a"), connect(ROOT, "c")).command())
                .expectEvents(addedNow("new-1", "a", "b"), addedNow("new-2", ROOT, "a"),
                        addedNow("new-3", ROOT, "c"));
    }

    @Test
    void may_lead_to_a_node_by_several_ways() {
        workflow.given(diagram(connection("1", ROOT, "a"), connection("2", ROOT, "b"), connection("3", "a", "c")))
                .when(UPDATE.connections(connect("b", "c"), connect(ROOT, "c")).command())
                .expectEvents(addedNow("new-1", "b", "c"), addedNow("new-2", ROOT, "c"));
    }

    @Test
    void connects_a_new_node_by_its_reference() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new")).connections(connect(id("a"), reference("new"))).command())
                .expectEvents(new NodeAdded(ID, ORGANIZATION_ID, USER_ID, "new-1", LEADS.id(), "Leads"),
                        addedNow("new-2", "a", "new-1"));
    }

    @Test
    void connects_from_and_to_a_new_node() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new"))
                        .connections(connect(reference("new"), id("a")), connect(id(ROOT), reference("new")))
                        .command())
                .expectEvents(new NodeAdded(ID, ORGANIZATION_ID, USER_ID, "new-1", LEADS.id(), "Leads"),
                        addedNow("new-2", "new-1", "a"), addedNow("new-3", ROOT, "new-1"));
    }

    // Ends

    @Test
    void refuses_an_unknown_source() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect("unknown", "a")).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("source_node").key("id"))));
    }

    @Test
    void refuses_an_unknown_target() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect(ROOT, "unknown")).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("target_node").key("id"))));
    }

    @Test
    void looks_at_the_source_before_the_target() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect(id("unknown"), reference("unknown"))).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("source_node").key("id"))));
    }

    @Test
    void refuses_a_source_that_this_request_removes() {
        workflow.given(diagram())
                .when(UPDATE.nodes(remove("a")).connections(connect("a", "b")).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("source_node").key("id"))));
    }

    @Test
    void refuses_a_target_that_this_request_removes() {
        workflow.given(diagram())
                .when(UPDATE.nodes(remove("a")).connections(connect(ROOT, "b"), connect(ROOT, "a")).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(1).key("target_node").key("id"))));
    }

    @Test
    void refuses_a_node_that_an_earlier_request_removed() {
        workflow.given(drafted(), node("a", LEADS), withoutNode("a"))
                .when(UPDATE.connections(connect(ROOT, "a")).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("target_node").key("id"))));
    }

    @Test
    void refuses_a_reference_that_no_node_has() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS)).connections(connect(id(ROOT), reference("new"))).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("target_node").key("reference_id"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"New", "new ", "ne", "new-1"})
    void refuses_what_is_not_exactly_the_reference(String reference) {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new")).connections(connect(reference(reference), id("a"))).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("source_node").key("reference_id"))));
    }

    @Test
    void does_not_take_the_id_of_a_node_for_a_reference() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect(id(ROOT), reference("a"))).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("target_node").key("reference_id"))));
    }

    @Test
    void does_not_take_a_reference_for_the_id_of_a_node() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new")).connections(connect(ROOT, "new")).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("target_node").key("id"))));
    }

    @Test
    void does_not_know_a_new_node_by_the_id_that_it_is_going_to_have() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new")).connections(connect(ROOT, "new-1")).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("target_node").key("id"))));
    }

    // Where it may lead

    @Test
    void refuses_to_lead_from_a_node_to_itself() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect("a", "a")).command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    @Test
    void refuses_to_lead_from_a_new_node_to_itself() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new")).connections(connect(reference("new"), reference("new")))
                        .command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ROOT})
    void refuses_to_lead_to_the_root(String source) {
        workflow.given(diagram())
                .when(UPDATE.connections(connect(source, ROOT)).command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    @Test
    void refuses_to_lead_straight_back() {
        workflow.given(diagram(connection("1", "a", "b")))
                .when(UPDATE.connections(connect("b", "a")).command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    @Test
    void refuses_to_lead_back_by_a_long_way() {
        workflow.given(diagram(connection("1", "c", "b"), connection("2", "b", "a"), connection("3", ROOT, "c")))
                .when(UPDATE.connections(connect("a", "c")).command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    @Test
    void refuses_to_lead_back_through_every_node_there_may_be() {
        var chain = new ArrayList<WorkflowEvent>(List.of(drafted(), node("2", LEADS)));
        for (var i = 3; i <= 50; i++) {
            chain.add(node("" + i, LEADS));
            chain.add(connection("c" + i, "" + (i - 1), "" + i));
        }
        workflow.given(chain)
                .when(UPDATE.connections(connect("50", "2")).command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    @Test
    void refuses_two_connections_that_lead_back_together() {
        workflow.given(diagram(connection("1", "a", "b")))
                .when(UPDATE.connections(connect("b", "c"), connect("c", "a")).command())
                .expectNoEvents().expectException(refused(new ValueInvalid(connectionAt(1))));
    }

    @Test
    void refuses_to_lead_back_through_a_new_node() {
        workflow.given(diagram(connection("1", "a", "b")))
                .when(UPDATE.nodes(add(LEADS, "new"))
                        .connections(connect(id("b"), reference("new")), connect(reference("new"), id("a"))).command())
                .expectNoEvents().expectException(refused(new ValueInvalid(connectionAt(1))));
    }

    @Test
    void may_turn_a_connection_around() {
        workflow.given(diagram(connection("1", "a", "b")))
                .when(UPDATE.connections(disconnect("1"), connect("b", "a")).command())
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("1"), addedNow("new-1", "b", "a"));
    }

    @Test
    void may_turn_a_connection_around_that_it_removes_only_later() {
        workflow.given(diagram(connection("1", "a", "b")))
                .when(UPDATE.connections(connect("b", "a"), disconnect("1")).command())
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("1"), addedNow("new-1", "b", "a"));
    }

    @Test
    void may_close_what_a_removed_node_opens() {
        workflow.given(diagram(connection("1", "a", "b"), connection("2", "b", "c")))
                .when(UPDATE.nodes(remove("b")).connections(connect("c", "a")).command())
                .expectEvents(new NodeRemoved(ID, ORGANIZATION_ID, USER_ID, "b", List.of("1", "2"), List.of()),
                        addedNow("new-1", "c", "a"));
    }

    @Test
    void does_not_lead_back_by_what_earlier_requests_removed() {
        workflow.given(diagram(connection("1", "a", "b"), withoutConnection("1"), connection("2", "b", "c"),
                connection("3", "c", "a"), withoutNode("c", "2", "3")))
                .when(UPDATE.connections(connect("b", "a")).command())
                .expectEvents(addedNow("new-1", "b", "a"));
    }

    @Test
    void refuses_to_lead_back_although_it_removes_another_way() {
        workflow.given(diagram(connection("1", "a", "b"), connection("2", "a", "c"), connection("3", "c", "b")))
                .when(UPDATE.connections(connect("b", "a"), disconnect("1")).command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    @Test
    void refuses_to_lead_back_although_it_mentions_that_way() {
        workflow.given(diagram(connection("1", "a", "b")))
                .when(UPDATE.connections(connect("b", "a"), keepConnection("1")).command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    // Pairs

    @Test
    void refuses_a_pair_that_is_connected() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(connect(ROOT, "a")).command())
                .expectNoEvents().expectException(refused(DUPLICATE));
    }

    @Test
    void refuses_a_pair_that_is_connected_and_kept() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(keepConnection("1"), connect(ROOT, "a")).command())
                .expectNoEvents().expectException(refused(new Duplicate("connection", connectionAt(1))));
    }

    @Test
    void refuses_a_pair_that_is_there_twice() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect(ROOT, "a"), connect("a", "b"), connect(ROOT, "a")).command())
                .expectNoEvents().expectException(refused(new Duplicate("connection", connectionAt(2))));
    }

    @Test
    void refuses_a_pair_with_a_new_node_that_is_there_twice() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new"))
                        .connections(connect(id(ROOT), reference("new")), connect(id(ROOT), reference("new")))
                        .command())
                .expectNoEvents().expectException(refused(new Duplicate("connection", connectionAt(1))));
    }

    @Test
    void may_replace_a_connection_by_one_of_the_same_pair() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(disconnect("1"), connect(ROOT, "a")).command())
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("1"), addedNow("new-1", ROOT, "a"));
    }

    @Test
    void may_replace_a_connection_that_it_removes_only_later() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(connect(ROOT, "a"), disconnect("1")).command())
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("1"), addedNow("new-1", ROOT, "a"));
    }

    @Test
    void refuses_to_replace_a_connection_twice() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(connect(ROOT, "a"), disconnect("1"), connect(ROOT, "a")).command())
                .expectNoEvents().expectException(refused(new Duplicate("connection", connectionAt(2))));
    }

    // Removing and mentioning

    @Test
    void removes_connections_in_the_order_of_the_request() {
        workflow.given(diagram(connection("1", ROOT, "a"), connection("2", "a", "b"), connection("3", "b", "c")))
                .when(UPDATE.connections(disconnect("3"), keepConnection("2"), disconnect("1")).command())
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("3"), removedNow("1"));
    }

    @Test
    void leaves_connections_alone_that_are_mentioned() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(keepConnection("1")).command())
                .expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void refuses_to_remove_what_it_does_not_have() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(disconnect("1"), disconnect("2")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(connectionAt(1).key("id"))));
    }

    @Test
    void refuses_to_keep_what_it_does_not_have() {
        workflow.given(diagram())
                .when(UPDATE.connections(keepConnection("1")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(connectionAt(0).key("id"))));
    }

    @Test
    void does_not_take_a_node_for_a_connection() {
        workflow.given(diagram())
                .when(UPDATE.connections(disconnect("a")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(connectionAt(0).key("id"))));
    }

    @Test
    void does_not_remove_a_connection_twice() {
        workflow.given(diagram(connection("1", ROOT, "a"), withoutConnection("1")))
                .when(UPDATE.connections(disconnect("1")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(connectionAt(0).key("id"))));
    }

    @Test
    void does_not_remove_a_connection_that_went_with_its_node() {
        workflow.given(diagram(connection("1", ROOT, "a"), withoutNode("a", "1")))
                .when(UPDATE.connections(disconnect("1")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(connectionAt(0).key("id"))));
    }

    static Stream<List<Update.ConnectionElement>> mentions() {
        return Stream.of(List.of(keepConnection("1"), keepConnection("1")),
                List.of(keepConnection("1"), disconnect("1")), List.of(disconnect("1"), keepConnection("1")),
                List.of(disconnect("1"), disconnect("1")));
    }

    @ParameterizedTest
    @MethodSource("mentions")
    void refuses_a_connection_that_is_mentioned_twice(List<Update.ConnectionElement> elements) {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(elements.get(0), connect("b", "c"), elements.get(1)).command())
                .expectNoEvents().expectException(refused(new Duplicate("id", connectionAt(2).key("id"))));
    }

    // One element before the next

    static Stream<Update.ConnectionElement> wrongElements() {
        return Stream.of(keepConnection("unknown"), disconnect("unknown"), connect("unknown", "a"), connect("a", ROOT),
                connect(ROOT, "a"), connect("b", "a"), connect("c", "c"));
    }

    @ParameterizedTest
    @MethodSource("wrongElements")
    void looks_at_a_faulty_element_before_the_one_behind_it(Update.ConnectionElement wrong) {
        workflow.given(diagram(connection("1", ROOT, "a"), connection("2", "a", "b")))
                .when(UPDATE.connections(faultyConnection(FAULT), wrong).command())
                .expectNoEvents().expectException(refused(FAULT));
    }

    @ParameterizedTest
    @MethodSource("wrongElements")
    void looks_at_a_faulty_element_after_the_one_before_it(Update.ConnectionElement wrong) {
        workflow.given(diagram(connection("1", ROOT, "a"), connection("2", "a", "b")))
                .when(UPDATE.connections(keepConnection("1"), wrong, faultyConnection(FAULT)).command())
                .expectNoEvents().expectException(not(refused(FAULT))).expectException(RefusedException.class);
    }

    @Test
    void looks_at_a_faulty_element_after_an_end_that_is_not_there() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect(ROOT, "unknown"), faultyConnection(FAULT)).command())
                .expectNoEvents()
                .expectException(refused(new ValueInvalid(connectionAt(0).key("target_node").key("id"))));
    }

    @Test
    void looks_at_a_connection_before_an_unknown_one_behind_it() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect("a", "a"), disconnect("unknown")).command())
                .expectNoEvents().expectException(refused(INVALID));
    }

    @Test
    void looks_at_an_unknown_connection_before_one_behind_it() {
        workflow.given(diagram())
                .when(UPDATE.connections(disconnect("unknown"), connect("a", "a")).command())
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(connectionAt(0).key("id"))));
    }

    @Test
    void refuses_everything_for_one_wrong_connection_at_the_end() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.name("another").nodes(remove("c"))
                        .connections(disconnect("1"), connect(ROOT, "b"), connect("b", ROOT)).command())
                .expectNoEvents().expectException(refused(new ValueInvalid(connectionAt(2))));
    }
}
