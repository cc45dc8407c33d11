package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.deactivated;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.refusal.Refusal.AlreadyInactive;
import io.connectedworkflow.domain.refusal.Refusal.DraftNotDeactivatable;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import io.connectedworkflow.domain.workflow.command.DeactivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.WorkflowDeactivated;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** When a workflow may be switched off. */
class DeactivateConnectedWorkflowTest {

    private static final DeactivateConnectedWorkflow DEACTIVATE = new DeactivateConnectedWorkflow(ID, ASHA.seen(),
            null);
    private static final WorkflowDeactivated DEACTIVATED = new WorkflowDeactivated(ID, ORGANIZATION_ID, USER_ID);

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, new FakeIds());
        return fixture;
    }

    @Test
    void deactivates_an_active_workflow() {
        workflow.given(drafted(), activated())
                .when(DEACTIVATE)
                .expectSuccessfulHandlerExecution().expectEvents(DEACTIVATED);

        assertThat(register.locks()).isZero();
    }

    @Test
    void deactivates_a_workflow_that_was_activated_again() {
        workflow.given(drafted(), activated(), deactivated(), activated())
                .when(DEACTIVATE)
                .expectEvents(DEACTIVATED);
    }

    @Test
    void deactivates_whatever_became_of_modules_and_limits() {
        register.hasActive(25);
        workflow.given(drafted(), activated())
                .when(new DeactivateConnectedWorkflow(ID, ASHA.listing().mayHave(0).seen(), null))
                .expectEvents(DEACTIVATED);
    }

    @Test
    void refuses_an_inactive_workflow() {
        workflow.given(drafted(), activated(), deactivated())
                .when(DEACTIVATE)
                .expectNoEvents().expectException(refused(new AlreadyInactive()));
    }

    @Test
    void refuses_a_draft() {
        workflow.given(drafted())
                .when(DEACTIVATE)
                .expectNoEvents().expectException(refused(new DraftNotDeactivatable()));
    }

    @Test
    void refuses_a_draft_that_was_changed() {
        workflow.given(drafted(), renamed("deals-process"), node("deals", DEALS))
                .when(DEACTIVATE)
                .expectNoEvents().expectException(refused(new DraftNotDeactivatable()));
    }

    @Test
    void looks_at_the_version_before_the_status() {
        workflow.given(drafted(), renamed("deals-process"))
                .when(new DeactivateConnectedWorkflow(ID, ASHA.seen(), 1L))
                .expectNoEvents().expectException(refused(new VersionStale(2)));
    }
}
