package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Past.deactivated;
import static io.connectedworkflow.domain.workflow.Past.deleted;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.workflow.command.DeleteConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** When a workflow may be deleted, and what can be done with it then. */
class DeleteConnectedWorkflowTest {

    private static final DeleteConnectedWorkflow DELETE = new DeleteConnectedWorkflow(ID, ASHA.seen(), null);
    private static final WorkflowDeleted DELETED = new WorkflowDeleted(ID, ORGANIZATION_ID, USER_ID);

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, new FakeIds());
        return fixture;
    }

    @Test
    void deletes_a_draft() {
        workflow.given(drafted())
                .when(DELETE)
                .expectEvents(DELETED);

        assertThat(register.locks()).isZero();
    }

    @Test
    void deletes_an_active_workflow() {
        workflow.given(drafted(), activated())
                .when(DELETE)
                .expectEvents(DELETED);
    }

    @Test
    void deletes_an_inactive_workflow() {
        workflow.given(drafted(), activated(), deactivated())
                .when(DELETE)
                .expectEvents(DELETED);
    }

    @Test
    void deletes_a_whole_diagram_in_one_event() {
        workflow.given(drafted(), node("leads", LEADS), connection("c", ROOT, "leads"))
                .when(DELETE)
                .expectEvents(DELETED);
    }

    @Test
    void deletes_whatever_became_of_modules_and_limits() {
        workflow.given(drafted())
                .when(new DeleteConnectedWorkflow(ID, ASHA.listing().mayHave(0).seen(), null))
                .expectEvents(DELETED);
    }

    @Test
    void does_not_delete_twice() {
        workflow.given(drafted(), deleted())
                .when(DELETE)
                .expectNoEvents().expectException(refused(new IdUnknown(2)));
    }
}
