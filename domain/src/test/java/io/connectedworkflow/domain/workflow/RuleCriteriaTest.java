package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.workflow.Now.changedNow;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.FIRST;
import static io.connectedworkflow.domain.workflow.RuleParts.FROM_WEB;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.ON_UPDATE;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.leadSource;
import static io.connectedworkflow.domain.workflow.RuleParts.updated;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRule;
import static io.connectedworkflow.domain.workflow.RuleTexts.LEAF;
import static io.connectedworkflow.domain.workflow.RuleTexts.actions;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;

import io.connectedworkflow.domain.refusal.Refusal.DependentFieldMissing;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which records a rule runs on, and which of them meet its conditions. */
class RuleCriteriaTest {

    @Test
    void runs_when_fields_are_updated_as_its_criteria_say() {
        onContacts()
                .createTriggeredBy("{'type': 'field_update', 'details': {'trigger_module': {'api_name': 'Contacts'}, "
                        + "'criteria': " + LEAF + "}}")
                .adds(updated(FROM_WEB));
    }

    @Test
    void meets_some_records_or_all() {
        onContacts()
                .createWithConditions(
                        object("'sequence_number': 1", "'criteria_details': {'criteria': " + LEAF + "}",
                                actions(fieldUpdate("501"))),
                        object("'sequence_number': 2", "'criteria_details': {'criteria': null}",
                                actions(fieldUpdate("501"))),
                        object("'sequence_number': 3", "'criteria_details': {}", actions(fieldUpdate("501"))),
                        object("'sequence_number': 4", "'criteria_details': null", actions(fieldUpdate("501"))))
                .adds(when("new-1", 1, FROM_WEB, updating("501")), when("new-2", 2, updating("501")),
                        when("new-3", 3, updating("501")), when("new-4", 4, updating("501")));
    }

    @Test
    void keeps_of_a_trigger_what_is_left_out() {
        withRule(new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true), FIRST)
                .change("'execute_when': {'type': 'field_update', 'details': {'criteria': "
                        + LEAF.replace("Web", "Fair") + "}}")
                .changesTo(new Trigger(TriggerType.FIELD_UPDATE, leadSource("Fair"), true));
        onContacts()
                .having(rule("rule", ROOT, ON_UPDATE, FIRST))
                .change("'execute_when': {'type': 'field_update', 'details': {'repeat': true}}")
                .changesTo(new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'details': {}", ", 'details': {'criteria': null}"})
    void drops_criteria_when_it_no_longer_runs_on_updates_of_fields(String details) {
        withRule(new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true), FIRST)
                .change("'execute_when': {'type': 'create_or_edit'" + details + "}")
                .changesTo(new Trigger(TriggerType.CREATE_OR_EDIT, null, true));
    }

    @Test
    void takes_criteria_when_it_begins_to_run_on_updates_of_fields() {
        withRule()
                .change("'execute_when': {'type': 'field_update', 'details': {'criteria': " + LEAF + "}}")
                .changesTo(ON_UPDATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'details': null", ", 'details': {}", ", 'details': {'criteria': null}"})
    void wants_criteria_when_it_begins_to_run_on_updates_of_fields(String details) {
        withRule()
                .change("'execute_when': {'type': 'field_update'" + details + "}")
                .isRefusedBy(new DependentFieldMissing(
                        at("execute_when.details.criteria"), at("execute_when.type")));
    }

    @Test
    void does_not_remember_criteria_that_were_dropped() {
        withRule(ON_UPDATE, FIRST)
                .having(changedNow(RuleScenario.RULE, CREATED, null))
                .change("'execute_when': {'type': 'field_update'}")
                .isRefusedBy(new DependentFieldMissing(
                        at("execute_when.details.criteria"), at("execute_when.type")));
    }

    @Test
    void changes_criteria_and_nothing_else_of_a_condition() {
        withRule()
                .changeConditions(
                        changed("c2", "'criteria_details': {'criteria': " + LEAF.replace("Web", "Fair") + "}"))
                .changesTo(FIRST, when("c2", 2, leadSource("Fair"), creating("a1", NEW_DEAL)));
    }

    @Test
    void drops_criteria_that_are_null() {
        withRule()
                .changeConditions(changed("c2", "'criteria_details': {'criteria': null}"))
                .changesTo(FIRST, when("c2", 2, creating("a1", NEW_DEAL)));
    }
}
