package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Past.deactivated;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.Past.withoutConnection;
import static io.connectedworkflow.domain.workflow.Past.withoutNode;
import static io.connectedworkflow.domain.workflow.Past.withoutRule;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.Update.UPDATE;
import static io.connectedworkflow.domain.workflow.Update.disconnect;
import static io.connectedworkflow.domain.workflow.Update.remove;

import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.workflow.command.DeleteRule;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.RuleRemoved;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How rules go: by themselves, or with their node. */
class DeleteRuleTest {

    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private static AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(new FakeRegister(), new FakeIds());
        return fixture;
    }

    private static DeleteRule delete(String rule) {
        return new DeleteRule(ID, ASHA.seen(), null, rule);
    }

    private static RuleRemoved removedNow(String rule) {
        return new RuleRemoved(ID, ORGANIZATION_ID, USER_ID, rule);
    }

    @Test
    void deletes_a_rule_and_no_others() {
        workflow.given(drafted(), rule("r1", ROOT), rule("r2", ROOT), rule("r3", ROOT))
                .when(delete("r2"))
                .expectSuccessfulHandlerExecution().expectEvents(removedNow("r2"));
    }

    @Test
    void deletes_the_last_rule() {
        workflow.given(drafted(), rule("r1", ROOT))
                .when(delete("r1"))
                .expectEvents(removedNow("r1"));
    }

    @Test
    void deletes_a_rule_whatever_the_status_of_its_workflow() {
        workflow.given(drafted(), rule("r1", ROOT), activated())
                .when(delete("r1"))
                .expectEvents(removedNow("r1"));
        workflow().given(drafted(), rule("r1", ROOT), activated(), deactivated())
                .when(delete("r1"))
                .expectEvents(removedNow("r1"));
    }

    @Test
    void deletes_a_rule_that_creates_records_where_its_node_does_not_point() {
        workflow.given(drafted(), rule("r1", ROOT, CREATED, when("c1", 1, creating("a1", NEW_DEAL))))
                .when(delete("r1"))
                .expectEvents(removedNow("r1"));
    }

    @Test
    void does_not_delete_a_rule_twice() {
        workflow.given(drafted(), rule("r1", ROOT), withoutRule("r1"))
                .when(delete("r1"))
                .expectNoEvents().expectException(refused(new IdUnknown(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "root", ID, "condition of r1", "501", ""})
    void refuses_to_delete_what_is_no_rule(String id) {
        workflow.given(drafted(), rule("r1", ROOT))
                .when(delete(id))
                .expectNoEvents().expectException(refused(new IdUnknown(4)));
    }

    @Test
    void does_not_know_a_rule_that_went_with_its_node() {
        workflow.given(drafted(), node("leads", LEADS), rule("r1", "leads"), withoutNode("leads"))
                .when(delete("r1"))
                .expectNoEvents().expectException(refused(new IdUnknown(4)));
    }

    @Test
    void goes_with_its_node() {
        workflow.given(drafted(), node("leads", LEADS), rule("r1", "leads"), rule("r2", ROOT), rule("r3", "leads"),
                rule("r4", "leads"), withoutRule("r3"))
                .when(UPDATE.nodes(remove("leads")).command())
                .expectEvents(new NodeRemoved(ID, ORGANIZATION_ID, USER_ID, "leads", List.of(), List.of("r1", "r4")));
    }

    @Test
    void goes_with_its_node_only_and_not_with_others_of_the_module() {
        workflow.given(drafted(), node("leads", LEADS), node("more leads", LEADS), rule("r1", "more leads"))
                .when(UPDATE.nodes(remove("leads")).command())
                .expectEvents(new NodeRemoved(ID, ORGANIZATION_ID, USER_ID, "leads", List.of(), List.of()));
    }

    @Test
    void stays_when_the_node_goes_that_it_creates_records_in() {
        workflow.given(drafted(), node("deals", DEALS), connection("c", ROOT, "deals"),
                rule("r1", ROOT, CREATED, when("c1", 1, creating("a1", NEW_DEAL))))
                .when(UPDATE.nodes(remove("deals")).command())
                .expectEvents(new NodeRemoved(ID, ORGANIZATION_ID, USER_ID, "deals", List.of("c"), List.of()));
    }

    @Test
    void stays_when_the_connection_goes_that_it_relies_on() {
        workflow.given(drafted(), node("deals", DEALS), connection("c", ROOT, "deals"),
                rule("r1", ROOT, CREATED, when("c1", 1, creating("a1", NEW_DEAL))))
                .when(UPDATE.connections(disconnect("c")).command())
                .expectEvents(new ConnectionRemoved(ID, ORGANIZATION_ID, USER_ID, "c"));
        workflow().given(drafted(), node("deals", DEALS), connection("c", ROOT, "deals"),
                rule("r1", ROOT, CREATED, when("c1", 1, creating("a1", NEW_DEAL))), withoutConnection("c"))
                .when(delete("r1"))
                .expectEvents(removedNow("r1"));
    }
}
