package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.mailing;
import static io.connectedworkflow.domain.workflow.RuleParts.named;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.ACTION;
import static io.connectedworkflow.domain.workflow.RulePaths.ACTIONS;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RulePaths.inAction;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContactsAndDeals;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRule;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRuleDoing;
import static io.connectedworkflow.domain.workflow.RuleTexts.DEAL;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.email;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static io.connectedworkflow.domain.workflow.RuleTexts.gone;
import static io.connectedworkflow.domain.workflow.RuleTexts.newRecord;
import static io.connectedworkflow.domain.workflow.RuleTexts.several;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.DependentFieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.LastActionStays;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a condition of a rule may do, when the rule is created and when it is changed. */
class RuleActionsTest {

    private static final ValueNotSupported TYPE_UNKNOWN = new ValueNotSupported(inAction("type"),
            List.of("create_connected_record", "field_updates", "email_notifications"));

    @Test
    void does_as_much_as_a_condition_may_in_every_condition() {
        var most = Stream.of(several(5, fieldUpdate("#")), several(1, newRecord(DEAL)), several(5, email("#")))
                .flatMap(Arrays::stream).toArray(String[]::new);
        onContactsAndDeals()
                .createWithConditions(condition(1, most), condition(2, most))
                .adds(
                        when("new-1", 1, updating("500"), updating("501"), updating("502"), updating("503"),
                                updating("504"), creating("new-2", NEW_DEAL), mailing("500"), mailing("501"),
                                mailing("502"), mailing("503"), mailing("504")),
                        when("new-3", 2, updating("500"), updating("501"), updating("502"), updating("503"),
                                updating("504"), creating("new-4", NEW_DEAL), mailing("500"), mailing("501"),
                                mailing("502"), mailing("503"), mailing("504")));
    }

    static Stream<Arguments> tooManyActions() {
        return Stream.of(arguments(6, fieldUpdate("#"), 5), arguments(6, email("#"), 5),
                arguments(2, newRecord(DEAL), 1), arguments(2, "{'type': 'create_connected_record'}", 1),
                arguments(6, "{'type': 'field_updates', 'id': 1}", 5));
    }

    @ParameterizedTest
    @MethodSource("tooManyActions")
    void counts_actions_of_a_type_before_it_looks_at_each(int count, String action, int limit) {
        onContactsAndDeals()
                .createDoing(several(count, action))
                .isRefusedBy(new TooMany("actions", limit, ACTIONS));
    }

    @Test
    void tells_actions_apart_by_type_and_id() {
        onContacts()
                .createDoing(fieldUpdate("501"), email("501"), fieldUpdate("502"))
                .adds(when("new-1", 1, updating("501"), mailing("501"), updating("502")));
    }

    @Test
    void refuses_the_same_action_twice_in_a_condition() {
        onContacts()
                .createDoing(fieldUpdate("501"), email("501"), fieldUpdate("501"))
                .isRefusedBy(new Duplicate("action not allowed", at("conditions[0].instant_actions.actions[2].id")));
    }

    @Test
    void may_do_the_same_in_two_conditions() {
        onContacts()
                .createWithConditions(condition(1, fieldUpdate("501")), condition(2, fieldUpdate("501")))
                .adds(when("new-1", 1, updating("501")), when("new-2", 2, updating("501")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "4876876000019340501", "9223372036854775807"})
    void takes_any_id_for_an_object_of_another_api(String id) {
        onContacts()
                .createDoing(fieldUpdate(id))
                .adds(when("new-1", 1, updating(id)));
    }

    static Stream<String> names() {
        return Stream.of("Call", "", "a".repeat(100), "\ud83d\ude80".repeat(100));
    }

    @ParameterizedTest
    @MethodSource("names")
    void keeps_the_name_of_an_action_as_given(String name) {
        onContacts()
                .createDoing("{'type': 'field_updates', 'id': '501', 'name': '" + name + "'}")
                .adds(when("new-1", 1, named(name, updating("501"))));
    }

    static Stream<Arguments> faultyActions() {
        var type = inAction("type");
        var id = inAction("id");
        var update = "'type': 'field_updates', ";
        return Stream.of(arguments("null", new WrongType(at(ACTION), FieldType.OBJECT)),
                arguments("'501'", new WrongType(at(ACTION), FieldType.OBJECT)),
                arguments("{'id': '501'}", new FieldMissing(type)),
                arguments("{'type': null, 'id': '501'}", new FieldMissing(type)),
                arguments("{'type': 1}", new WrongType(type, FieldType.TEXT)),
                arguments("{'type': ''}", TYPE_UNKNOWN),
                arguments("{'type': 'webhooks', 'id': '501'}", TYPE_UNKNOWN),
                arguments("{'type': 'Field_Updates', 'id': '501'}", TYPE_UNKNOWN),
                arguments("{'type': 'field_updates'}", new DependentFieldMissing(id, type)),
                arguments("{'type': 'email_notifications'}", new DependentFieldMissing(id, type)),
                arguments("{" + update + "'id': null}", new DependentFieldMissing(id, type)),
                arguments("{" + update + "'id': 501}", new WrongType(id, FieldType.TEXT)),
                arguments("{" + update + "'id': ''}", new IdInBodyUnknown(id)),
                arguments("{" + update + "'id': 'abc'}", new IdInBodyUnknown(id)),
                arguments("{" + update + "'id': '-1'}", new IdInBodyUnknown(id)),
                arguments("{" + update + "'id': '9223372036854775808'}", new IdInBodyUnknown(id)),
                arguments("{" + update + "'id': '00000000000000000001'}", new IdInBodyUnknown(id)),
                arguments("{" + update + "'id': '501', 'name': 1}", new WrongType(inAction("name"), FieldType.TEXT)),
                arguments("{" + update + "'id': '501', 'name': '" + "a".repeat(101) + "'}",
                        new TooLong(inAction("name"), 100)),
                arguments("{" + update + "'id': '501', 'name': '" + "\ud83d\ude80".repeat(101) + "'}",
                        new TooLong(inAction("name"), 100)),
                arguments("{" + update + "'id': '501', 'name': 'a\0'}", new ValueInvalid(inAction("name"))),
                arguments("{" + update + "'id': '501', 'name': '\ud83d'}", new ValueInvalid(inAction("name"))));
    }

    @ParameterizedTest
    @MethodSource("faultyActions")
    void refuses_an_action_that_is_not_well_formed(String action, Refusal refusal) {
        onContacts()
                .createDoing(action)
                .isRefusedBy(refusal);
    }

    @Test
    void looks_at_all_of_an_action_before_the_next() {
        onContacts()
                .createDoing("{'type': 'field_updates', 'id': '501', 'name': 1}", "null")
                .isRefusedBy(new WrongType(inAction("name"), FieldType.TEXT));
    }

    @Test
    void adds_actions() {
        withRuleDoing(updating("501"))
                .changeActions(fieldUpdate("502"), email("502"), newRecord(DEAL))
                .nowDoes(updating("501"), updating("502"), mailing("502"), creating("new-1", NEW_DEAL));
    }

    @Test
    void adds_an_action_that_creates_a_record_whatever_id_it_is_given() {
        withRuleDoing(updating("501"))
                .changeActions(
                        "{'id': '77', 'type': 'create_connected_record', 'details': " + DEAL + "}")
                .nowDoes(updating("501"), creating("new-1", NEW_DEAL));
    }

    @Test
    void adds_an_action_that_another_condition_has() {
        withRule(CREATED, when("c1", 1, updating("501")), when("c2", 2, updating("502")))
                .changeActions(fieldUpdate("502"))
                .changesTo(when("c1", 1, updating("501"), updating("502")),
                        when("c2", 2, updating("502")));
    }

    @Test
    void removes_an_action() {
        withRuleDoing(updating("501"), mailing("601"), creating("a1", NEW_DEAL))
                .changeActions(gone("601"))
                .nowDoes(updating("501"), creating("a1", NEW_DEAL));
    }

    @Test
    void adds_and_removes_actions_together() {
        withRuleDoing(updating("501"), mailing("601"))
                .changeActions(gone("501"), email("602"), gone("601"), fieldUpdate("502"))
                .nowDoes(mailing("602"), updating("502"));
    }

    @Test
    void names_renames_and_unnames_actions_in_their_places() {
        withRuleDoing(named("One", updating("501")), named("Two", updating("502")), updating("503"))
                .changeActions(changed("503", "'name': 'Three'"), changed("502", "'name': 'Deux'"),
                        changed("501", "'name': null"))
                .nowDoes(updating("501"), named("Deux", updating("502")),
                        named("Three", updating("503")));
    }

    @Test
    void may_say_what_type_the_action_is_that_it_changes() {
        withRuleDoing(updating("501"))
                .changeActions("{'id': '501', 'type': 'field_updates', 'name': 'One'}")
                .nowDoes(named("One", updating("501")));
    }

    @Test
    void tells_actions_of_one_id_apart_by_their_types() {
        withRuleDoing(updating("501"), mailing("501"))
                .changeActions("{'id': '501', 'type': 'email_notifications', 'name': 'Mail'}")
                .nowDoes(updating("501"), named("Mail", mailing("501")));
    }

    @Test
    void does_not_change_the_type_of_an_action() {
        withRuleDoing(updating("501"), creating("a1", NEW_DEAL))
                .changeActions(email("501"))
                .isRefusedBy(new KeyNotAllowed(inAction("type")));
        onContacts()
                .having(node("deals", DEALS), connection("c", ROOT, "deals"),
                        rule("rule", ROOT, CREATED, when("c1", 1, creating("77", NEW_DEAL))))
                .changeActions(fieldUpdate("77"))
                .isRefusedBy(new KeyNotAllowed(inAction("type")));
    }

    @Test
    void does_not_remove_the_last_action() {
        withRuleDoing(updating("501"))
                .changeActions(gone("501"))
                .isRefusedBy(new LastActionStays(ACTIONS));
    }

    @Test
    void does_not_remove_all_actions() {
        withRuleDoing(updating("501"), mailing("601"))
                .changeActions(gone("601"), gone("501"))
                .isRefusedBy(new LastActionStays(ACTIONS));
    }

    @Test
    void adds_an_action_in_the_place_of_one_of_five() {
        withRuleDoing(updating("501"), updating("502"), updating("503"), updating("504"), updating("505"))
                .changeActions(fieldUpdate("506"), gone("501"))
                .nowDoes(updating("502"), updating("503"), updating("504"), updating("505"),
                        updating("506"));
    }

    @Test
    void refuses_more_actions_of_a_type_than_are_allowed_in_the_end() {
        withRuleDoing(updating("501"), updating("502"), updating("503"), updating("504"), updating("505"))
                .changeActions(fieldUpdate("506"), email("601"))
                .isRefusedBy(new TooMany("actions", 5, ACTIONS));
        onContacts()
                .having(node("deals", DEALS), connection("c", ROOT, "deals"),
                        rule("rule", ROOT, CREATED, when("c1", 1, creating("a1", NEW_DEAL))))
                .changeActions(newRecord(DEAL))
                .isRefusedBy(new TooMany("actions", 1, ACTIONS));
    }

    static Stream<Arguments> faultyActionChanges() {
        var id = inAction("id");
        var type = inAction("type");
        return Stream.of(
                arguments("null", new WrongType(at("conditions[0].instant_actions.actions[0]"), FieldType.OBJECT)),
                arguments("{}", new FieldMissing(type)),
                arguments("{'id': 501}", new WrongType(id, FieldType.TEXT)),
                arguments("{'id': 'unknown'}", new IdInBodyUnknown(id)),
                arguments("{'id': '502', 'name': 1}", new IdInBodyUnknown(id)),
                arguments("{'id': '502', 'type': null}", new IdInBodyUnknown(id)),
                arguments("{'id': 'a1'}", new IdInBodyUnknown(id)),
                arguments("{'id': 'c1'}", new IdInBodyUnknown(id)),
                arguments("{'id': '502', '_delete': null}", new IdInBodyUnknown(id)),
                arguments("{'id': '502', '_delete': null, 'type': 'field_updates'}", new IdInBodyUnknown(id)),
                arguments("{'_delete': null}", new FieldMissing(id)),
                arguments("{'_delete': null, 'type': 'field_updates'}", new FieldMissing(id)),
                arguments("{'id': '501', '_delete': 1}", new ValueInvalid(inAction("_delete"))),
                arguments("{'id': '502', 'type': 'webhooks'}", TYPE_UNKNOWN),
                arguments("{'id': '501', 'type': ''}", TYPE_UNKNOWN),
                arguments("{'id': '501', 'type': 1}", new WrongType(type, FieldType.TEXT)),
                arguments("{'type': 'field_updates'}", new DependentFieldMissing(id, type)),
                arguments("{'type': 'field_updates', 'id': 'abc'}", new IdInBodyUnknown(id)),
                arguments("{'type': 'create_connected_record'}",
                        new DependentFieldMissing(inAction("details"), type)),
                arguments("{'type': 'create_connected_record', 'id': '77'}",
                        new DependentFieldMissing(inAction("details"), type)),
                arguments("{'id': '501', 'name': 1}", new WrongType(inAction("name"), FieldType.TEXT)),
                arguments("{'id': '501', 'name': '" + "a".repeat(101) + "'}", new TooLong(inAction("name"), 100)),
                arguments("{'id': '501', 'name': '\0'}", new ValueInvalid(inAction("name"))));
    }

    @ParameterizedTest
    @MethodSource("faultyActionChanges")
    void refuses_a_change_of_an_action_that_is_not_well_formed(String action, Refusal refusal) {
        withRule()
                .changeActions(action)
                .isRefusedBy(refusal);
    }

    static Stream<Arguments> mentionsOfActions() {
        return Stream.of(arguments(changed("501"), changed("501")), arguments(changed("501"), gone("501")),
                arguments(gone("501"), fieldUpdate("501")), arguments(gone("501"), gone("501")),
                arguments(fieldUpdate("501"), changed("501", "'name': 1")));
    }

    @ParameterizedTest
    @MethodSource("mentionsOfActions")
    void refuses_an_action_that_is_mentioned_twice(String first, String second) {
        withRule()
                .changeActions(first, changed("601"), second)
                .isRefusedBy(new Duplicate("id", at("conditions[0].instant_actions.actions[2].id")));
    }

    @Test
    void looks_at_every_action_before_all_of_them_together() {
        withRuleDoing(updating("501"))
                .changeActions(gone("501"), changed("unknown"))
                .isRefusedBy(new IdInBodyUnknown(at("conditions[0].instant_actions.actions[1].id")));
        onContacts()
                .having(rule("rule", ROOT, CREATED,
                        when("c1", 1, updating("501"), updating("502"), updating("503"), updating("504"),
                                updating("505"))))
                .changeActions(fieldUpdate("506"), changed("unknown"))
                .isRefusedBy(new IdInBodyUnknown(at("conditions[0].instant_actions.actions[1].id")));
    }
}
