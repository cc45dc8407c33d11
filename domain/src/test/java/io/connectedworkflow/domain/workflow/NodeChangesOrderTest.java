package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Update.UPDATE;
import static io.connectedworkflow.domain.workflow.Update.add;
import static io.connectedworkflow.domain.workflow.Update.disconnect;
import static io.connectedworkflow.domain.workflow.Update.faulty;
import static io.connectedworkflow.domain.workflow.Update.faultyConnection;
import static io.connectedworkflow.domain.workflow.Update.keep;
import static io.connectedworkflow.domain.workflow.Update.nodeAt;
import static io.connectedworkflow.domain.workflow.Update.remove;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of several faults in the nodes of an update it is refused for. */
class NodeChangesOrderTest {

    private static final Refusal MODULE_MISSING = new FieldMissing(FieldPath.of("the faulty element's module"));

    private final AggregateTestFixture<ConnectedWorkflow> workflow = Diagrams.fixture();

    @Test
    void looks_for_a_second_mention_before_the_root() {
        workflow.given(drafted())
                .when(UPDATE.nodes(keep(ROOT), remove(ROOT)).command())
                .expectNoEvents().expectException(refused(new Duplicate("id", nodeAt(1).key("id"))));
    }

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
