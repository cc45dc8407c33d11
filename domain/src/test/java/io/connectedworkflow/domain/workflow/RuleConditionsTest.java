package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.FIRST;
import static io.connectedworkflow.domain.workflow.RuleParts.FROM_WEB;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.SECOND;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.mailing;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RulePaths.inAction;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRule;
import static io.connectedworkflow.domain.workflow.RuleTexts.ON_ROOT;
import static io.connectedworkflow.domain.workflow.RuleTexts.WHEN_CREATED;
import static io.connectedworkflow.domain.workflow.RuleTexts.actions;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.email;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static io.connectedworkflow.domain.workflow.RuleTexts.gone;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.LastConditionStays;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which conditions a rule may have, when it is created and when it is changed. */
class RuleConditionsTest {

    private static String[] textsInOrder(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> condition(i, fieldUpdate("501"))).toArray(String[]::new);
    }

    @Test
    void may_have_ten_conditions() {
        onContacts()
                .createWithConditions(textsInOrder(10))
                .adds(IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> when("new-" + i, i, updating("501"))).toArray(Condition[]::new));
    }

    static Stream<Arguments> faultyConditions() {
        var all = at("conditions");
        var number = at("conditions[0].sequence_number");
        var details = at("conditions[0].criteria_details");
        var instant = at("conditions[0].instant_actions");
        var one = "'sequence_number': 1";
        return Stream.of(arguments("null", new FieldMissing(all)),
                arguments("{}", new WrongType(all, FieldType.ARRAY)),
                arguments("[]", new TooShort(all, 1)),
                arguments("[null]", new WrongType(at("conditions[0]"), FieldType.OBJECT)),
                arguments("[[]]", new WrongType(at("conditions[0]"), FieldType.OBJECT)),
                arguments("[{}]", new FieldMissing(number)),
                arguments("[{'sequence_number': null}]", new FieldMissing(number)),
                arguments("[{'sequence_number': '1'}]", new WrongType(number, FieldType.INTEGER)),
                arguments("[{'sequence_number': 1.0}]", new WrongType(number, FieldType.INTEGER)),
                arguments("[{'sequence_number': 1e1}]", new WrongType(number, FieldType.INTEGER)),
                arguments("[{'sequence_number': true}]", new WrongType(number, FieldType.INTEGER)),
                arguments("[{'sequence_number': 0}]", new ValueInvalid(number)),
                arguments("[{'sequence_number': -1}]", new ValueInvalid(number)),
                arguments("[{'sequence_number': 9223372036854775808}]", new ValueInvalid(number)),
                arguments("[{'sequence_number': 123456789012345678901234567890123456789}]",
                        new ValueInvalid(number)),
                arguments("[{" + one + "}]", new FieldMissing(instant)),
                arguments("[{" + one + ", 'criteria_details': []}]", new WrongType(details, FieldType.OBJECT)),
                arguments("[{" + one + ", 'criteria_details': {'criteria': []}}]",
                        new WrongType(details.key("criteria"), FieldType.OBJECT)),
                arguments("[{" + one + ", 'criteria_details': {'criteria': {}}}]",
                        new FieldMissing(details.key("criteria").key("field"))),
                arguments("[{" + one + ", 'instant_actions': null}]", new FieldMissing(instant)),
                arguments("[{" + one + ", 'instant_actions': []}]", new WrongType(instant, FieldType.OBJECT)),
                arguments("[{" + one + ", 'instant_actions': {}}]", new FieldMissing(instant.key("actions"))),
                arguments("[{" + one + ", 'instant_actions': {'actions': null}}]",
                        new FieldMissing(instant.key("actions"))),
                arguments("[{" + one + ", 'instant_actions': {'actions': {}}}]",
                        new WrongType(instant.key("actions"), FieldType.ARRAY)),
                arguments("[{" + one + ", 'instant_actions': {'actions': []}}]",
                        new TooShort(instant.key("actions"), 1)));
    }

    @ParameterizedTest
    @MethodSource("faultyConditions")
    void refuses_conditions_that_are_not_well_formed(String conditions, Refusal refusal) {
        onContacts()
                .create(object(ON_ROOT, WHEN_CREATED, "'conditions': " + conditions))
                .isRefusedBy(refusal);
    }

    @Test
    void refuses_a_rule_without_conditions() {
        onContacts()
                .create(object(ON_ROOT, WHEN_CREATED))
                .isRefusedBy(new FieldMissing(at("conditions")));
    }

    @Test
    void refuses_an_eleventh_condition_whatever_is_in_them() {
        onContacts()
                .create(object(ON_ROOT, WHEN_CREATED,
                        "'conditions': [null, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}]"))
                .isRefusedBy(new TooMany("conditions", 10, at("conditions")));
    }

    @Test
    void looks_at_all_of_a_condition_before_the_next() {
        onContacts()
                .createWithConditions(object("'sequence_number': 1", actions("{'type': 'unknown'}")), "null")
                .isRefusedBy(new ValueNotSupported(inAction("type"),
                        List.of("create_connected_record", "field_updates", "email_notifications")));
    }

    @Test
    void adds_a_condition() {
        withRule()
                .changeConditions(condition(3, fieldUpdate("502")))
                .changesTo(FIRST, SECOND, when("new-1", 3, updating("502")));
    }

    @Test
    void adds_a_condition_whose_id_is_null() {
        withRule()
                .changeConditions("{'id': null, 'sequence_number': 3, " + actions(fieldUpdate("502")) + "}")
                .changesTo(FIRST, SECOND, when("new-1", 3, updating("502")));
    }

    @Test
    void removes_a_condition() {
        withRule()
                .changeConditions(gone("c1"))
                .changesTo(SECOND);
    }

    @Test
    void ignores_what_else_is_said_of_a_condition_that_is_to_go() {
        withRule()
                .changeConditions(changed("c1", "'_delete': null", "'sequence_number': 'one'",
                        "'criteria_details': 1", "'instant_actions': 1"))
                .changesTo(SECOND);
    }

    @Test
    void adds_removes_and_changes_conditions_together() {
        withRule()
                .changeConditions(condition(1, email("602")), changed("c2", "'sequence_number': 9"), gone("c1"),
                        condition(4, fieldUpdate("502")))
                .changesTo(when("new-1", 1, mailing("602")), when("new-2", 4, updating("502")),
                        when("c2", 9, FROM_WEB, creating("a1", NEW_DEAL)));
    }

    @Test
    void replaces_all_conditions() {
        withRule()
                .changeConditions(gone("c1"), gone("c2"), condition(1, fieldUpdate("502")))
                .changesTo(when("new-1", 1, updating("502")));
    }

    @Test
    void does_not_remove_the_last_condition() {
        withRule(CREATED, FIRST)
                .changeConditions(gone("c1"))
                .isRefusedBy(new LastConditionStays(at("conditions")));
    }

    @Test
    void does_not_remove_all_conditions() {
        withRule()
                .changeConditions(gone("c2"), gone("c1"))
                .isRefusedBy(new LastConditionStays(at("conditions")));
    }

    private static Condition[] conditionsInOrder(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> when("c" + i, i, updating("501")))
                .toArray(Condition[]::new);
    }

    @Test
    void adds_the_tenth_condition() {
        var expected = new ArrayList<>(List.of(conditionsInOrder(9)));
        expected.add(when("new-1", 10, updating("502")));
        withRule(CREATED, conditionsInOrder(9))
                .changeConditions(condition(10, fieldUpdate("502")))
                .changesTo(expected.toArray(Condition[]::new));
    }

    @Test
    void refuses_an_eleventh_condition() {
        withRule(CREATED, conditionsInOrder(10))
                .changeConditions(condition(11, fieldUpdate("502")))
                .isRefusedBy(new TooMany("conditions", 10, at("conditions")));
    }

    @Test
    void adds_a_condition_in_the_place_of_one_of_ten() {
        var expected = new ArrayList<>(List.of(conditionsInOrder(10)));
        expected.set(3, when("new-1", 4, updating("502")));
        withRule(CREATED, conditionsInOrder(10))
                .changeConditions(condition(4, fieldUpdate("502")), gone("c4"))
                .changesTo(expected.toArray(Condition[]::new));
    }

    static Stream<Arguments> faultyConditionChanges() {
        var all = at("conditions");
        var first = all.index(0);
        var number = first.key("sequence_number");
        var details = first.key("criteria_details");
        var instant = first.key("instant_actions");
        return Stream.of(arguments("null", new WrongType(all, FieldType.ARRAY)),
                arguments("{}", new WrongType(all, FieldType.ARRAY)),
                arguments("'all'", new WrongType(all, FieldType.ARRAY)),
                arguments("[null]", new WrongType(first, FieldType.OBJECT)),
                arguments("['c1']", new WrongType(first, FieldType.OBJECT)),
                arguments("[{'id': 1}]", new WrongType(first.key("id"), FieldType.TEXT)),
                arguments("[{'id': ''}]", new IdInBodyUnknown(first.key("id"))),
                arguments("[{'id': 'unknown'}]", new IdInBodyUnknown(first.key("id"))),
                arguments("[{'id': 'a1'}]", new IdInBodyUnknown(first.key("id"))),
                arguments("[{'id': 'rule'}]", new IdInBodyUnknown(first.key("id"))),
                arguments("[{'id': 'of another rule'}]", new IdInBodyUnknown(first.key("id"))),
                arguments("[{'id': 'unknown', 'sequence_number': 'x'}]", new IdInBodyUnknown(first.key("id"))),
                arguments("[{'id': 'unknown', '_delete': null}]", new IdInBodyUnknown(first.key("id"))),
                arguments("[{'_delete': null}]", new FieldMissing(first.key("id"))),
                arguments("[{'id': null, '_delete': null}]", new FieldMissing(first.key("id"))),
                arguments("[{'_delete': true}]", new FieldMissing(first.key("id"))),
                arguments("[{'id': 'c1', '_delete': true}]", new ValueInvalid(first.key("_delete"))),
                arguments("[{'id': 'c1', '_delete': false}]", new ValueInvalid(first.key("_delete"))),
                arguments("[{}]", new FieldMissing(number)),
                arguments("[{'sequence_number': 3}]", new FieldMissing(instant)),
                arguments("[{'sequence_number': 3, 'instant_actions': {'actions': []}}]",
                        new TooShort(instant.key("actions"), 1)),
                arguments("[{'id': 'c1', 'sequence_number': 0}]", new ValueInvalid(number)),
                arguments("[{'id': 'c1', 'sequence_number': '3'}]", new WrongType(number, FieldType.INTEGER)),
                arguments("[{'id': 'c1', 'criteria_details': 1}]", new WrongType(details, FieldType.OBJECT)),
                arguments("[{'id': 'c1', 'criteria_details': {'criteria': {}}}]",
                        new FieldMissing(details.key("criteria").key("field"))),
                arguments("[{'id': 'c1', 'instant_actions': 1}]", new WrongType(instant, FieldType.OBJECT)),
                arguments("[{'id': 'c1', 'instant_actions': {'actions': {}}}]",
                        new WrongType(instant.key("actions"), FieldType.ARRAY)));
    }

    @ParameterizedTest
    @MethodSource("faultyConditionChanges")
    void refuses_changes_of_conditions_that_are_not_well_formed(String conditions, Refusal refusal) {
        withRule()
                .having(rule("another", ROOT, CREATED, when("of another rule", 1, updating("501"))))
                .change("'conditions': " + conditions)
                .isRefusedBy(refusal);
    }

    static Stream<Arguments> mentions() {
        return Stream.of(arguments(changed("c1"), changed("c1")), arguments(changed("c1"), gone("c1")),
                arguments(gone("c1"), changed("c1")), arguments(gone("c1"), gone("c1")),
                arguments(changed("c1"), changed("c1", "'sequence_number': 'x'")));
    }

    @ParameterizedTest
    @MethodSource("mentions")
    void refuses_a_condition_that_is_mentioned_twice(String first, String second) {
        withRule()
                .changeConditions(first, changed("c2"), second)
                .isRefusedBy(new Duplicate("id", at("conditions[2].id")));
    }

    @Test
    void looks_at_all_of_a_changed_condition_before_the_next() {
        withRule()
                .changeConditions(changed("c1", actions(changed("501", "'name': 1"))), changed("unknown"))
                .isRefusedBy(new WrongType(inAction("name"), FieldType.TEXT));
        onContacts()
                .having(rule("rule", ROOT, CREATED, FIRST))
                .changeConditions(changed("unknown"), changed("c1", actions(changed("501", "'name': 1"))))
                .isRefusedBy(new IdInBodyUnknown(at("conditions[0].id")));
    }
}
