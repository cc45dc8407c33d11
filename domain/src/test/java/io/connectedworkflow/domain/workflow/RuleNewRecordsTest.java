package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.NOTES;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.withoutConnection;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.dealNamed;
import static io.connectedworkflow.domain.workflow.RuleParts.named;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.inAction;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContactsAndDeals;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRuleDoing;
import static io.connectedworkflow.domain.workflow.RuleTexts.DEAL;
import static io.connectedworkflow.domain.workflow.RuleTexts.LAYOUT;
import static io.connectedworkflow.domain.workflow.RuleTexts.MAPPINGS;
import static io.connectedworkflow.domain.workflow.RuleTexts.TO_DEALS;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.conditions;
import static io.connectedworkflow.domain.workflow.RuleTexts.newRecord;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.DependentFieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ModuleInvalid;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.MappingType;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which records an action may create: of modules that its node points to, filled as their mappings say. */
class RuleNewRecordsTest {

    @Test
    void creates_a_record_that_is_named_by_the_id_of_its_module() {
        onContactsAndDeals()
                .createCreating(object("'module': {'id': '" + DEALS.id() + "'}", LAYOUT, MAPPINGS))
                .adds(when("new-1", 1, creating("new-2", NEW_DEAL)));
    }

    @Test
    void gives_an_action_that_creates_a_record_an_id_of_its_own() {
        onContactsAndDeals()
                .createDoing("{'type': 'create_connected_record', 'id': '501', 'details': " + DEAL + "}")
                .adds(when("new-1", 1, creating("new-2", NEW_DEAL)));
    }

    @Test
    void fills_fields_in_three_ways() {
        onContactsAndDeals()
                .createCreating(object(TO_DEALS, LAYOUT, """
                    'field_mappings': [
                     {'field': {'api_name': 'Amount'}, 'type': 'static', 'value': 1.50},
                     {'field': {'api_name': 'Owner', 'id': '7'}, 'type': 'merge_field', 'value': '${Contacts.Owner}'},
                     {'field': {'api_name': 'Closing_Date'}, 'type': 'execution_time', 'value': 'today'}]"""))
                .adds(when("new-1", 1, creating("new-2", new NewRecord(DEALS.id(), "Deals", "91", List.of(
                        new FieldMapping(new FieldName("Amount", null), MappingType.STATIC,
                                new Value(new BigDecimal("1.50"))),
                        new FieldMapping(new FieldName("Owner", "7"), MappingType.MERGE_FIELD,
                                new Value("${Contacts.Owner}")),
                        new FieldMapping(new FieldName("Closing_Date", null), MappingType.EXECUTION_TIME,
                                new Value("today")))))));
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
        onContactsAndDeals()
                .createCreating(details)
                .isRefusedBy(refusal);
    }

    @Test
    void creates_no_record_where_its_node_does_not_point() {
        onContacts()
                .having(node("deals", DEALS), node("leads", LEADS), connection("a", ROOT, "leads"),
                        connection("b", "leads", "deals"))
                .createCreating(DEAL)
                .isRefusedBy(new ValueInvalid(inAction("details.module")));
    }

    @Test
    void creates_no_record_against_the_direction_of_a_connection() {
        onContacts()
                .having(node("deals", DEALS), node("leads", LEADS), connection("a", "deals", "leads"))
                .create(object("'node': {'id': 'leads'}",
                        "'execute_when': {'type': 'create', 'details': {'trigger_module': {'api_name': 'Leads'}}}",
                        conditions(condition(1, newRecord(DEAL)))))
                .isRefusedBy(new ValueInvalid(inAction("details.module")));
    }

    @Test
    void creates_no_record_where_its_node_does_not_point_any_more() {
        onContacts()
                .having(node("deals", DEALS), connection("c", ROOT, "deals"), withoutConnection("c"))
                .createCreating(DEAL)
                .isRefusedBy(new ValueInvalid(inAction("details.module")));
    }

    @Test
    void creates_no_record_where_another_node_of_its_module_points() {
        onContacts()
                .having(node("more contacts", CONTACTS), node("deals", DEALS),
                        connection("c", "more contacts", "deals"))
                .createCreating(DEAL)
                .isRefusedBy(new ValueInvalid(inAction("details.module")));
    }

    @Test
    void creates_records_where_one_of_two_nodes_of_a_module_is_pointed_to() {
        onContacts()
                .having(node("deals", DEALS), node("more deals", DEALS),
                        connection("c", ROOT, "more deals"))
                .createCreating(DEAL)
                .adds(when("new-1", 1, creating("new-2", NEW_DEAL)));
    }

    @Test
    void keeps_of_a_new_record_what_is_left_out() {
        withRuleDoing(named("Open a deal", creating("a1", NEW_DEAL)))
                .changeDeal("'layout': {'id': '92'}")
                .nowDoes(named("Open a deal",
                        creating("a1", new NewRecord(DEALS.id(), "Deals", "92", List.of(dealNamed("New"))))));
    }

    @Test
    void replaces_the_mappings_of_a_new_record() {
        withRuleDoing(creating("a1", NEW_DEAL))
                .changeDeal("'module': null", "'layout': null",
                        "'field_mappings': [{'field': {'api_name': 'Deal_Name'}, 'type': 'static', 'value': 'Old'}]")
                .nowDoes(
                        creating("a1", new NewRecord(DEALS.id(), "Deals", "91", List.of(dealNamed("Old")))));
    }

    @Test
    void creates_a_record_of_another_module_that_its_node_points_to() {
        withRuleDoing(creating("a1", NEW_DEAL))
                .having(connection("to leads", ROOT, "leads"))
                .changeDeal("'module': {'api_name': 'Leads'}")
                .nowDoes(
                        creating("a1", new NewRecord(LEADS.id(), "Leads", "91", List.of(dealNamed("New")))));
    }

    @Test
    void leaves_a_record_alone_that_its_node_does_not_point_to_any_more() {
        withRuleDoing(creating("a1", NEW_DEAL))
                .having(withoutConnection("c"))
                .changeActions(changed("a1", "'name': 'Open a deal'", "'details': {'layout': {'id': '92'}}"))
                .nowDoes(named("Open a deal",
                        creating("a1", new NewRecord(DEALS.id(), "Deals", "92", List.of(dealNamed("New"))))));
    }

    static Stream<Arguments> faultyRecordChanges() {
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
    @MethodSource("faultyRecordChanges")
    void refuses_a_change_of_a_new_record_that_is_not_well_formed(String details, Refusal refusal) {
        withRuleDoing(creating("a1", NEW_DEAL))
                .changeActions(changed("a1", "'name': 1", "'details': " + details))
                .isRefusedBy(refusal);
    }
}
