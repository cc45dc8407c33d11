package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Now.activatedNow;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.Past.withoutConnection;
import static io.connectedworkflow.domain.workflow.Past.withoutNode;
import static io.connectedworkflow.domain.workflow.Past.withoutRule;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.Refusal.AlreadyActive;
import io.connectedworkflow.domain.refusal.Refusal.ModuleName;
import io.connectedworkflow.domain.refusal.Refusal.ModulesDisabled;
import io.connectedworkflow.domain.refusal.Refusal.RulesDisconnected;
import io.connectedworkflow.domain.refusal.Refusal.TooManyRules;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.RuleChanged;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** Which rules keep a workflow from being put to work. */
class ActivateWithRulesTest {

    private static final ModuleName LEADS_NAME = new ModuleName(LEADS.id(), "Leads");
    private static final ModuleName CONTACTS_NAME = new ModuleName(CONTACTS.id(), "Contacts");

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

    private static RuleAdded creatingDeals(String rule, String node) {
        return rule(rule, node, CREATED, when("c1 of " + rule, 1, updating("501")),
                when("c2 of " + rule, 2, creating("a2 of " + rule, NEW_DEAL)),
                when("c3 of " + rule, 3, creating("a3 of " + rule, NEW_DEAL)));
    }

    @Test
    void activates_a_workflow_with_as_many_rules_of_a_module_as_are_allowed() {
        workflow.given(drafted(), node("leads", LEADS), rule("r1", ROOT), rule("r2", "leads"), rule("r3", ROOT),
                rule("r4", "leads"))
                .when(activate(ASHA.mayHaveRules(2)))
                .expectEvents(activatedNow(25));
    }

    @Test
    void refuses_more_rules_of_a_module_than_are_allowed() {
        workflow.given(drafted(), node("leads", LEADS), rule("r1", ROOT), rule("r2", ROOT), rule("r3", ROOT),
                rule("r4", "leads"))
                .when(activate(ASHA.mayHaveRules(2)))
                .expectNoEvents().expectException(refused(new TooManyRules(List.of(CONTACTS_NAME))));
    }

    @Test
    void counts_the_rules_of_all_nodes_of_a_module() {
        workflow.given(drafted(), node("leads", LEADS), node("more leads", LEADS), rule("r1", "leads"),
                rule("r2", "more leads"), rule("r3", ROOT))
                .when(activate(ASHA.mayHaveRules(1)))
                .expectNoEvents().expectException(refused(new TooManyRules(List.of(LEADS_NAME))));
    }

    @Test
    void names_every_module_with_too_many_rules_once_in_the_order_of_the_nodes() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), node("more leads", LEADS),
                rule("r1", "more leads"), rule("r2", ROOT), rule("r3", "leads"))
                .when(activate(ASHA.mayHaveRules(0)))
                .expectNoEvents().expectException(refused(new TooManyRules(List.of(CONTACTS_NAME, LEADS_NAME))));
    }

    @Test
    void names_a_module_with_too_many_rules_as_the_directory_does_now() {
        workflow.given(drafted(), node("leads", LEADS), rule("r1", "leads"))
                .when(activate(ASHA.mayHaveRules(0).listing(CONTACTS,
                        new CrmModule(LEADS.id(), "Prospects", true, List.of()))))
                .expectNoEvents()
                .expectException(refused(new TooManyRules(List.of(new ModuleName(LEADS.id(), "Prospects")))));
    }

    @Test
    void does_not_count_rules_that_are_gone() {
        workflow.given(drafted(), node("leads", LEADS), node("more leads", LEADS), rule("r1", ROOT), rule("r2", ROOT),
                withoutRule("r1"), rule("r3", "leads"), rule("r4", "more leads"), withoutNode("leads"))
                .when(activate(ASHA.mayHaveRules(1)))
                .expectEvents(activatedNow(25));
    }

    @Test
    void activates_a_workflow_whose_rules_create_records_where_their_nodes_point() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), connection("a", ROOT, "deals"),
                connection("b", "leads", "deals"), creatingDeals("r1", ROOT), creatingDeals("r2", "leads"))
                .when(activate(ASHA))
                .expectEvents(activatedNow(25));
    }

    @Test
    void activates_a_workflow_when_one_of_several_nodes_of_the_record_s_module_is_pointed_to() {
        workflow.given(drafted(), node("deals", DEALS), node("more deals", DEALS), connection("a", ROOT, "deals"),
                creatingDeals("r1", ROOT), withoutConnection("a"), connection("b", ROOT, "more deals"))
                .when(activate(ASHA))
                .expectEvents(activatedNow(25));
    }

    @Test
    void refuses_a_rule_that_lost_its_connection() {
        workflow.given(drafted(), node("deals", DEALS), connection("a", ROOT, "deals"), creatingDeals("r1", ROOT),
                withoutConnection("a"))
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new RulesDisconnected(List.of("r1"))));
    }

    @Test
    void refuses_a_rule_that_lost_the_node_it_pointed_to() {
        workflow.given(drafted(), node("deals", DEALS), connection("a", ROOT, "deals"), creatingDeals("r1", ROOT),
                withoutNode("deals", "a"))
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new RulesDisconnected(List.of("r1"))));
    }

    @Test
    void names_every_disconnected_rule_once_in_the_order_in_which_they_were_made() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), connection("a", ROOT, "deals"),
                connection("b", ROOT, "leads"), connection("c", "leads", "deals"), creatingDeals("r2", "leads"),
                creatingDeals("r3", ROOT), rule("r4", ROOT), creatingDeals("r1", ROOT), withoutConnection("a"))
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new RulesDisconnected(List.of("r3", "r1"))));
    }

    @Test
    void does_not_take_a_way_through_another_node_for_a_connection() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), connection("a", ROOT, "leads"),
                connection("b", "leads", "deals"), creatingDeals("r1", ROOT))
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new RulesDisconnected(List.of("r1"))));
    }

    @Test
    void does_not_mind_what_a_rule_did_before_it_was_changed() {
        workflow.given(drafted(), creatingDeals("r1", ROOT), creatingDeals("r2", ROOT), withoutRule("r2"),
                new RuleChanged(ID, ORGANIZATION_ID, USER_ID, "r1", null,
                        List.of(when("c1 of r1", 1, updating("501")))))
                .when(activate(ASHA))
                .expectEvents(activatedNow(25));
    }

    @Test
    void looks_at_the_modules_before_the_rules() {
        workflow.given(drafted(), node("leads", LEADS), creatingDeals("r1", ROOT))
                .when(activate(ASHA.mayHaveRules(0).listing(CONTACTS)))
                .expectNoEvents().expectException(refused(new ModulesDisabled(List.of(LEADS_NAME))));
    }

    @Test
    void looks_at_the_number_of_rules_before_their_connections_and_the_limit() {
        register.hasActive(25);
        workflow.given(drafted(), creatingDeals("r1", ROOT))
                .when(activate(ASHA.mayHaveRules(0)))
                .expectNoEvents().expectException(refused(new TooManyRules(List.of(CONTACTS_NAME))));

        assertThat(register.locks()).isZero();
    }

    @Test
    void looks_at_the_connections_of_rules_before_the_limit() {
        register.hasActive(25);
        workflow.given(drafted(), creatingDeals("r1", ROOT))
                .when(activate(ASHA))
                .expectNoEvents().expectException(refused(new RulesDisconnected(List.of("r1"))));

        assertThat(register.locks()).isZero();
    }

    @Test
    void looks_at_the_status_before_the_rules() {
        workflow.given(drafted(), creatingDeals("r1", ROOT), activated())
                .when(activate(ASHA.mayHaveRules(0)))
                .expectNoEvents().expectException(refused(new AlreadyActive()));
    }
}
