package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Now.activatedNow;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.deactivated;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.renamed;
import static io.connectedworkflow.domain.workflow.Past.withoutNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.Refusal.ActiveLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.AlreadyActive;
import io.connectedworkflow.domain.refusal.Refusal.ModuleName;
import io.connectedworkflow.domain.refusal.Refusal.ModulesDisabled;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** When a workflow may be put to work, by its status, its modules and the limit of its organization. */
class ActivateConnectedWorkflowTest {

    private static final ModuleName LEADS_NAME = new ModuleName(LEADS.id(), "Leads");

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, new FakeIds());
        return fixture;
    }

    private static ActivateConnectedWorkflow activate(TestOrganization caller) {
        return new ActivateConnectedWorkflow(ID, caller.seen(), null);
    }

    private static CrmModule switchedOff(CrmModule module) {
        return new CrmModule(module.id(), module.apiName(), false, List.of());
    }

    @Test
    void activates_a_draft_and_records_why_it_was_allowed() {
        workflow.given(drafted())
                .when(activate(ASHA))
                .expectSuccessfulHandlerExecution().expectEvents(activatedNow(25));
    }

    @Test
    void activates_an_inactive_workflow() {
        workflow.given(drafted(), activated(), deactivated())
                .when(activate(ASHA))
                .expectSuccessfulHandlerExecution().expectEvents(activatedNow(25));
    }

    @Test
    void refuses_an_active_workflow() {
        workflow.given(drafted(), activated())
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new AlreadyActive()));

        assertThat(register.locks()).isZero();
    }

    @Test
    void refuses_a_workflow_that_is_active_again() {
        workflow.given(drafted(), activated(), deactivated(), activated())
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new AlreadyActive()));
    }

    @Test
    void does_not_take_a_changed_workflow_for_an_inactive_one() {
        workflow.given(drafted(), activated(), renamed("deals-process"), node("deals", DEALS))
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new AlreadyActive()));
    }

    @Test
    void activates_a_workflow_whose_modules_are_all_supported() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), node("more deals", DEALS))
                .when(activate(ASHA))
                .expectEvents(activatedNow(25));
    }

    @Test
    void refuses_a_module_that_is_no_longer_supported() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(activate(ASHA.listing(CONTACTS, switchedOff(LEADS))))
                .expectNoEvents().expectException(refused(new ModulesDisabled(List.of(LEADS_NAME))));

        assertThat(register.locks()).isZero();
    }

    @Test
    void refuses_a_primary_module_that_is_no_longer_supported() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(activate(ASHA.listing(switchedOff(CONTACTS), LEADS)))
                .expectNoEvents()
                .expectException(refused(new ModulesDisabled(List.of(new ModuleName(CONTACTS.id(), "Contacts")))));
    }

    @Test
    void names_every_unsupported_module_once_in_the_order_of_the_nodes() {
        workflow.given(drafted(), node("deals", DEALS), node("leads", LEADS), node("more deals", DEALS),
                node("more contacts", CONTACTS))
                .when(activate(ASHA.listing(switchedOff(LEADS), CONTACTS, switchedOff(DEALS))))
                .expectNoEvents().expectException(
                        refused(new ModulesDisabled(List.of(new ModuleName(DEALS.id(), "Deals"), LEADS_NAME))));
    }

    @Test
    void names_an_unsupported_module_as_the_directory_does_now() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(activate(ASHA.listing(CONTACTS, new CrmModule(LEADS.id(), "Prospects", false, List.of()))
                        .havingListed(Map.of(LEADS.id(), "Leads"))))
                .expectNoEvents()
                .expectException(refused(new ModulesDisabled(List.of(new ModuleName(LEADS.id(), "Prospects")))));
    }

    @Test
    void names_a_vanished_module_as_the_directory_knew_it_last() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(activate(ASHA.listing(CONTACTS).havingListed(Map.of(LEADS.id(), "Prospects"))))
                .expectNoEvents()
                .expectException(refused(new ModulesDisabled(List.of(new ModuleName(LEADS.id(), "Prospects")))));
    }

    @Test
    void names_a_vanished_module_that_the_directory_does_not_remember_as_the_workflow_does() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(activate(ASHA.listing(CONTACTS)))
                .expectNoEvents().expectException(refused(new ModulesDisabled(List.of(LEADS_NAME))));
    }

    @Test
    void names_a_vanished_module_once_by_the_last_name_that_it_was_added_by() {
        var prospects = new CrmModule(LEADS.id(), "Prospects", true, List.of());
        workflow.given(drafted(), node("leads", LEADS), node("prospects", prospects))
                .when(activate(ASHA.listing(CONTACTS)))
                .expectNoEvents()
                .expectException(refused(new ModulesDisabled(List.of(new ModuleName(LEADS.id(), "Prospects")))));
    }

    @Test
    void knows_a_module_by_its_id_whatever_it_is_called() {
        var prospects = new CrmModule(LEADS.id(), "Prospects", true, List.of());
        workflow.given(drafted(), node("leads", LEADS))
                .when(activate(ASHA.listing(CONTACTS, prospects)))
                .expectEvents(activatedNow(25));
    }

    @Test
    void does_not_take_another_module_of_the_same_name_for_the_one_it_has() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(activate(ASHA.listing(CONTACTS, new CrmModule("1", "Leads", true, List.of()))))
                .expectNoEvents().expectException(refused(new ModulesDisabled(List.of(LEADS_NAME))));
    }

    @Test
    void does_not_mind_the_module_of_a_node_that_is_gone() {
        workflow.given(drafted(), node("leads", LEADS), withoutNode("leads"))
                .when(activate(ASHA.listing(CONTACTS)))
                .expectEvents(activatedNow(25));
    }

    @Test
    void activates_the_last_workflow_of_the_limit() {
        register.hasActive(24);
        workflow.given(drafted())
                .when(activate(ASHA))
                .expectEvents(activatedNow(25));
    }

    @Test
    void refuses_one_more_than_the_limit() {
        register.hasActive(25);
        workflow.given(drafted())
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new ActiveLimitReached(25)));
    }

    @Test
    void refuses_when_the_limit_was_lowered_below_what_is_active() {
        register.hasActive(3);
        workflow.given(drafted(), activated(), deactivated())
                .when(activate(ASHA.mayHave(2)))
                .expectNoEvents().expectException(refused(new ActiveLimitReached(2)));
    }

    @Test
    void refuses_the_first_where_none_is_allowed() {
        workflow.given(drafted())
                .when(activate(ASHA.mayHave(0)))
                .expectNoEvents().expectException(refused(new ActiveLimitReached(0)));
    }

    @Test
    void records_the_limit_of_the_organization() {
        register.hasActive(1);
        workflow.given(drafted())
                .when(activate(ASHA.mayHave(2)))
                .expectEvents(activatedNow(2));
    }

    @Test
    void counts_active_workflows_and_no_others() {
        register.holds("leads-process", LEADS);
        register.holds("deals-process", DEALS);
        workflow.given(drafted())
                .when(activate(ASHA.mayHave(1)))
                .expectEvents(activatedNow(1));
    }

    @Test
    void locks_the_register_once_and_asks_for_no_name_and_no_module() {
        workflow.given(drafted())
                .when(activate(ASHA))
                .expectSuccessfulHandlerExecution();

        assertThat(register.asked()).containsExactly(new FakeRegister.Asked(ORGANIZATION_ID, ID, null, null));
    }

    @Test
    void looks_at_the_status_before_the_modules_and_the_limit() {
        register.hasActive(25);
        workflow.given(drafted(), activated(), node("leads", LEADS))
                .when(activate(ASHA.listing(CONTACTS)))
                .expectNoEvents().expectException(refused(new AlreadyActive()));
    }

    @Test
    void looks_at_the_modules_before_the_limit() {
        register.hasActive(25);
        workflow.given(drafted(), node("leads", LEADS))
                .when(activate(ASHA.listing(CONTACTS)))
                .expectNoEvents().expectException(refused(new ModulesDisabled(List.of(LEADS_NAME))));
    }

    @Test
    void looks_at_the_version_before_the_status() {
        workflow.given(drafted(), activated())
                .when(new ActivateConnectedWorkflow(ID, ASHA.seen(), 1L))
                .expectNoEvents().expectException(refused(new VersionStale(2)));
    }
}
