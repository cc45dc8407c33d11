package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Diagrams.diagram;
import static io.connectedworkflow.domain.workflow.Now.connectedNow;
import static io.connectedworkflow.domain.workflow.Now.disconnectedNow;
import static io.connectedworkflow.domain.workflow.Now.removedNow;
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

import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a connection may lead: never back, never to the root, and to a node only once from the same node. */
class AllowedConnectionsTest {

    private static final Refusal INVALID = new ValueInvalid(connectionAt(0));
    private static final Refusal DUPLICATE = new Duplicate("connection", connectionAt(0));

    private final AggregateTestFixture<ConnectedWorkflow> workflow = Diagrams.fixture();

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
                .expectSuccessfulHandlerExecution().expectEvents(disconnectedNow("1"), connectedNow("new-1", "b", "a"));
    }

    @Test
    void may_turn_a_connection_around_that_it_removes_only_later() {
        workflow.given(diagram(connection("1", "a", "b")))
                .when(UPDATE.connections(connect("b", "a"), disconnect("1")).command())
                .expectSuccessfulHandlerExecution().expectEvents(disconnectedNow("1"), connectedNow("new-1", "b", "a"));
    }

    @Test
    void may_close_what_a_removed_node_opens() {
        workflow.given(diagram(connection("1", "a", "b"), connection("2", "b", "c")))
                .when(UPDATE.nodes(remove("b")).connections(connect("c", "a")).command())
                .expectEvents(removedNow("b", "1", "2"),
                        connectedNow("new-1", "c", "a"));
    }

    @Test
    void does_not_lead_back_by_what_earlier_requests_removed() {
        workflow.given(diagram(connection("1", "a", "b"), withoutConnection("1"), connection("2", "b", "c"),
                connection("3", "c", "a"), withoutNode("c", "2", "3")))
                .when(UPDATE.connections(connect("b", "a")).command())
                .expectEvents(connectedNow("new-1", "b", "a"));
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
                .expectSuccessfulHandlerExecution()
                .expectEvents(disconnectedNow("1"), connectedNow("new-1", ROOT, "a"));
    }

    @Test
    void may_replace_a_connection_that_it_removes_only_later() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(connect(ROOT, "a"), disconnect("1")).command())
                .expectSuccessfulHandlerExecution()
                .expectEvents(disconnectedNow("1"), connectedNow("new-1", ROOT, "a"));
    }

    @Test
    void refuses_to_replace_a_connection_twice() {
        workflow.given(diagram(connection("1", ROOT, "a")))
                .when(UPDATE.connections(connect(ROOT, "a"), disconnect("1"), connect(ROOT, "a")).command())
                .expectNoEvents().expectException(refused(new Duplicate("connection", connectionAt(2))));
    }
}
