package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Diagrams.diagram;
import static io.connectedworkflow.domain.workflow.Now.addedNow;
import static io.connectedworkflow.domain.workflow.Now.connectedNow;
import static io.connectedworkflow.domain.workflow.Now.disconnectedNow;
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
import static io.connectedworkflow.domain.workflow.Update.id;
import static io.connectedworkflow.domain.workflow.Update.keepConnection;
import static io.connectedworkflow.domain.workflow.Update.reference;
import static io.connectedworkflow.domain.workflow.Update.remove;

import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections an update may add, by their ends, and which it may remove. */
class ConnectionChangesTest {

    private final AggregateTestFixture<ConnectedWorkflow> workflow = Diagrams.fixture();

    @Test
    void connects_two_nodes() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect(ROOT, "a")).command())
                .expectSuccessfulHandlerExecution().expectEvents(connectedNow("new-1", ROOT, "a"));
    }

    @Test
    void connects_nodes_that_nothing_connects_with_the_root() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect("a", "b")).command())
                .expectEvents(connectedNow("new-1", "a", "b"));
    }

    @Test
    void connects_as_many_as_are_asked_for_in_their_order() {
        workflow.given(diagram())
                .when(UPDATE.connections(connect("a", "b"), connect(ROOT, "a"), connect(ROOT, "c")).command())
                .expectEvents(connectedNow("new-1", "a", "b"), connectedNow("new-2", ROOT, "a"),
                        connectedNow("new-3", ROOT, "c"));
    }

    @Test
    void may_lead_to_a_node_by_several_ways() {
        workflow.given(diagram(connection("1", ROOT, "a"), connection("2", ROOT, "b"), connection("3", "a", "c")))
                .when(UPDATE.connections(connect("b", "c"), connect(ROOT, "c")).command())
                .expectEvents(connectedNow("new-1", "b", "c"), connectedNow("new-2", ROOT, "c"));
    }

    @Test
    void connects_a_new_node_by_its_reference() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new")).connections(connect(id("a"), reference("new"))).command())
                .expectEvents(addedNow("new-1", LEADS),
                        connectedNow("new-2", "a", "new-1"));
    }

    @Test
    void connects_from_and_to_a_new_node() {
        workflow.given(diagram())
                .when(UPDATE.nodes(add(LEADS, "new"))
                        .connections(connect(reference("new"), id("a")), connect(id(ROOT), reference("new")))
                        .command())
                .expectEvents(addedNow("new-1", LEADS),
                        connectedNow("new-2", "new-1", "a"), connectedNow("new-3", ROOT, "new-1"));
    }

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

    @Test
    void removes_connections_in_the_order_of_the_request() {
        workflow.given(diagram(connection("1", ROOT, "a"), connection("2", "a", "b"), connection("3", "b", "c")))
                .when(UPDATE.connections(disconnect("3"), keepConnection("2"), disconnect("1")).command())
                .expectSuccessfulHandlerExecution().expectEvents(disconnectedNow("3"), disconnectedNow("1"));
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
    void removes_a_connection_that_stayed_when_another_node_went() {
        workflow.given(diagram(connection("1", ROOT, "a"), connection("2", "a", "b"), withoutNode("b", "2")))
                .when(UPDATE.connections(disconnect("1")).command())
                .expectEvents(disconnectedNow("1"));
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
}
