package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.refusal.Requests.item;

import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.workflow.command.CreateRule;
import io.connectedworkflow.domain.workflow.command.UpdateRule;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;

/** A workflow on contacts, a request of Asha's to create or to change a rule of it, and what that leads to. */
final class RuleScenario {

    /** The rule that is created or changed. */
    static final String RULE = "rule";

    private final TestExecutor<ConnectedWorkflow> workflow;

    private RuleScenario(TestExecutor<ConnectedWorkflow> workflow) {
        this.workflow = workflow;
    }

    /** A workflow of its root alone. */
    static RuleScenario onContacts() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(new FakeRegister(), new FakeIds());
        return new RuleScenario(fixture.given(Past.drafted()));
    }

    /** A workflow on contacts, which point to deals, and to which nothing points; leads are by themselves. */
    static RuleScenario onContactsAndDeals() {
        return onContacts().having(Past.node("deals", DEALS), Past.node("leads", LEADS),
                Past.connection("c", Past.ROOT, "deals"));
    }

    static RuleScenario withRule(Trigger trigger, Condition... conditions) {
        return onContactsAndDeals().having(Past.rule(RULE, Past.ROOT, trigger, conditions));
    }

    /** A rule that runs when contacts are created: for all it updates and mails, for those from the web it makes a deal. */
    static RuleScenario withRule() {
        return withRule(RuleParts.CREATED, RuleParts.FIRST, RuleParts.SECOND);
    }

    /** A rule of one condition, that does this. */
    static RuleScenario withRuleDoing(Action... actions) {
        return withRule(RuleParts.CREATED, RuleParts.when("c1", 1, actions));
    }

    RuleScenario having(WorkflowEvent... past) {
        return new RuleScenario(workflow.andGiven((Object[]) past));
    }

    Outcome create(String rule) {
        return create(ASHA, rule);
    }

    Outcome create(TestOrganization caller, String rule) {
        return new Outcome(workflow.when(new CreateRule(Past.ID, caller.seen(), null, RULE, item(rule))));
    }

    Outcome createTriggeredBy(String executeWhen) {
        return create(RuleTexts.object(RuleTexts.ON_ROOT, "'execute_when': " + executeWhen, RuleTexts.UPDATING));
    }

    Outcome createWithConditions(String... conditions) {
        return create(RuleTexts.object(RuleTexts.ON_ROOT, RuleTexts.WHEN_CREATED, RuleTexts.conditions(conditions)));
    }

    Outcome createDoing(String... actions) {
        return createWithConditions(RuleTexts.condition(1, actions));
    }

    Outcome createCreating(String details) {
        return createDoing(RuleTexts.newRecord(details));
    }

    Outcome change(String... fields) {
        return changeBy(ASHA, fields);
    }

    Outcome changeBy(TestOrganization caller, String... fields) {
        return changeRule(caller, RULE, RuleTexts.object(fields));
    }

    Outcome changeRule(String rule, String change) {
        return changeRule(ASHA, rule, change);
    }

    private Outcome changeRule(TestOrganization caller, String rule, String change) {
        return new Outcome(workflow.when(new UpdateRule(Past.ID, caller.seen(), null, rule, item(change))));
    }

    Outcome changeConditions(String... elements) {
        return change(RuleTexts.conditions(elements));
    }

    /** Those of the first condition. */
    Outcome changeActions(String... elements) {
        return changeConditions(RuleTexts.changed("c1", RuleTexts.actions(elements)));
    }

    /** What the action {@code a1} of the first condition creates. */
    Outcome changeDeal(String... fields) {
        return changeActions(RuleTexts.changed("a1", "'details': " + RuleTexts.object(fields)));
    }

    /** What has come of the request. */
    static final class Outcome {

        private final ResultValidator<ConnectedWorkflow> result;

        private Outcome(ResultValidator<ConnectedWorkflow> result) {
            this.result = result;
        }

        void isRefusedBy(Refusal refusal) {
            result.expectNoEvents().expectException(refused(refusal));
        }

        void succeeds() {
            result.expectSuccessfulHandlerExecution();
        }

        void changesNothing() {
            result.expectSuccessfulHandlerExecution().expectNoEvents();
        }

        void adds(Condition... conditions) {
            adds(Past.ROOT, RuleParts.CREATED, conditions);
        }

        void adds(Trigger trigger) {
            adds(Past.ROOT, trigger, RuleParts.when("new-1", 1, RuleParts.updating("501")));
        }

        void adds(String node, Trigger trigger, Condition... conditions) {
            tellsOf(Now.addedNow(RULE, node, trigger, List.of(conditions)));
        }

        void changesTo(Trigger trigger) {
            changesTo(trigger, null);
        }

        void changesTo(Condition... conditions) {
            changesTo(null, List.of(conditions));
        }

        void changesTo(@Nullable Trigger trigger, @Nullable List<Condition> conditions) {
            tellsOf(Now.changedNow(RULE, trigger, conditions));
        }

        /** In the only condition that the rule has. */
        void nowDoes(Action... actions) {
            changesTo(RuleParts.when("c1", 1, actions));
        }

        private void tellsOf(WorkflowEvent event) {
            result.expectSuccessfulHandlerExecution().expectEvents(event);
        }
    }
}
