package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.refusal.Requests.item;
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
import static io.connectedworkflow.domain.workflow.RuleParts.FROM_WEB;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.dealNamed;
import static io.connectedworkflow.domain.workflow.RuleParts.leadSource;
import static io.connectedworkflow.domain.workflow.RuleParts.mailing;
import static io.connectedworkflow.domain.workflow.RuleParts.named;
import static io.connectedworkflow.domain.workflow.RuleParts.updated;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RuleTexts.DEAL;
import static io.connectedworkflow.domain.workflow.RuleTexts.LEAF;
import static io.connectedworkflow.domain.workflow.RuleTexts.ON_ROOT;
import static io.connectedworkflow.domain.workflow.RuleTexts.TO_DEALS;
import static io.connectedworkflow.domain.workflow.RuleTexts.WHEN_CREATED;
import static io.connectedworkflow.domain.workflow.RuleTexts.actions;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.conditions;
import static io.connectedworkflow.domain.workflow.RuleTexts.email;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static io.connectedworkflow.domain.workflow.RuleTexts.gone;
import static io.connectedworkflow.domain.workflow.RuleTexts.newRecord;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.DependentFieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.LastActionStays;
import io.connectedworkflow.domain.refusal.Refusal.LastConditionStays;
import io.connectedworkflow.domain.refusal.Refusal.ModuleInvalid;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.MappingType;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import io.connectedworkflow.domain.rule.Value;
import io.connectedworkflow.domain.workflow.command.UpdateRule;
import io.connectedworkflow.domain.workflow.event.RuleChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule can be changed into. */
class UpdateRuleTest {

    private static final Condition FIRST = when("c1", 1, updating("501"), named("Say hello", mailing("601")));
    private static final Condition SECOND = when("c2", 2, FROM_WEB, creating("a1", NEW_DEAL));
    private static final Trigger ON_UPDATE = updated(FROM_WEB);
    private static final String OURS = "'trigger_module': {'api_name': 'Contacts'}";
    private static final Refusal TYPE_UNKNOWN = new ValueNotSupported(at("execute_when.type"),
            List.of("create", "edit", "create_or_edit", "field_update"));

    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private static AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(new FakeRegister(), new FakeIds());
        return fixture;
    }

    private TestExecutor<ConnectedWorkflow> withRule(Trigger trigger, Condition... conditions) {
        return workflow.given(drafted(), node("deals", DEALS), node("leads", LEADS), connection("c", ROOT, "deals"),
                rule("rule", ROOT, trigger, conditions));
    }

    /** A rule that runs when contacts are created: for all it updates and mails, for those from the web it makes a deal. */
    private TestExecutor<ConnectedWorkflow> withRule() {
        return withRule(CREATED, FIRST, SECOND);
    }

    /** A rule of one condition, that does this. */
    private TestExecutor<ConnectedWorkflow> doing(Action... actions) {
        return withRule(CREATED, when("c1", 1, actions));
    }

    private static UpdateRule change(String... fields) {
        return changeBy(ASHA, fields);
    }

    private static UpdateRule changeBy(TestOrganization caller, String... fields) {
        return new UpdateRule(ID, caller.seen(), null, "rule", item(object(fields)));
    }

    private static UpdateRule changeConditions(String... elements) {
        return change(conditions(elements));
    }

    private static UpdateRule changeActions(String... elements) {
        return changeConditions(changed("c1", actions(elements)));
    }

    private static UpdateRule changeDeal(String... fields) {
        return changeActions(changed("a1", "'details': " + object(fields)));
    }

    private static RuleChanged changedTo(Trigger trigger) {
        return new RuleChanged(ID, ORGANIZATION_ID, USER_ID, "rule", trigger, null);
    }

    private static RuleChanged changedTo(Condition... conditions) {
        return new RuleChanged(ID, ORGANIZATION_ID, USER_ID, "rule", null, List.of(conditions));
    }

    private static RuleChanged nowDoing(Action... actions) {
        return changedTo(when("c1", 1, actions));
    }

    private static FieldPath at(String path) {
        return FieldPath.of(path);
    }

    private static FieldPath inAction(String path) {
        return FieldPath.of("conditions[0].instant_actions.actions[0]." + path);
    }

    // The rule

    @Test
    void changes_the_trigger_and_the_conditions() {
        withRule()
                .when(change("'execute_when': {'type': 'edit'}", conditions(gone("c1"))))
                .expectSuccessfulHandlerExecution()
                .expectEvents(new RuleChanged(ID, ORGANIZATION_ID, USER_ID, "rule",
                        new Trigger(TriggerType.EDIT, null, false), List.of(SECOND)));
    }

    @Test
    void changes_rules_of_active_workflows_too() {
        workflow.given(drafted(), rule("rule", ROOT, CREATED, FIRST), activated())
                .when(change("'execute_when': {'type': 'edit'}"))
                .expectEvents(changedTo(new Trigger(TriggerType.EDIT, null, false)));
    }

    @Test
    void changes_one_of_several_rules() {
        workflow.given(drafted(), rule("before", ROOT), rule("rule", ROOT, CREATED, FIRST), rule("behind", ROOT))
                .when(change("'execute_when': {'type': 'edit'}"))
                .expectEvents(changedTo(new Trigger(TriggerType.EDIT, null, false)));
    }

    @Test
    void changes_what_was_changed_before() {
        withRule()
                .andGiven(new RuleChanged(ID, ORGANIZATION_ID, USER_ID, "rule", ON_UPDATE, null),
                        new RuleChanged(ID, ORGANIZATION_ID, USER_ID, "rule", null, List.of(SECOND)))
                .when(change("'execute_when': {'type': 'field_update', 'details': {'repeat': true}}",
                        conditions(changed("c2", "'sequence_number': 7"))))
                .expectEvents(new RuleChanged(ID, ORGANIZATION_ID, USER_ID, "rule",
                        new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true),
                        List.of(when("c2", 7, FROM_WEB, creating("a1", NEW_DEAL)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "root", "c", "c1", "a1", "gone"})
    void does_not_know_a_rule_that_the_workflow_does_not_have(String id) {
        withRule()
                .andGiven(rule("gone", ROOT), withoutRule("gone"))
                .when(new UpdateRule(ID, ASHA.seen(), null, id, item(object(WHEN_CREATED))))
                .expectNoEvents().expectException(refused(new IdUnknown(4)));
    }

    @Test
    void does_not_know_a_rule_whose_node_is_gone() {
        workflow.given(drafted(), node("leads", LEADS), rule("rule", "leads"), withoutNode("leads"))
                .when(change(WHEN_CREATED))
                .expectNoEvents().expectException(refused(new IdUnknown(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'node': null", "'node': 1", ON_ROOT})
    void does_not_move_a_rule(String node) {
        withRule()
                .when(change(node, "'execute_when': 1", "'conditions': 1"))
                .expectNoEvents().expectException(refused(new KeyNotAllowed(at("node"))));
        workflow().given(drafted(), rule("rule", ROOT))
                .when(change(node))
                .expectNoEvents().expectException(refused(new KeyNotAllowed(at("node"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'id': '7', 'module': {}}", "{'execute_when': null}"})
    void wants_something_to_change(String nothing) {
        withRule()
                .when(new UpdateRule(ID, ASHA.seen(), null, "rule", item(nothing)))
                .expectNoEvents()
                .expectException(refused(new OneOfMissing(List.of(at("execute_when"), at("conditions")))));
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
                .when(new UpdateRule(ID, ASHA.seen(), null, "rule", item(change)))
                .expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void tells_only_of_what_differs() {
        withRule()
                .when(change("'execute_when': {'type': 'create', 'details': {'repeat': true}}",
                        conditions(changed("c1"))))
                .expectEvents(changedTo(new Trigger(TriggerType.CREATE, null, true)));
        workflow().given(drafted(), rule("rule", ROOT, CREATED, FIRST))
                .when(change(WHEN_CREATED, conditions(changed("c1", "'sequence_number': 2"))))
                .expectEvents(changedTo(when("c1", 2, updating("501"), named("Say hello", mailing("601")))));
    }

    // Trigger

    @Test
    void keeps_of_a_trigger_what_is_left_out() {
        withRule(new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true), FIRST)
                .when(change("'execute_when': {'type': 'field_update', 'details': {'criteria': "
                        + LEAF.replace("Web", "Fair") + "}}"))
                .expectEvents(changedTo(new Trigger(TriggerType.FIELD_UPDATE, leadSource("Fair"), true)));
        workflow().given(drafted(), rule("rule", ROOT, ON_UPDATE, FIRST))
                .when(change("'execute_when': {'type': 'field_update', 'details': {'repeat': true}}"))
                .expectEvents(changedTo(new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true)));
    }

    @Test
    void stops_to_repeat_when_told_to() {
        withRule(new Trigger(TriggerType.CREATE, null, true), FIRST)
                .when(change("'execute_when': {'type': 'create', 'details': {'repeat': false}}"))
                .expectEvents(changedTo(CREATED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'details': {}", ", 'details': {'criteria': null}"})
    void drops_criteria_when_it_no_longer_runs_on_updates_of_fields(String details) {
        withRule(new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true), FIRST)
                .when(change("'execute_when': {'type': 'create_or_edit'" + details + "}"))
                .expectEvents(changedTo(new Trigger(TriggerType.CREATE_OR_EDIT, null, true)));
    }

    @Test
    void takes_criteria_when_it_begins_to_run_on_updates_of_fields() {
        withRule()
                .when(change("'execute_when': {'type': 'field_update', 'details': {'criteria': " + LEAF + "}}"))
                .expectEvents(changedTo(ON_UPDATE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'details': null", ", 'details': {}", ", 'details': {'criteria': null}"})
    void wants_criteria_when_it_begins_to_run_on_updates_of_fields(String details) {
        withRule()
                .when(change("'execute_when': {'type': 'field_update'" + details + "}"))
                .expectNoEvents().expectException(refused(new DependentFieldMissing(
                        at("execute_when.details.criteria"), at("execute_when.type"))));
    }

    @Test
    void does_not_remember_criteria_that_were_dropped() {
        withRule(ON_UPDATE, FIRST)
                .andGiven(changedTo(CREATED))
                .when(change("'execute_when': {'type': 'field_update'}"))
                .expectNoEvents().expectException(refused(new DependentFieldMissing(
                        at("execute_when.details.criteria"), at("execute_when.type"))));
    }

    static Stream<Arguments> faultyTriggers() {
        var type = at("execute_when.type");
        var details = at("execute_when.details");
        var module = details.key("trigger_module");
        return Stream.of(arguments("'edit'", new WrongType(at("execute_when"), FieldType.OBJECT)),
                arguments("{}", new FieldMissing(type)),
                arguments("{'type': null, 'details': 1}", new FieldMissing(type)),
                arguments("{'details': {" + OURS + ", 'repeat': true}}", new FieldMissing(type)),
                arguments("{'type': 1}", new WrongType(type, FieldType.TEXT)),
                arguments("{'type': ''}", TYPE_UNKNOWN),
                arguments("{'type': 'unknown', 'details': 1}", TYPE_UNKNOWN),
                arguments("{'type': 'edit', 'details': []}", new WrongType(details, FieldType.OBJECT)),
                arguments("{'type': 'edit', 'details': {'trigger_module': 1}}",
                        new WrongType(module, FieldType.OBJECT)),
                arguments("{'type': 'edit', 'details': {'trigger_module': {}}}",
                        new OneOfMissing(List.of(module.key("api_name"), module.key("id")))),
                arguments("{'type': 'edit', 'details': {'trigger_module': {'id': '1'}}}",
                        new ModuleInvalid(module.key("id"))),
                arguments("{'type': 'edit', 'details': {'trigger_module': {'api_name': 'Deals'}}}",
                        new Ambiguous(List.of(module))),
                arguments("{'type': 'edit', 'details': {'trigger_module': {'api_name': 'Deals'}, 'criteria': 1}}",
                        new Ambiguous(List.of(module))),
                arguments("{'type': 'edit', 'details': {'criteria': " + LEAF + "}}",
                        new KeyNotAllowed(details.key("criteria"))),
                arguments("{'type': 'create', 'details': {'criteria': 1, 'repeat': 1}}",
                        new KeyNotAllowed(details.key("criteria"))),
                arguments("{'type': 'field_update', 'details': {'criteria': {}, 'repeat': 1}}",
                        new FieldMissing(details.key("criteria").key("field"))),
                arguments("{'type': 'field_update', 'details': {'repeat': 1}}",
                        new WrongType(details.key("repeat"), FieldType.BOOLEAN)));
    }

    @ParameterizedTest
    @MethodSource("faultyTriggers")
    void refuses_a_trigger_that_is_not_well_formed(String executeWhen, Refusal refusal) {
        withRule(ON_UPDATE, FIRST)
                .when(change("'conditions': null", "'execute_when': " + executeWhen))
                .expectNoEvents().expectException(refused(refusal));
    }

    // Conditions

    @Test
    void adds_a_condition() {
        withRule()
                .when(changeConditions(condition(3, fieldUpdate("502"))))
                .expectEvents(changedTo(FIRST, SECOND, when("new-1", 3, updating("502"))));
    }

    @Test
    void adds_a_condition_whose_id_is_null() {
        withRule()
                .when(changeConditions("{'id': null, 'sequence_number': 3, " + actions(fieldUpdate("502")) + "}"))
                .expectEvents(changedTo(FIRST, SECOND, when("new-1", 3, updating("502"))));
    }

    @Test
    void removes_a_condition() {
        withRule()
                .when(changeConditions(gone("c1")))
                .expectEvents(changedTo(SECOND));
    }

    @Test
    void ignores_what_else_is_said_of_a_condition_that_is_to_go() {
        withRule()
                .when(changeConditions(changed("c1", "'_delete': null", "'sequence_number': 'one'",
                        "'criteria_details': 1", "'instant_actions': 1")))
                .expectEvents(changedTo(SECOND));
    }

    @Test
    void adds_removes_and_changes_conditions_together() {
        withRule()
                .when(changeConditions(condition(1, email("602")), changed("c2", "'sequence_number': 9"), gone("c1"),
                        condition(4, fieldUpdate("502"))))
                .expectEvents(changedTo(when("new-1", 1, mailing("602")), when("new-2", 4, updating("502")),
                        when("c2", 9, FROM_WEB, creating("a1", NEW_DEAL))));
    }

    @Test
    void replaces_all_conditions() {
        withRule()
                .when(changeConditions(gone("c1"), gone("c2"), condition(1, fieldUpdate("502"))))
                .expectEvents(changedTo(when("new-1", 1, updating("502"))));
    }

    @Test
    void exchanges_numbers() {
        withRule()
                .when(changeConditions(changed("c1", "'sequence_number': 2"), changed("c2", "'sequence_number': 1")))
                .expectEvents(changedTo(when("c2", 1, FROM_WEB, creating("a1", NEW_DEAL)),
                        when("c1", 2, updating("501"), named("Say hello", mailing("601")))));
    }

    @Test
    void changes_criteria_and_nothing_else_of_a_condition() {
        withRule()
                .when(changeConditions(
                        changed("c2", "'criteria_details': {'criteria': " + LEAF.replace("Web", "Fair") + "}")))
                .expectEvents(changedTo(FIRST, when("c2", 2, leadSource("Fair"), creating("a1", NEW_DEAL))));
    }

    @Test
    void drops_criteria_that_are_null() {
        withRule()
                .when(changeConditions(changed("c2", "'criteria_details': {'criteria': null}")))
                .expectEvents(changedTo(FIRST, when("c2", 2, creating("a1", NEW_DEAL))));
    }

    @Test
    void does_not_remove_the_last_condition() {
        withRule(CREATED, FIRST)
                .when(changeConditions(gone("c1")))
                .expectNoEvents().expectException(refused(new LastConditionStays(at("conditions"))));
    }

    @Test
    void does_not_remove_all_conditions() {
        withRule()
                .when(changeConditions(gone("c2"), gone("c1")))
                .expectNoEvents().expectException(refused(new LastConditionStays(at("conditions"))));
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
                .when(changeConditions(condition(10, fieldUpdate("502"))))
                .expectEvents(changedTo(expected.toArray(Condition[]::new)));
    }

    @Test
    void refuses_an_eleventh_condition() {
        withRule(CREATED, conditionsInOrder(10))
                .when(changeConditions(condition(11, fieldUpdate("502"))))
                .expectNoEvents().expectException(refused(new TooMany("conditions", 10, at("conditions"))));
    }

    @Test
    void adds_a_condition_in_the_place_of_one_of_ten() {
        var expected = new ArrayList<>(List.of(conditionsInOrder(10)));
        expected.set(3, when("new-1", 4, updating("502")));
        withRule(CREATED, conditionsInOrder(10))
                .when(changeConditions(condition(4, fieldUpdate("502")), gone("c4")))
                .expectEvents(changedTo(expected.toArray(Condition[]::new)));
    }

    static Stream<Arguments> numbersTaken() {
        var two = condition(2, fieldUpdate("502"));
        return Stream.of(arguments(List.of(changed("c1", "'sequence_number': 2")), 0),
                arguments(List.of(changed("c2", "'sequence_number': 2"), changed("c1", "'sequence_number': 2")), 1),
                arguments(List.of(changed("c1"), two), 1),
                arguments(List.of(condition(3, fieldUpdate("502")), condition(3, fieldUpdate("503"))), 1),
                arguments(List.of(changed("c2", "'sequence_number': 3"), condition(3, fieldUpdate("502"))), 1),
                arguments(List.of(gone("c1"), two), 1));
    }

    @ParameterizedTest
    @MethodSource("numbersTaken")
    void refuses_a_number_that_another_condition_has_in_the_end(List<String> elements, int index) {
        withRule()
                .when(changeConditions(elements.toArray(String[]::new)))
                .expectNoEvents().expectException(refused(new Duplicate("sequence_number",
                        at("conditions").index(index).key("sequence_number"))));
    }

    static Stream<Arguments> faultyConditions() {
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
    @MethodSource("faultyConditions")
    void refuses_conditions_that_are_not_well_formed(String conditions, Refusal refusal) {
        withRule()
                .andGiven(rule("another", ROOT, CREATED, when("of another rule", 1, updating("501"))))
                .when(change("'conditions': " + conditions))
                .expectNoEvents().expectException(refused(refusal));
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
                .when(changeConditions(first, changed("c2"), second))
                .expectNoEvents().expectException(refused(new Duplicate("id", at("conditions[2].id"))));
    }

    static Stream<List<String>> faultsOfTheResult() {
        return Stream.of(List.of(gone("c1"), gone("c2")), List.of(changed("c1", "'sequence_number': 2")),
                List.of(condition(2, fieldUpdate("502"))));
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheResult")
    void looks_at_every_condition_before_all_of_them_together(List<String> elements) {
        var last = Stream.concat(elements.stream(), Stream.of("{'id': 'unknown'}")).toArray(String[]::new);
        withRule()
                .when(changeConditions(last))
                .expectNoEvents()
                .expectException(refused(new IdInBodyUnknown(at("conditions").index(last.length - 1).key("id"))));
    }

    @Test
    void looks_at_all_of_a_condition_before_the_next() {
        withRule()
                .when(changeConditions(changed("c1", actions(changed("501", "'name': 1"))), changed("unknown")))
                .expectNoEvents().expectException(refused(new WrongType(inAction("name"), FieldType.TEXT)));
        workflow().given(drafted(), rule("rule", ROOT, CREATED, FIRST))
                .when(changeConditions(changed("unknown"), changed("c1", actions(changed("501", "'name': 1")))))
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(at("conditions[0].id"))));
    }

    // Actions

    @Test
    void adds_actions() {
        doing(updating("501"))
                .when(changeActions(fieldUpdate("502"), email("502"), newRecord(DEAL)))
                .expectEvents(nowDoing(updating("501"), updating("502"), mailing("502"), creating("new-1", NEW_DEAL)));
    }

    @Test
    void adds_an_action_that_creates_a_record_whatever_id_it_is_given() {
        doing(updating("501"))
                .when(changeActions(
                        "{'id': '77', 'type': 'create_connected_record', 'details': " + DEAL + "}"))
                .expectEvents(nowDoing(updating("501"), creating("new-1", NEW_DEAL)));
    }

    @Test
    void adds_an_action_that_another_condition_has() {
        withRule(CREATED, when("c1", 1, updating("501")), when("c2", 2, updating("502")))
                .when(changeActions(fieldUpdate("502")))
                .expectEvents(changedTo(when("c1", 1, updating("501"), updating("502")),
                        when("c2", 2, updating("502"))));
    }

    @Test
    void removes_an_action() {
        doing(updating("501"), mailing("601"), creating("a1", NEW_DEAL))
                .when(changeActions(gone("601")))
                .expectEvents(nowDoing(updating("501"), creating("a1", NEW_DEAL)));
    }

    @Test
    void adds_and_removes_actions_together() {
        doing(updating("501"), mailing("601"))
                .when(changeActions(gone("501"), email("602"), gone("601"), fieldUpdate("502")))
                .expectEvents(nowDoing(mailing("602"), updating("502")));
    }

    @Test
    void names_renames_and_unnames_actions_in_their_places() {
        doing(named("One", updating("501")), named("Two", updating("502")), updating("503"))
                .when(changeActions(changed("503", "'name': 'Three'"), changed("502", "'name': 'Deux'"),
                        changed("501", "'name': null")))
                .expectEvents(nowDoing(updating("501"), named("Deux", updating("502")),
                        named("Three", updating("503"))));
    }

    @Test
    void may_say_what_type_the_action_is_that_it_changes() {
        doing(updating("501"))
                .when(changeActions("{'id': '501', 'type': 'field_updates', 'name': 'One'}"))
                .expectEvents(nowDoing(named("One", updating("501"))));
    }

    @Test
    void tells_actions_of_one_id_apart_by_their_types() {
        doing(updating("501"), mailing("501"))
                .when(changeActions("{'id': '501', 'type': 'email_notifications', 'name': 'Mail'}"))
                .expectEvents(nowDoing(updating("501"), named("Mail", mailing("501"))));
    }

    @Test
    void does_not_change_the_type_of_an_action() {
        doing(updating("501"), creating("a1", NEW_DEAL))
                .when(changeActions(email("501")))
                .expectNoEvents().expectException(refused(new KeyNotAllowed(inAction("type"))));
        workflow().given(drafted(), node("deals", DEALS), connection("c", ROOT, "deals"),
                rule("rule", ROOT, CREATED, when("c1", 1, creating("77", NEW_DEAL))))
                .when(changeActions(fieldUpdate("77")))
                .expectNoEvents().expectException(refused(new KeyNotAllowed(inAction("type"))));
    }

    @Test
    void does_not_remove_the_last_action() {
        doing(updating("501"))
                .when(changeActions(gone("501")))
                .expectNoEvents()
                .expectException(refused(new LastActionStays(at("conditions[0].instant_actions.actions"))));
    }

    @Test
    void does_not_remove_all_actions() {
        doing(updating("501"), mailing("601"))
                .when(changeActions(gone("601"), gone("501")))
                .expectNoEvents()
                .expectException(refused(new LastActionStays(at("conditions[0].instant_actions.actions"))));
    }

    @Test
    void adds_an_action_in_the_place_of_one_of_five() {
        doing(updating("501"), updating("502"), updating("503"), updating("504"), updating("505"))
                .when(changeActions(fieldUpdate("506"), gone("501")))
                .expectEvents(nowDoing(updating("502"), updating("503"), updating("504"), updating("505"),
                        updating("506")));
    }

    @Test
    void refuses_more_actions_of_a_type_than_are_allowed_in_the_end() {
        doing(updating("501"), updating("502"), updating("503"), updating("504"), updating("505"))
                .when(changeActions(fieldUpdate("506"), email("601")))
                .expectNoEvents().expectException(
                        refused(new TooMany("actions", 5, at("conditions[0].instant_actions.actions"))));
        workflow().given(drafted(), node("deals", DEALS), connection("c", ROOT, "deals"),
                rule("rule", ROOT, CREATED, when("c1", 1, creating("a1", NEW_DEAL))))
                .when(changeActions(newRecord(DEAL)))
                .expectNoEvents().expectException(
                        refused(new TooMany("actions", 1, at("conditions[0].instant_actions.actions"))));
    }

    static Stream<Arguments> faultyActions() {
        var id = inAction("id");
        var type = inAction("type");
        var types = new ValueNotSupported(type,
                List.of("create_connected_record", "field_updates", "email_notifications"));
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
                arguments("{'id': '502', 'type': 'webhooks'}", types),
                arguments("{'id': '501', 'type': ''}", types),
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
    @MethodSource("faultyActions")
    void refuses_an_action_that_is_not_well_formed(String action, Refusal refusal) {
        withRule()
                .when(changeActions(action))
                .expectNoEvents().expectException(refused(refusal));
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
                .when(changeActions(first, changed("601"), second))
                .expectNoEvents().expectException(
                        refused(new Duplicate("id", at("conditions[0].instant_actions.actions[2].id"))));
    }

    @Test
    void looks_at_every_action_before_all_of_them_together() {
        doing(updating("501"))
                .when(changeActions(gone("501"), changed("unknown")))
                .expectNoEvents().expectException(
                        refused(new IdInBodyUnknown(at("conditions[0].instant_actions.actions[1].id"))));
        workflow().given(drafted(), rule("rule", ROOT, CREATED,
                when("c1", 1, updating("501"), updating("502"), updating("503"), updating("504"), updating("505"))))
                .when(changeActions(fieldUpdate("506"), changed("unknown")))
                .expectNoEvents().expectException(
                        refused(new IdInBodyUnknown(at("conditions[0].instant_actions.actions[1].id"))));
    }

    // New records

    @Test
    void keeps_of_a_new_record_what_is_left_out() {
        doing(named("Open a deal", creating("a1", NEW_DEAL)))
                .when(changeDeal("'layout': {'id': '92'}"))
                .expectEvents(nowDoing(named("Open a deal",
                        creating("a1", new NewRecord(DEALS.id(), "Deals", "92", List.of(dealNamed("New")))))));
    }

    @Test
    void replaces_the_mappings_of_a_new_record() {
        doing(creating("a1", NEW_DEAL))
                .when(changeDeal("'module': null", "'layout': null",
                        "'field_mappings': [{'field': {'api_name': 'Deal_Name'}, 'type': 'static', 'value': 'Old'}]"))
                .expectEvents(nowDoing(
                        creating("a1", new NewRecord(DEALS.id(), "Deals", "91", List.of(dealNamed("Old"))))));
    }

    @Test
    void creates_a_record_of_another_module_that_its_node_points_to() {
        doing(creating("a1", NEW_DEAL))
                .andGiven(connection("to leads", ROOT, "leads"))
                .when(changeDeal("'module': {'api_name': 'Leads'}"))
                .expectEvents(nowDoing(
                        creating("a1", new NewRecord(LEADS.id(), "Leads", "91", List.of(dealNamed("New"))))));
    }

    @Test
    void leaves_a_record_alone_that_its_node_does_not_point_to_any_more() {
        doing(creating("a1", NEW_DEAL))
                .andGiven(withoutConnection("c"))
                .when(changeActions(changed("a1", "'name': 'Open a deal'", "'details': {'layout': {'id': '92'}}")))
                .expectEvents(nowDoing(named("Open a deal",
                        creating("a1", new NewRecord(DEALS.id(), "Deals", "92", List.of(dealNamed("New")))))));
    }

    private static CrmModule listing(CrmModule module, String id, String name, String dataType) {
        return new CrmModule(module.id(), module.apiName(), true,
                List.of(new CrmModule.Field(id, name, null, dataType)));
    }

    private static NewRecord recordOf(CrmModule module, String fieldId, String name) {
        return new NewRecord(module.id(), module.apiName(), "91", List.of(new FieldMapping(
                new FieldName("Name", fieldId), MappingType.STATIC, new Value(name))));
    }

    @Test
    void takes_mappings_along_to_the_fields_of_another_module() {
        doing(creating("a1", recordOf(DEALS, "81", "New")))
                .andGiven(connection("to leads", ROOT, "leads"))
                .when(changeBy(ASHA.listing(CONTACTS, listing(DEALS, "81", "Name", "text"),
                        listing(LEADS, "51", "Name", "text")), toLeads()))
                .expectEvents(nowDoing(creating("a1", recordOf(LEADS, "51", "New"))));
    }

    @Test
    void takes_no_mappings_along_where_there_is_no_such_field() {
        doing(creating("a1", recordOf(DEALS, "81", "New")))
                .andGiven(connection("to leads", ROOT, "leads"))
                .when(changeBy(ASHA.listing(CONTACTS, DEALS, listing(LEADS, "51", "Title", "text")), toLeads()))
                .expectNoEvents().expectException(refused(new ValueInvalid(inAction("details.module"))));
    }

    @Test
    void takes_no_mappings_along_where_the_value_does_not_fit() {
        doing(creating("a1", recordOf(DEALS, "81", "New")))
                .andGiven(connection("to leads", ROOT, "leads"))
                .when(changeBy(ASHA.listing(CONTACTS, DEALS, listing(LEADS, "51", "Name", "integer")), toLeads()))
                .expectNoEvents().expectException(refused(new ValueInvalid(inAction("details.module"))));
    }

    private static String toLeads() {
        return conditions(changed("c1",
                actions(changed("a1", "'details': {'module': {'api_name': 'Leads'}}"))));
    }

    static Stream<Arguments> faultyRecords() {
        var details = inAction("details");
        var module = details.key("module");
        var mappings = details.key("field_mappings");
        return Stream.of(arguments("1", new WrongType(details, FieldType.OBJECT)),
                arguments("{'module': 1}", new WrongType(module, FieldType.OBJECT)),
                arguments("{'module': {}, 'layout': 1}",
                        new OneOfMissing(List.of(module.key("api_name"), module.key("id")))),
                arguments("{'module': {'api_name': 'Notes'}}", new ModuleInvalid(module.key("api_name"))),
                arguments("{'module': {'api_name': 'Leads'}}", new ValueInvalid(module)),
                arguments("{'layout': 1}", new WrongType(details.key("layout"), FieldType.OBJECT)),
                arguments("{'layout': {}}", new FieldMissing(details.key("layout").key("id"))),
                arguments("{'field_mappings': []}", new TooShort(mappings, 1)),
                arguments("{'field_mappings': [{}]}", new FieldMissing(mappings.index(0).key("field"))));
    }

    @ParameterizedTest
    @MethodSource("faultyRecords")
    void refuses_a_new_record_that_is_not_well_formed(String details, Refusal refusal) {
        doing(creating("a1", NEW_DEAL))
                .when(changeActions(changed("a1", "'name': 1", "'details': " + details)))
                .expectNoEvents().expectException(refused(refusal));
    }

    // The organization as it is now

    @Test
    void checks_what_is_new_by_the_directory_and_leaves_alone_what_is_left_out() {
        var contacts = new CrmModule(CONTACTS.id(), "Contacts", true,
                List.of(new CrmModule.Field("71", "Age", null, "integer")));
        withRule()
                .when(changeBy(ASHA.listing(contacts, DEALS), conditions(changed("c2", "'sequence_number': 3"))))
                .expectEvents(changedTo(FIRST, when("c2", 3, FROM_WEB, creating("a1", NEW_DEAL))));
        workflow().given(drafted(), rule("rule", ROOT, CREATED, FIRST))
                .when(changeBy(ASHA.listing(contacts, DEALS),
                        conditions(changed("c1", "'criteria_details': {'criteria': " + LEAF + "}"))))
                .expectNoEvents().expectException(
                        refused(new ValueInvalid(at("conditions[0].criteria_details.criteria.field.api_name"))));
    }

    @Test
    void changes_a_rule_on_a_module_that_is_gone() {
        withRule()
                .when(changeBy(ASHA.listing(DEALS), "'execute_when': {'type': 'edit'}"))
                .expectEvents(changedTo(new Trigger(TriggerType.EDIT, null, false)));
    }

    @Test
    void changes_a_rule_of_a_module_that_has_more_than_it_may_have() {
        withRule()
                .andGiven(rule("another", ROOT))
                .when(changeBy(ASHA.mayHaveRules(1), "'execute_when': {'type': 'edit'}"))
                .expectEvents(changedTo(new Trigger(TriggerType.EDIT, null, false)));
    }

    // The order of these

    /** A change that has one fault, and a place of its own. */
    record Fault(String where, String text, Refusal refusal) {}

    /** In the order of the contract. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("node", "'node': 1", new KeyNotAllowed(at("node"))),
            new Fault("type", "'unknown'", TYPE_UNKNOWN),
            new Fault("module", "'trigger_module': {'api_name': 'Deals'}",
                    new Ambiguous(List.of(at("execute_when.details.trigger_module")))),
            new Fault("criteria", "'criteria': {}", new FieldMissing(at("execute_when.details.criteria.field"))),
            new Fault("repeat", "'repeat': 1", new WrongType(at("execute_when.details.repeat"), FieldType.BOOLEAN)),
            new Fault("first id", "'unknown'", new IdInBodyUnknown(at("conditions[0].id"))),
            new Fault("number", "'sequence_number': 0", new ValueInvalid(at("conditions[0].sequence_number"))),
            new Fault("criteria details", "'criteria_details': 1",
                    new WrongType(at("conditions[0].criteria_details"), FieldType.OBJECT)),
            new Fault("action id", "'502'", new IdInBodyUnknown(inAction("id"))),
            new Fault("name", "'name': 1", new WrongType(inAction("name"), FieldType.TEXT)),
            new Fault("more actions", fieldUpdate("501"),
                    new Duplicate("id", at("conditions[0].instant_actions.actions[1].id"))),
            new Fault("second", changed("c1"), new Duplicate("id", at("conditions[1].id"))),
            new Fault("third", condition(2, fieldUpdate("501")),
                    new Duplicate("sequence_number", at("conditions[2].sequence_number"))));

    private static String changeWith(Fault... faults) {
        var text = """
            {<third place> 'execute_when': {'details': {<repeat> <criteria> <module> 'x': 1}, 'type': <type>}, <node> 'x': 1}
            """.replace(
                "<third place>", "'conditions': [{'instant_actions': {'actions': [{<name> 'id': <action id>}, "
                        + "<more actions>]}, <criteria details> <number> 'id': <first id>}, <second>, <third>],");
        for (var fault : faults) {
            text = text.replace("<" + fault.where + ">", fault.text.startsWith("'") && fault.text.contains(":")
                    ? fault.text + ","
                    : fault.text);
        }
        return text.replace("<type>", "'field_update'").replace("<first id>", "'c1'").replace("<action id>", "'501'")
                .replace("<more actions>", changed("601")).replace("<second>", changed("c2"))
                .replace("<third>", condition(3, fieldUpdate("501"))).replaceAll("<[a-z ]+>", "");
    }

    private static UpdateRule faulty(Fault... faults) {
        return new UpdateRule(ID, ASHA.seen(), null, "rule", item(changeWith(faults)));
    }

    @Test
    void changes_a_rule_whatever_the_order_of_the_keys() {
        withRule(ON_UPDATE, FIRST, SECOND)
                .when(faulty())
                .expectEvents(changedTo(FIRST, SECOND, when("new-1", 3, updating("501"))));
    }

    static Stream<Arguments> twoFaults() {
        return IntStream.range(0, FAULTS.size()).boxed()
                .flatMap(first -> FAULTS.stream().skip(first + 1L)
                        .map(second -> arguments(FAULTS.get(first), second)));
    }

    @ParameterizedTest
    @MethodSource("twoFaults")
    void refuses_the_first_of_two_faults(Fault first, Fault second) {
        withRule(ON_UPDATE, FIRST, SECOND)
                .when(faulty(first, second))
                .expectNoEvents().expectException(refused(first.refusal));
    }

    static Stream<Fault> faults() {
        return FAULTS.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void changes_nothing_at_all_when_one_thing_is_wrong(Fault fault) {
        withRule(ON_UPDATE, FIRST, SECOND)
                .when(faulty(fault))
                .expectNoEvents().expectException(refused(fault.refusal));
    }
}
