package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Diagrams.diagram;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Update.UPDATE;
import static io.connectedworkflow.domain.workflow.Update.connect;
import static io.connectedworkflow.domain.workflow.Update.connectionAt;
import static io.connectedworkflow.domain.workflow.Update.disconnect;
import static io.connectedworkflow.domain.workflow.Update.faultyConnection;
import static io.connectedworkflow.domain.workflow.Update.keepConnection;
import static io.connectedworkflow.domain.workflow.Update.remove;
import static org.hamcrest.Matchers.not;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.RefusedException;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of several faulty connections an update is refused for. */
class ConnectionChangesOrderTest {

    private static final Refusal FAULT = new FieldMissing(FieldPath.of("the faulty element's source_node"));
    private static final Refusal INVALID = new ValueInvalid(connectionAt(0));

    private final AggregateTestFixture<ConnectedWorkflow> workflow = Diagrams.fixture();

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
