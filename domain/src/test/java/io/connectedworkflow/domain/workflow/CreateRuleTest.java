package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.NOTES;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.refusal.Requests.item;
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
import static io.connectedworkflow.domain.workflow.RuleParts.FROM_WEB;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.mailing;
import static io.connectedworkflow.domain.workflow.RuleParts.named;
import static io.connectedworkflow.domain.workflow.RuleParts.updated;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RuleTexts.DEAL;
import static io.connectedworkflow.domain.workflow.RuleTexts.LAYOUT;
import static io.connectedworkflow.domain.workflow.RuleTexts.LEAF;
import static io.connectedworkflow.domain.workflow.RuleTexts.MAPPINGS;
import static io.connectedworkflow.domain.workflow.RuleTexts.ON_ROOT;
import static io.connectedworkflow.domain.workflow.RuleTexts.TO_DEALS;
import static io.connectedworkflow.domain.workflow.RuleTexts.WHEN_CREATED;
import static io.connectedworkflow.domain.workflow.RuleTexts.actions;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.conditions;
import static io.connectedworkflow.domain.workflow.RuleTexts.email;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
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
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.ModuleInvalid;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.RuleLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.MappingType;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import io.connectedworkflow.domain.rule.Value;
import io.connectedworkflow.domain.workflow.command.CreateRule;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rules a workflow can be given. */
class CreateRuleTest {

    private static final String IN_ORDER = conditions(condition(1, fieldUpdate("501")));
    private static final String ACTION = "conditions[0].instant_actions.actions[0]";

    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private static AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(new FakeRegister(), new FakeIds());
        return fixture;
    }

    /** A workflow on contacts, which point to deals, and to which nothing points; leads are by themselves. */
    private TestExecutor<ConnectedWorkflow> ofContactsAndDeals() {
        return workflow.given(drafted(), node("deals", DEALS), node("leads", LEADS), connection("c", ROOT, "deals"));
    }

    private static CreateRule create(String rule) {
        return create(ASHA, rule);
    }

    private static CreateRule create(TestOrganization caller, String rule) {
        return new CreateRule(ID, caller.seen(), null, "rule", item(rule));
    }

    private static CreateRule createWith(String executeWhen) {
        return create(object(ON_ROOT, "'execute_when': " + executeWhen, IN_ORDER));
    }

    private static CreateRule createIn(String... conditions) {
        return create(object(ON_ROOT, WHEN_CREATED, conditions(conditions)));
    }

    private static CreateRule createDoing(String... actions) {
        return createIn(condition(1, actions));
    }

    private static CreateRule createDeal(String details) {
        return createDoing(newRecord(details));
    }

    private static RuleAdded added(Condition... conditions) {
        return added(ROOT, CREATED, conditions);
    }

    private static RuleAdded added(Trigger trigger) {
        return added(ROOT, trigger, when("new-1", 1, updating("501")));
    }

    private static RuleAdded added(String node, Trigger trigger, Condition... conditions) {
        return new RuleAdded(ID, ORGANIZATION_ID, USER_ID, "rule", node, trigger, List.of(conditions));
    }

    private static FieldPath at(String path) {
        return FieldPath.of(path);
    }

    private static FieldPath inAction(String path) {
        return FieldPath.of(ACTION + "." + path);
    }

    @Test
    void adds_a_rule_with_all_its_parts() {
        ofContactsAndDeals()
                .when(create("""
                    {'node': {'id': 'root'},
                     'execute_when': {'type': 'field_update', 'details': {
                      'trigger_module': {'api_name': 'Contacts'}, 'repeat': false, 'criteria': {
                       'field': {'api_name': 'Lead_Source'}, 'comparator': 'equal', 'type': 'value', 'value': 'Web'}}},
                     'conditions': [{'sequence_number': 1, 'criteria_details': {'criteria': null},
                      'instant_actions': {'actions': [
                       {'type': 'create_connected_record', 'name': 'Open a deal', 'details': {
                        'module': {'api_name': 'Deals'}, 'layout': {'id': '4876876000000091023'},
                        'field_mappings': [
                         {'field': {'api_name': 'Deal_Name'}, 'type': 'static', 'value': 'New'}]}},
                       {'type': 'field_updates', 'id': '4876876000019340501'}]}}]}
                    """))
                .expectSuccessfulHandlerExecution()
                .expectEvents(added(ROOT, updated(FROM_WEB), when("new-1", 1,
                        named("Open a deal", creating("new-2", new NewRecord(DEALS.id(), "Deals",
                                "4876876000000091023", NEW_DEAL.fieldMappings()))),
                        updating("4876876000019340501"))));
    }

    @Test
    void adds_a_rule_with_no_more_than_it_needs() {
        workflow.given(drafted())
                .when(create(object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectSuccessfulHandlerExecution().expectEvents(added(when("new-1", 1, updating("501"))));
    }

    @Test
    void adds_a_rule_of_another_node() {
        ofContactsAndDeals()
                .when(create(object("'node': {'id': 'leads'}",
                        "'execute_when': {'type': 'create', 'details': {'trigger_module': {'api_name': 'Leads'}}}",
                        IN_ORDER)))
                .expectEvents(added("leads", CREATED, when("new-1", 1, updating("501"))));
    }

    @Test
    void adds_rules_to_active_and_inactive_workflows_too() {
        workflow.given(drafted(), activated())
                .when(create(object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectEvents(added(CREATED));
        workflow().given(drafted(), activated(), deactivated())
                .when(create(object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectEvents(added(CREATED));
    }

    @Test
    void ignores_keys_that_it_does_not_know_with_all_that_is_in_them() {
        workflow.given(drafted())
                .when(create(
                        """
                            {'id': '7', 'sum': 1e99, 'node': {'id': 'root', 'no\0t': 'known'}, 'execute_when': {
                              'more': '\0', 'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts', 'x': 1e99},
                              'more': [1e99]}}, 'conditions': [{'more': '\0', 'sequence_number': 1, 'instant_actions': {
                               'more': 1e99, 'actions': [{'more': '\0', 'details': 1e99, 'type': 'field_updates', 'id': '501'}]}}]}
                            """))
                .expectSuccessfulHandlerExecution().expectEvents(added(when("new-1", 1, updating("501"))));
    }

    // Node

    static Stream<Arguments> faultyNodes() {
        var node = at("node");
        var id = at("node.id");
        return Stream.of(arguments("null", new FieldMissing(node)),
                arguments("'root'", new WrongType(node, FieldType.OBJECT)),
                arguments("[]", new WrongType(node, FieldType.OBJECT)),
                arguments("{}", new FieldMissing(id)),
                arguments("{'id': null}", new FieldMissing(id)),
                arguments("{'id': 1}", new WrongType(id, FieldType.TEXT)),
                arguments("{'id': ''}", new IdInBodyUnknown(id)),
                arguments("{'id': 'unknown'}", new IdInBodyUnknown(id)),
                arguments("{'id': 'c'}", new IdInBodyUnknown(id)),
                arguments("{'id': '" + ID + "'}", new IdInBodyUnknown(id)));
    }

    @ParameterizedTest
    @MethodSource("faultyNodes")
    void refuses_what_is_no_node_of_the_workflow(String node, Refusal refusal) {
        ofContactsAndDeals()
                .when(create(object("'node': " + node, WHEN_CREATED, IN_ORDER)))
                .expectNoEvents().expectException(refused(refusal));
    }

    @Test
    void refuses_a_rule_without_a_node() {
        workflow.given(drafted())
                .when(create(object(WHEN_CREATED, IN_ORDER)))
                .expectNoEvents().expectException(refused(new FieldMissing(at("node"))));
    }

    @Test
    void refuses_a_node_that_is_gone() {
        workflow.given(drafted(), node("leads", LEADS), withoutNode("leads"))
                .when(create(object("'node': {'id': 'leads'}", WHEN_CREATED, IN_ORDER)))
                .expectNoEvents().expectException(refused(new IdInBodyUnknown(at("node.id"))));
    }

    // Trigger

    @ParameterizedTest
    @CsvSource({"create, CREATE", "edit, EDIT", "create_or_edit, CREATE_OR_EDIT"})
    void runs_without_criteria_when_records_are_made_or_edited(String type, TriggerType expected) {
        workflow.given(drafted())
                .when(createWith("{'type': '" + type
                        + "', 'details': {'trigger_module': {'api_name': 'Contacts'}, 'criteria': null}}"))
                .expectEvents(added(new Trigger(expected, null, false)));
    }

    @Test
    void runs_when_fields_are_updated_as_its_criteria_say() {
        workflow.given(drafted())
                .when(createWith("{'type': 'field_update', 'details': {'trigger_module': {'api_name': 'Contacts'}, "
                        + "'criteria': " + LEAF + "}}"))
                .expectEvents(added(updated(FROM_WEB)));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "null, false"})
    void repeats_only_when_told_to(String given, boolean repeat) {
        workflow.given(drafted())
                .when(createWith("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts'}, 'repeat': "
                        + given + "}}"))
                .expectEvents(added(new Trigger(TriggerType.CREATE, null, repeat)));
    }

    static Stream<String> contacts() {
        return Stream.of("{'id': '" + CONTACTS.id() + "'}",
                "{'api_name': 'Contacts', 'id': '" + CONTACTS.id() + "'}", "{'api_name': null, 'id': '"
                        + CONTACTS.id() + "'}");
    }

    @ParameterizedTest
    @MethodSource("contacts")
    void takes_its_node_s_module_by_either_key(String module) {
        workflow.given(drafted())
                .when(createWith("{'type': 'create', 'details': {'trigger_module': " + module + "}}"))
                .expectEvents(added(CREATED));
    }

    static Stream<Arguments> faultyTriggers() {
        var type = at("execute_when.type");
        var types = new ValueNotSupported(type, List.of("create", "edit", "create_or_edit", "field_update"));
        var details = at("execute_when.details");
        var module = at("execute_when.details.trigger_module");
        var criteria = at("execute_when.details.criteria");
        var ours = "'trigger_module': {'api_name': 'Contacts'}";
        return Stream.of(arguments("null", new FieldMissing(at("execute_when"))),
                arguments("'create'", new WrongType(at("execute_when"), FieldType.OBJECT)),
                arguments("{'details': {" + ours + "}}", new FieldMissing(type)),
                arguments("{'type': null}", new FieldMissing(type)),
                arguments("{'type': 1}", new WrongType(type, FieldType.TEXT)),
                arguments("{'type': ''}", types),
                arguments("{'type': 'delete'}", types),
                arguments("{'type': 'CREATE'}", types),
                arguments("{'type': 'create '}", types),
                arguments("{'type': 'create'}", new FieldMissing(details)),
                arguments("{'type': 'create', 'details': null}", new FieldMissing(details)),
                arguments("{'type': 'create', 'details': []}", new WrongType(details, FieldType.OBJECT)),
                arguments("{'type': 'create', 'details': {}}", new FieldMissing(module)),
                arguments("{'type': 'create', 'details': {'trigger_module': null}}", new FieldMissing(module)),
                arguments("{'type': 'create', 'details': {'trigger_module': 'Contacts'}}",
                        new WrongType(module, FieldType.OBJECT)),
                arguments("{'type': 'create', 'details': {'trigger_module': {}}}",
                        new OneOfMissing(List.of(module.key("api_name"), module.key("id")))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 1}}}",
                        new WrongType(module.key("api_name"), FieldType.TEXT)),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts', 'id': 1}}}",
                        new WrongType(module.key("id"), FieldType.TEXT)),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Unknown'}}}",
                        new ModuleInvalid(module.key("api_name"))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Notes'}}}",
                        new ModuleInvalid(module.key("api_name"))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'id': '1'}}}",
                        new ModuleInvalid(module.key("id"))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts', 'id': '"
                        + DEALS.id() + "'}}}", new Ambiguous(List.of(module.key("id"), module.key("api_name")))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Deals'}}}",
                        new Ambiguous(List.of(module, at("node")))),
                arguments("{'type': 'field_update', 'details': {" + ours + "}}",
                        new DependentFieldMissing(criteria, type)),
                arguments("{'type': 'field_update', 'details': {" + ours + ", 'criteria': null}}",
                        new DependentFieldMissing(criteria, type)),
                arguments("{'type': 'field_update', 'details': {" + ours + ", 'criteria': 'all'}}",
                        new WrongType(criteria, FieldType.OBJECT)),
                arguments("{'type': 'field_update', 'details': {" + ours + ", 'criteria': {}}}",
                        new FieldMissing(criteria.key("field"))),
                arguments("{'type': 'create', 'details': {" + ours + ", 'criteria': " + LEAF + "}}",
                        new KeyNotAllowed(criteria)),
                arguments("{'type': 'edit', 'details': {" + ours + ", 'criteria': {}}}",
                        new KeyNotAllowed(criteria)),
                arguments("{'type': 'create_or_edit', 'details': {" + ours + ", 'criteria': 1}}",
                        new KeyNotAllowed(criteria)),
                arguments("{'type': 'create', 'details': {" + ours + ", 'repeat': 'true'}}",
                        new WrongType(details.key("repeat"), FieldType.BOOLEAN)),
                arguments("{'type': 'create', 'details': {" + ours + ", 'repeat': 1}}",
                        new WrongType(details.key("repeat"), FieldType.BOOLEAN)));
    }

    @ParameterizedTest
    @MethodSource("faultyTriggers")
    void refuses_a_trigger_that_is_not_well_formed(String executeWhen, Refusal refusal) {
        ofContactsAndDeals()
                .when(createWith(executeWhen))
                .expectNoEvents().expectException(refused(refusal));
    }

    @Test
    void refuses_a_rule_without_a_trigger() {
        workflow.given(drafted())
                .when(create(object(ON_ROOT, IN_ORDER)))
                .expectNoEvents().expectException(refused(new FieldMissing(at("execute_when"))));
    }

    @Test
    void refuses_a_trigger_on_a_module_that_is_no_longer_supported() {
        var contacts = new CrmModule(CONTACTS.id(), "Contacts", false, List.of());
        workflow.given(drafted())
                .when(create(ASHA.listing(contacts), object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectNoEvents().expectException(
                        refused(new ModuleInvalid(at("execute_when.details.trigger_module.api_name"))));
    }

    // Conditions

    private static String[] conditionsInOrder(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> condition(i, fieldUpdate("501"))).toArray(String[]::new);
    }

    @Test
    void may_have_ten_conditions() {
        workflow.given(drafted())
                .when(createIn(conditionsInOrder(10)))
                .expectEvents(added(IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> when("new-" + i, i, updating("501"))).toArray(Condition[]::new)));
    }

    @Test
    void lists_conditions_by_their_numbers() {
        workflow.given(drafted())
                .when(createIn(condition(30, fieldUpdate("501")), condition(2, fieldUpdate("502")),
                        condition(11, fieldUpdate("503"))))
                .expectEvents(added(when("new-2", 2, updating("502")), when("new-3", 11, updating("503")),
                        when("new-1", 30, updating("501"))));
    }

    @Test
    void meets_some_records_or_all() {
        workflow.given(drafted())
                .when(createIn(
                        object("'sequence_number': 1", "'criteria_details': {'criteria': " + LEAF + "}",
                                actions(fieldUpdate("501"))),
                        object("'sequence_number': 2", "'criteria_details': {'criteria': null}",
                                actions(fieldUpdate("501"))),
                        object("'sequence_number': 3", "'criteria_details': {}", actions(fieldUpdate("501"))),
                        object("'sequence_number': 4", "'criteria_details': null", actions(fieldUpdate("501")))))
                .expectEvents(added(when("new-1", 1, FROM_WEB, updating("501")), when("new-2", 2, updating("501")),
                        when("new-3", 3, updating("501")), when("new-4", 4, updating("501"))));
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
        workflow.given(drafted())
                .when(create(object(ON_ROOT, WHEN_CREATED, "'conditions': " + conditions)))
                .expectNoEvents().expectException(refused(refusal));
    }

    @Test
    void refuses_a_rule_without_conditions() {
        workflow.given(drafted())
                .when(create(object(ON_ROOT, WHEN_CREATED)))
                .expectNoEvents().expectException(refused(new FieldMissing(at("conditions"))));
    }

    @Test
    void refuses_an_eleventh_condition_whatever_is_in_them() {
        workflow.given(drafted())
                .when(create(object(ON_ROOT, WHEN_CREATED,
                        "'conditions': [null, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}]")))
                .expectNoEvents().expectException(refused(new TooMany("conditions", 10, at("conditions"))));
    }

    @Test
    void refuses_a_number_that_is_there_twice() {
        workflow.given(drafted())
                .when(createIn(condition(1, fieldUpdate("501")), condition(2, fieldUpdate("501")),
                        condition(1, fieldUpdate("502"))))
                .expectNoEvents()
                .expectException(refused(new Duplicate("sequence_number", at("conditions[2].sequence_number"))));
    }

    @Test
    void looks_at_all_of_a_condition_before_the_next() {
        workflow.given(drafted())
                .when(createIn(object("'sequence_number': 1", actions("{'type': 'unknown'}")), "null"))
                .expectNoEvents()
                .expectException(refused(new ValueNotSupported(inAction("type"),
                        List.of("create_connected_record", "field_updates", "email_notifications"))));
    }

    @Test
    void looks_for_a_second_use_of_a_number_before_the_rest_of_its_condition() {
        workflow.given(drafted())
                .when(createIn(condition(1, fieldUpdate("501")), "{'sequence_number': 1, 'criteria_details': 1}"))
                .expectNoEvents()
                .expectException(refused(new Duplicate("sequence_number", at("conditions[1].sequence_number"))));
    }

    // Actions

    private static String[] texts(int count, String text) {
        return IntStream.range(0, count).mapToObj(i -> text.replace("#", String.valueOf(500 + i)))
                .toArray(String[]::new);
    }

    @Test
    void does_as_much_as_a_condition_may_in_every_condition() {
        var most = Stream.of(texts(5, fieldUpdate("#")), texts(1, newRecord(DEAL)), texts(5, email("#")))
                .flatMap(Arrays::stream).toArray(String[]::new);
        ofContactsAndDeals()
                .when(createIn(condition(1, most), condition(2, most)))
                .expectSuccessfulHandlerExecution()
                .expectEvents(added(
                        when("new-1", 1, updating("500"), updating("501"), updating("502"), updating("503"),
                                updating("504"), creating("new-2", NEW_DEAL), mailing("500"), mailing("501"),
                                mailing("502"), mailing("503"), mailing("504")),
                        when("new-3", 2, updating("500"), updating("501"), updating("502"), updating("503"),
                                updating("504"), creating("new-4", NEW_DEAL), mailing("500"), mailing("501"),
                                mailing("502"), mailing("503"), mailing("504"))));
    }

    static Stream<Arguments> tooManyActions() {
        return Stream.of(arguments(6, fieldUpdate("#"), 5), arguments(6, email("#"), 5),
                arguments(2, newRecord(DEAL), 1), arguments(2, "{'type': 'create_connected_record'}", 1),
                arguments(6, "{'type': 'field_updates', 'id': 1}", 5));
    }

    @ParameterizedTest
    @MethodSource("tooManyActions")
    void counts_actions_of_a_type_before_it_looks_at_each(int count, String action, int limit) {
        ofContactsAndDeals()
                .when(createDoing(texts(count, action)))
                .expectNoEvents().expectException(
                        refused(new TooMany("actions", limit, at("conditions[0].instant_actions.actions"))));
    }

    @Test
    void tells_actions_apart_by_type_and_id() {
        workflow.given(drafted())
                .when(createDoing(fieldUpdate("501"), email("501"), fieldUpdate("502")))
                .expectEvents(added(when("new-1", 1, updating("501"), mailing("501"), updating("502"))));
    }

    @Test
    void refuses_the_same_action_twice_in_a_condition() {
        workflow.given(drafted())
                .when(createDoing(fieldUpdate("501"), email("501"), fieldUpdate("501")))
                .expectNoEvents().expectException(refused(
                        new Duplicate("action not allowed", at("conditions[0].instant_actions.actions[2].id"))));
    }

    @Test
    void may_do_the_same_in_two_conditions() {
        workflow.given(drafted())
                .when(createIn(condition(1, fieldUpdate("501")), condition(2, fieldUpdate("501"))))
                .expectEvents(added(when("new-1", 1, updating("501")), when("new-2", 2, updating("501"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "4876876000019340501", "9223372036854775807"})
    void takes_any_id_for_an_object_of_another_api(String id) {
        workflow.given(drafted())
                .when(createDoing(fieldUpdate(id)))
                .expectEvents(added(when("new-1", 1, updating(id))));
    }

    static Stream<String> names() {
        return Stream.of("Call", "", "a".repeat(100), "\ud83d\ude80".repeat(100));
    }

    @ParameterizedTest
    @MethodSource("names")
    void keeps_the_name_of_an_action_as_given(String name) {
        workflow.given(drafted())
                .when(createDoing("{'type': 'field_updates', 'id': '501', 'name': '" + name + "'}"))
                .expectEvents(added(when("new-1", 1, named(name, updating("501")))));
    }

    static Stream<Arguments> faultyActions() {
        var type = inAction("type");
        var types = new ValueNotSupported(type,
                List.of("create_connected_record", "field_updates", "email_notifications"));
        var id = inAction("id");
        var update = "'type': 'field_updates', ";
        return Stream.of(arguments("null", new WrongType(at(ACTION), FieldType.OBJECT)),
                arguments("'501'", new WrongType(at(ACTION), FieldType.OBJECT)),
                arguments("{'id': '501'}", new FieldMissing(type)),
                arguments("{'type': null, 'id': '501'}", new FieldMissing(type)),
                arguments("{'type': 1}", new WrongType(type, FieldType.TEXT)),
                arguments("{'type': ''}", types),
                arguments("{'type': 'webhooks', 'id': '501'}", types),
                arguments("{'type': 'Field_Updates', 'id': '501'}", types),
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
        workflow.given(drafted())
                .when(createDoing(action))
                .expectNoEvents().expectException(refused(refusal));
    }

    @Test
    void looks_at_all_of_an_action_before_the_next() {
        workflow.given(drafted())
                .when(createDoing("{'type': 'field_updates', 'id': '501', 'name': 1}", "null"))
                .expectNoEvents().expectException(refused(new WrongType(inAction("name"), FieldType.TEXT)));
    }

    // New records

    @Test
    void creates_a_record_that_is_named_by_the_id_of_its_module() {
        ofContactsAndDeals()
                .when(createDeal(object("'module': {'id': '" + DEALS.id() + "'}", LAYOUT, MAPPINGS)))
                .expectEvents(added(when("new-1", 1, creating("new-2", NEW_DEAL))));
    }

    @Test
    void gives_an_action_that_creates_a_record_an_id_of_its_own() {
        ofContactsAndDeals()
                .when(createDoing("{'type': 'create_connected_record', 'id': '501', 'details': " + DEAL + "}"))
                .expectEvents(added(when("new-1", 1, creating("new-2", NEW_DEAL))));
    }

    @Test
    void fills_fields_in_three_ways() {
        ofContactsAndDeals()
                .when(createDeal(object(TO_DEALS, LAYOUT, """
                    'field_mappings': [
                     {'field': {'api_name': 'Amount'}, 'type': 'static', 'value': 1.50},
                     {'field': {'api_name': 'Owner', 'id': '7'}, 'type': 'merge_field', 'value': '${Contacts.Owner}'},
                     {'field': {'api_name': 'Closing_Date'}, 'type': 'execution_time', 'value': 'today'}]""")))
                .expectEvents(added(when("new-1", 1, creating("new-2", new NewRecord(DEALS.id(), "Deals", "91", List.of(
                        new FieldMapping(new FieldName("Amount", null), MappingType.STATIC,
                                new Value(new BigDecimal("1.50"))),
                        new FieldMapping(new FieldName("Owner", "7"), MappingType.MERGE_FIELD,
                                new Value("${Contacts.Owner}")),
                        new FieldMapping(new FieldName("Closing_Date", null), MappingType.EXECUTION_TIME,
                                new Value("today"))))))));
    }

    static Stream<Arguments> faultyRecords() {
        var details = inAction("details");
        var module = details.key("module");
        var layout = details.key("layout");
        var mappings = details.key("field_mappings");
        var types = List.of("static", "merge_field", "execution_time");
        return Stream.of(arguments("null", new DependentFieldMissing(details, inAction("type"))),
                arguments("[]", new WrongType(details, FieldType.OBJECT)),
                arguments("{}", new FieldMissing(module)),
                arguments("{'module': null}", new FieldMissing(module)),
                arguments("{'module': 'Deals'}", new WrongType(module, FieldType.OBJECT)),
                arguments("{'module': {}}", new OneOfMissing(List.of(module.key("api_name"), module.key("id")))),
                arguments("{'module': {'api_name': 1}}", new WrongType(module.key("api_name"), FieldType.TEXT)),
                arguments("{'module': {'api_name': 'Unknown'}}", new ModuleInvalid(module.key("api_name"))),
                arguments("{'module': {'id': '" + NOTES.id() + "'}}", new ModuleInvalid(module.key("id"))),
                arguments("{'module': {'api_name': 'Deals', 'id': '" + LEADS.id() + "'}}",
                        new Ambiguous(List.of(module.key("id"), module.key("api_name")))),
                arguments("{'module': {'api_name': 'Leads'}}", new ValueInvalid(module)),
                arguments("{'module': {'api_name': 'Contacts'}}", new ValueInvalid(module)),
                arguments(object(TO_DEALS), new FieldMissing(layout)),
                arguments(object(TO_DEALS, "'layout': null"), new FieldMissing(layout)),
                arguments(object(TO_DEALS, "'layout': '91'"), new WrongType(layout, FieldType.OBJECT)),
                arguments(object(TO_DEALS, "'layout': {}"), new FieldMissing(layout.key("id"))),
                arguments(object(TO_DEALS, "'layout': {'id': null}"), new FieldMissing(layout.key("id"))),
                arguments(object(TO_DEALS, "'layout': {'id': 91}"), new WrongType(layout.key("id"), FieldType.TEXT)),
                arguments(object(TO_DEALS, "'layout': {'id': 'abc'}"), new IdInBodyUnknown(layout.key("id"))),
                arguments(object(TO_DEALS, LAYOUT), new FieldMissing(mappings)),
                arguments(object(TO_DEALS, LAYOUT, "'field_mappings': null"), new FieldMissing(mappings)),
                arguments(object(TO_DEALS, LAYOUT, "'field_mappings': {}"), new WrongType(mappings, FieldType.ARRAY)),
                arguments(object(TO_DEALS, LAYOUT, "'field_mappings': []"), new TooShort(mappings, 1)),
                arguments(object(TO_DEALS, LAYOUT, "'field_mappings': [null]"),
                        new WrongType(mappings.index(0), FieldType.OBJECT)),
                arguments(object(TO_DEALS, LAYOUT, "'field_mappings': [{'field': {'api_name': 'A'}, 'type': 'now'}]"),
                        new ValueNotSupported(mappings.index(0).key("type"), types)));
    }

    @ParameterizedTest
    @MethodSource("faultyRecords")
    void refuses_a_new_record_that_is_not_well_formed(String details, Refusal refusal) {
        ofContactsAndDeals()
                .when(createDeal(details))
                .expectNoEvents().expectException(refused(refusal));
    }

    @Test
    void creates_no_record_where_its_node_does_not_point() {
        workflow.given(drafted(), node("deals", DEALS), node("leads", LEADS), connection("a", ROOT, "leads"),
                connection("b", "leads", "deals"))
                .when(createDeal(DEAL))
                .expectNoEvents().expectException(refused(new ValueInvalid(inAction("details.module"))));
    }

    @Test
    void creates_no_record_against_the_direction_of_a_connection() {
        workflow.given(drafted(), node("deals", DEALS), node("leads", LEADS), connection("a", "deals", "leads"))
                .when(create(object("'node': {'id': 'leads'}",
                        "'execute_when': {'type': 'create', 'details': {'trigger_module': {'api_name': 'Leads'}}}",
                        conditions(condition(1, newRecord(DEAL))))))
                .expectNoEvents().expectException(refused(new ValueInvalid(inAction("details.module"))));
    }

    @Test
    void creates_no_record_where_its_node_does_not_point_any_more() {
        workflow.given(drafted(), node("deals", DEALS), connection("c", ROOT, "deals"), withoutConnection("c"))
                .when(createDeal(DEAL))
                .expectNoEvents().expectException(refused(new ValueInvalid(inAction("details.module"))));
    }

    @Test
    void creates_no_record_where_another_node_of_its_module_points() {
        workflow.given(drafted(), node("more contacts", CONTACTS), node("deals", DEALS),
                connection("c", "more contacts", "deals"))
                .when(createDeal(DEAL))
                .expectNoEvents().expectException(refused(new ValueInvalid(inAction("details.module"))));
    }

    @Test
    void creates_records_where_one_of_two_nodes_of_a_module_is_pointed_to() {
        workflow.given(drafted(), node("deals", DEALS), node("more deals", DEALS),
                connection("c", ROOT, "more deals"))
                .when(createDeal(DEAL))
                .expectEvents(added(when("new-1", 1, creating("new-2", NEW_DEAL))));
    }

    // Fields that the directory lists

    private static final TestOrganization LISTING = ASHA.listing(
            new CrmModule(CONTACTS.id(), "Contacts", true, List.of(new CrmModule.Field("71", "Age", null, "integer"))),
            new CrmModule(DEALS.id(), "Deals", true, List.of(new CrmModule.Field("81", "Amount", null, "currency"))),
            LEADS);

    @Test
    void checks_criteria_by_the_fields_of_the_node_s_module_and_mappings_by_those_of_the_record_s() {
        ofContactsAndDeals()
                .when(create(LISTING, listed("Age", "18", "Amount", "'static', 'value': 100")))
                .expectSuccessfulHandlerExecution();
        workflow().given(drafted(), node("deals", DEALS), connection("c", ROOT, "deals"))
                .when(create(LISTING, listed("Age", "18", "Amount", "'merge_field', 'value': '${Contacts.Age}'")))
                .expectSuccessfulHandlerExecution();
    }

    static Stream<Arguments> faultyFields() {
        var criteria = at("execute_when.details.criteria");
        var mapping = inAction("details.field_mappings[0]");
        return Stream.of(
                arguments("Amount", "18", "Amount", "'static', 'value': 100",
                        new ValueInvalid(criteria.key("field").key("api_name"))),
                arguments("Age", "'18'", "Amount", "'static', 'value': 100", new ValueInvalid(criteria.key("value"))),
                arguments("Age", "18", "Age", "'static', 'value': 100",
                        new ValueInvalid(mapping.key("field").key("api_name"))),
                arguments("Age", "18", "Amount", "'static', 'value': '100'", new ValueInvalid(mapping.key("value"))),
                arguments("Age", "18", "Amount", "'merge_field', 'value': '${Contacts.Amount}'",
                        new ValueInvalid(mapping.key("value"))),
                arguments("Age", "18", "Amount", "'merge_field', 'value': 'Amount'",
                        new ValueInvalid(mapping.key("value"))));
    }

    @ParameterizedTest
    @MethodSource("faultyFields")
    void refuses_a_field_or_a_value_that_the_directory_does_not_allow(String field, String value, String mapped,
            String mapping, Refusal refusal) {
        ofContactsAndDeals()
                .when(create(LISTING, listed(field, value, mapped, mapping)))
                .expectNoEvents().expectException(refused(refusal));
    }

    private static String listed(String field, String value, String mapped, String mapping) {
        return object(ON_ROOT,
                "'execute_when': {'type': 'field_update', 'details': {'trigger_module': {'api_name': 'Contacts'}, "
                        + "'criteria': {'field': {'api_name': '" + field + "'}, 'comparator': 'equal', 'value': "
                        + value + "}}}",
                conditions(condition(1, newRecord(object(TO_DEALS, LAYOUT, "'field_mappings': [{'field': {'api_name': '"
                        + mapped + "'}, 'type': " + mapping + "}]")))));
    }

    // Limit

    @Test
    void adds_the_last_rule_of_the_limit() {
        workflow.given(drafted(), rule("r1", ROOT))
                .when(create(ASHA.mayHaveRules(2), object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectEvents(added(CREATED));
    }

    @Test
    void refuses_one_more_than_the_limit() {
        workflow.given(drafted(), rule("r1", ROOT), rule("r2", ROOT))
                .when(create(ASHA.mayHaveRules(2), object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectNoEvents().expectException(refused(new RuleLimitReached(2)));
    }

    @Test
    void refuses_when_the_limit_was_lowered_below_what_is_there() {
        workflow.given(drafted(), rule("r1", ROOT), rule("r2", ROOT))
                .when(create(ASHA.mayHaveRules(1), object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectNoEvents().expectException(refused(new RuleLimitReached(1)));
    }

    @Test
    void refuses_the_first_where_none_is_allowed() {
        workflow.given(drafted())
                .when(create(ASHA.mayHaveRules(0), object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectNoEvents().expectException(refused(new RuleLimitReached(0)));
    }

    @Test
    void counts_the_rules_of_all_nodes_of_a_module() {
        workflow.given(drafted(), node("more contacts", CONTACTS), rule("r1", "more contacts"), rule("r2", ROOT))
                .when(create(ASHA.mayHaveRules(2), object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectNoEvents().expectException(refused(new RuleLimitReached(2)));
    }

    @Test
    void does_not_count_rules_of_other_modules_or_those_that_are_gone() {
        workflow.given(drafted(), node("deals", DEALS), node("more contacts", CONTACTS), rule("r1", "deals"),
                rule("r2", ROOT), withoutRule("r2"), rule("r3", "more contacts"),
                withoutNode("more contacts"))
                .when(create(ASHA.mayHaveRules(1), object(ON_ROOT, WHEN_CREATED, IN_ORDER)))
                .expectEvents(added(CREATED));
    }

    // The order of these

    /** A fault, by the field that it puts into a rule which would be fine without. */
    record Fault(String field, String value, Refusal refusal) {

        String in(String rule) {
            return rule.replace("<" + field + ">", value);
        }
    }

    private static final String TEMPLATE = """
        {'conditions': [{'instant_actions': {'actions': [
           {'name': <name>, 'details': {'field_mappings': [{'value': <value>, 'type': <mapping type>, 'field': <field>}],
            'layout': <layout>, 'module': <module>}, 'type': <action type>}, <second action>]},
          'criteria_details': <criteria details>, 'sequence_number': <number>} <more conditions>],
         'execute_when': {'details': {'repeat': <repeat>, 'criteria': <criteria>, 'trigger_module': <trigger module>},
          'type': <type>},
         'node': <node>}
        """;

    private static final List<Fault> FINE = List.of(fine("node", "{'id': 'root'}"), fine("type", "'field_update'"),
            fine("trigger module", "{'api_name': 'Contacts'}"), fine("criteria", LEAF), fine("repeat", "true"),
            fine("more conditions", ""), fine("number", "1"), fine("criteria details", "{'criteria': " + LEAF + "}"),
            fine("second action", fieldUpdate("501")), fine("action type", "'create_connected_record'"),
            fine("module", "{'api_name': 'Deals'}"), fine("layout", "{'id': '91'}"), fine("field", "{'api_name': 'A'}"),
            fine("mapping type", "'static'"), fine("value", "1"), fine("name", "'Open a deal'"));

    private static Fault fine(String field, String value) {
        return new Fault(field, value, new FieldMissing(FieldPath.ITEM));
    }

    /** In the order of the contract. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("node", "{'id': 'unknown'}", new IdInBodyUnknown(at("node.id"))),
            new Fault("type", "1", new WrongType(at("execute_when.type"), FieldType.TEXT)),
            new Fault("trigger module", "{'api_name': 'Deals'}",
                    new Ambiguous(List.of(at("execute_when.details.trigger_module"), at("node")))),
            new Fault("criteria", "null",
                    new DependentFieldMissing(at("execute_when.details.criteria"), at("execute_when.type"))),
            new Fault("repeat", "1", new WrongType(at("execute_when.details.repeat"), FieldType.BOOLEAN)),
            new Fault("more conditions", ", {}".repeat(10), new TooMany("conditions", 10, at("conditions"))),
            new Fault("number", "0", new ValueInvalid(at("conditions[0].sequence_number"))),
            new Fault("criteria details", "1", new WrongType(at("conditions[0].criteria_details"), FieldType.OBJECT)),
            new Fault("second action", String.join(", ", texts(6, fieldUpdate("501"))),
                    new TooMany("actions", 5, at("conditions[0].instant_actions.actions"))),
            new Fault("action type", "1", new WrongType(inAction("type"), FieldType.TEXT)),
            new Fault("module", "{'api_name': 'Leads'}", new ValueInvalid(inAction("details.module"))),
            new Fault("layout", "null", new FieldMissing(inAction("details.layout"))),
            new Fault("field", "null", new FieldMissing(inAction("details.field_mappings[0].field"))),
            new Fault("mapping type", "null", new FieldMissing(inAction("details.field_mappings[0].type"))),
            new Fault("value", "null", new FieldMissing(inAction("details.field_mappings[0].value"))),
            new Fault("name", "1", new WrongType(inAction("name"), FieldType.TEXT)),
            new Fault("second action", "1",
                    new WrongType(at("conditions[0].instant_actions.actions[1]"), FieldType.OBJECT)));

    private static String ruleWith(Fault... faults) {
        return Stream.concat(Arrays.stream(faults), FINE.stream()).reduce(TEMPLATE, (rule, fault) -> fault.in(rule),
                (one, other) -> other);
    }

    @Test
    void adds_a_rule_whose_keys_are_in_any_order() {
        ofContactsAndDeals()
                .when(create(ruleWith()))
                .expectSuccessfulHandlerExecution();
    }

    static Stream<Arguments> twoFaults() {
        return IntStream.range(0, FAULTS.size()).boxed()
                .flatMap(first -> FAULTS.stream().skip(first + 1L)
                        .filter(second -> !second.field.equals(FAULTS.get(first).field))
                        .map(second -> arguments(FAULTS.get(first), second)));
    }

    @ParameterizedTest
    @MethodSource("twoFaults")
    void refuses_the_first_of_two_faults(Fault first, Fault second) {
        ofContactsAndDeals()
                .when(create(ruleWith(second, first)))
                .expectNoEvents().expectException(refused(first.refusal));
    }

    static Stream<Fault> faults() {
        return FAULTS.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void looks_at_the_limit_after_everything_else(Fault fault) {
        ofContactsAndDeals()
                .when(create(ASHA.mayHaveRules(0), ruleWith(fault)))
                .expectNoEvents().expectException(refused(fault.refusal));
    }
}
