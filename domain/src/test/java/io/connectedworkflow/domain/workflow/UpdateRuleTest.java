package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.workflow.Now.changedNow;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.Past.withoutNode;
import static io.connectedworkflow.domain.workflow.Past.withoutRule;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.FIRST;
import static io.connectedworkflow.domain.workflow.RuleParts.FROM_WEB;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.ON_UPDATE;
import static io.connectedworkflow.domain.workflow.RuleParts.SECOND;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.mailing;
import static io.connectedworkflow.domain.workflow.RuleParts.named;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRule;
import static io.connectedworkflow.domain.workflow.RuleTexts.DEAL;
import static io.connectedworkflow.domain.workflow.RuleTexts.LEAF;
import static io.connectedworkflow.domain.workflow.RuleTexts.ON_ROOT;
import static io.connectedworkflow.domain.workflow.RuleTexts.TO_DEALS;
import static io.connectedworkflow.domain.workflow.RuleTexts.WHEN_CREATED;
import static io.connectedworkflow.domain.workflow.RuleTexts.actions;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.conditions;
import static io.connectedworkflow.domain.workflow.RuleTexts.email;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static io.connectedworkflow.domain.workflow.RuleTexts.gone;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;

import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rules can be changed, and what a change leaves as it was. */
class UpdateRuleTest {

    @Test
    void changes_the_trigger_and_the_conditions() {
        withRule()
                .change("'execute_when': {'type': 'edit'}", conditions(gone("c1")))
                .changesTo(new Trigger(TriggerType.EDIT, null, false), List.of(SECOND));
    }

    @Test
    void changes_rules_of_active_workflows_too() {
        onContacts()
                .having(rule("rule", ROOT, CREATED, FIRST), activated())
                .change("'execute_when': {'type': 'edit'}")
                .changesTo(new Trigger(TriggerType.EDIT, null, false));
    }

    @Test
    void changes_one_of_several_rules() {
        onContacts()
                .having(rule("before", ROOT), rule("rule", ROOT, CREATED, FIRST), rule("behind", ROOT))
                .change("'execute_when': {'type': 'edit'}")
                .changesTo(new Trigger(TriggerType.EDIT, null, false));
    }

    @Test
    void changes_what_was_changed_before() {
        withRule()
                .having(changedNow(RuleScenario.RULE, ON_UPDATE, null),
                        changedNow(RuleScenario.RULE, null, List.of(SECOND)))
                .change("'execute_when': {'type': 'field_update', 'details': {'repeat': true}}",
                        conditions(changed("c2", "'sequence_number': 7")))
                .changesTo(new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true),
                        List.of(when("c2", 7, FROM_WEB, creating("a1", NEW_DEAL))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "root", "c", "c1", "a1", "gone"})
    void does_not_know_a_rule_that_the_workflow_does_not_have(String id) {
        withRule()
                .having(rule("gone", ROOT), withoutRule("gone"))
                .changeRule(id, object(WHEN_CREATED))
                .isRefusedBy(new IdUnknown(4));
    }

    @Test
    void does_not_know_a_rule_whose_node_is_gone() {
        onContacts()
                .having(node("leads", LEADS), rule("rule", "leads"), withoutNode("leads"))
                .change(WHEN_CREATED)
                .isRefusedBy(new IdUnknown(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'node': null", "'node': 1", ON_ROOT})
    void does_not_move_a_rule(String node) {
        withRule()
                .change(node, "'execute_when': 1", "'conditions': 1")
                .isRefusedBy(new KeyNotAllowed(at("node")));
        onContacts()
                .having(rule("rule", ROOT))
                .change(node)
                .isRefusedBy(new KeyNotAllowed(at("node")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'id': '7', 'module': {}}", "{'execute_when': null}"})
    void wants_something_to_change(String nothing) {
        withRule()
                .changeRule(RuleScenario.RULE, nothing)
                .isRefusedBy(new OneOfMissing(List.of(at("execute_when"), at("conditions"))));
    }

    static Stream<String> nothings() {
        return Stream.of("{'execute_when': {'type': 'create'}}",
                "{'execute_when': {'type': 'create', 'details': null}}",
                "{'execute_when': {'type': 'create', 'details': {}}}",
                "{'execute_when': {'type': 'create', 'details': {'trigger_module': null, 'criteria': null, 'repeat': null}}}",
                object(WHEN_CREATED), "{'id': '7', 'execute_when': null, 'conditions': []}",
                object(conditions(changed("c1"))),
                object(conditions(changed("c2"), changed("c1"))),
                object(conditions(changed("c1", "'sequence_number': 1"))),
                object(conditions(changed("c1", "'sequence_number': null", "'criteria_details': null",
                        "'instant_actions': null"))),
                object(conditions(changed("c1", "'criteria_details': {'criteria': null}"))),
                object(conditions(changed("c2", "'criteria_details': {}", "'instant_actions': {}"))),
                object(conditions(changed("c2", "'criteria_details': {'criteria': " + LEAF + "}"))),
                object(conditions(changed("c1", actions()))),
                object(conditions(changed("c1", actions(changed("501"), changed("601"))))),
                object(conditions(changed("c1", actions(email("601"), fieldUpdate("501"))))),
                object(conditions(changed("c1", actions(changed("601", "'name': 'Say hello'"))))),
                object(conditions(changed("c1", actions(changed("501", "'name': null"))))),
                object(conditions(changed("c2", actions(changed("a1", "'details': null"))))),
                object(conditions(changed("c2", actions(changed("a1", "'details': {}"))))),
                object(conditions(changed("c2", actions(changed("a1", "'details': " + object(TO_DEALS)))))),
                object(conditions(changed("c2", actions(changed("a1", "'details': " + DEAL))))));
    }

    @ParameterizedTest
    @MethodSource("nothings")
    void does_nothing_when_everything_is_as_asked_for(String change) {
        withRule()
                .changeRule(RuleScenario.RULE, change)
                .changesNothing();
    }

    @Test
    void tells_only_of_what_differs() {
        withRule()
                .change("'execute_when': {'type': 'create', 'details': {'repeat': true}}",
                        conditions(changed("c1")))
                .changesTo(new Trigger(TriggerType.CREATE, null, true));
        onContacts()
                .having(rule("rule", ROOT, CREATED, FIRST))
                .change(WHEN_CREATED, conditions(changed("c1", "'sequence_number': 2")))
                .changesTo(when("c1", 2, updating("501"), named("Say hello", mailing("601"))));
    }

    @Test
    void changes_a_rule_on_a_module_that_is_gone() {
        withRule()
                .changeBy(ASHA.listing(DEALS), "'execute_when': {'type': 'edit'}")
                .changesTo(new Trigger(TriggerType.EDIT, null, false));
    }

    @Test
    void changes_a_rule_of_a_module_that_has_more_than_it_may_have() {
        withRule()
                .having(rule("another", ROOT))
                .changeBy(ASHA.mayHaveRules(1), "'execute_when': {'type': 'edit'}")
                .changesTo(new Trigger(TriggerType.EDIT, null, false));
    }
}
