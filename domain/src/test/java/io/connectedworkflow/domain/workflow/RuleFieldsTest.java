package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.FIRST;
import static io.connectedworkflow.domain.workflow.RuleParts.FROM_WEB;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RulePaths.inAction;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContactsAndDeals;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRule;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRuleDoing;
import static io.connectedworkflow.domain.workflow.RuleTexts.LAYOUT;
import static io.connectedworkflow.domain.workflow.RuleTexts.LEAF;
import static io.connectedworkflow.domain.workflow.RuleTexts.ON_ROOT;
import static io.connectedworkflow.domain.workflow.RuleTexts.TO_DEALS;
import static io.connectedworkflow.domain.workflow.RuleTexts.actions;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.conditions;
import static io.connectedworkflow.domain.workflow.RuleTexts.newRecord;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.MappingType;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How criteria and mappings of a rule are checked by the fields that the directory lists. */
class RuleFieldsTest {

    private static final TestOrganization LISTING = ASHA.listing(
            new CrmModule(CONTACTS.id(), "Contacts", true, List.of(new CrmModule.Field("71", "Age", null, "integer"))),
            new CrmModule(DEALS.id(), "Deals", true, List.of(new CrmModule.Field("81", "Amount", null, "currency"))),
            LEADS);

    @Test
    void checks_criteria_by_the_fields_of_the_node_s_module_and_mappings_by_those_of_the_record_s() {
        onContactsAndDeals()
                .create(LISTING, listed("Age", "18", "Amount", "'static', 'value': 100"))
                .succeeds();
        onContacts()
                .having(node("deals", DEALS), connection("c", ROOT, "deals"))
                .create(LISTING, listed("Age", "18", "Amount", "'merge_field', 'value': '${Contacts.Age}'"))
                .succeeds();
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
        onContactsAndDeals()
                .create(LISTING, listed(field, value, mapped, mapping))
                .isRefusedBy(refusal);
    }

    private static String listed(String field, String value, String mapped, String mapping) {
        return object(ON_ROOT,
                "'execute_when': {'type': 'field_update', 'details': {'trigger_module': {'api_name': 'Contacts'}, "
                        + "'criteria': {'field': {'api_name': '" + field + "'}, 'comparator': 'equal', 'value': "
                        + value + "}}}",
                conditions(condition(1, newRecord(object(TO_DEALS, LAYOUT, "'field_mappings': [{'field': {'api_name': '"
                        + mapped + "'}, 'type': " + mapping + "}]")))));
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
        withRuleDoing(creating("a1", recordOf(DEALS, "81", "New")))
                .having(connection("to leads", ROOT, "leads"))
                .changeBy(ASHA.listing(CONTACTS, listing(DEALS, "81", "Name", "text"),
                        listing(LEADS, "51", "Name", "text")), toLeads())
                .nowDoes(creating("a1", recordOf(LEADS, "51", "New")));
    }

    @Test
    void takes_no_mappings_along_where_there_is_no_such_field() {
        withRuleDoing(creating("a1", recordOf(DEALS, "81", "New")))
                .having(connection("to leads", ROOT, "leads"))
                .changeBy(ASHA.listing(CONTACTS, DEALS, listing(LEADS, "51", "Title", "text")), toLeads())
                .isRefusedBy(new ValueInvalid(inAction("details.module")));
    }

    @Test
    void takes_no_mappings_along_where_the_value_does_not_fit() {
        withRuleDoing(creating("a1", recordOf(DEALS, "81", "New")))
                .having(connection("to leads", ROOT, "leads"))
                .changeBy(ASHA.listing(CONTACTS, DEALS, listing(LEADS, "51", "Name", "integer")), toLeads())
                .isRefusedBy(new ValueInvalid(inAction("details.module")));
    }

    private static String toLeads() {
        return conditions(changed("c1",
                actions(changed("a1", "'details': {'module': {'api_name': 'Leads'}}"))));
    }

    @Test
    void checks_what_is_new_by_the_directory_and_leaves_alone_what_is_left_out() {
        var contacts = new CrmModule(CONTACTS.id(), "Contacts", true,
                List.of(new CrmModule.Field("71", "Age", null, "integer")));
        withRule()
                .changeBy(ASHA.listing(contacts, DEALS), conditions(changed("c2", "'sequence_number': 3")))
                .changesTo(FIRST, when("c2", 3, FROM_WEB, creating("a1", NEW_DEAL)));
        onContacts()
                .having(rule("rule", ROOT, CREATED, FIRST))
                .changeBy(ASHA.listing(contacts, DEALS),
                        conditions(changed("c1", "'criteria_details': {'criteria': " + LEAF + "}")))
                .isRefusedBy(new ValueInvalid(at("conditions[0].criteria_details.criteria.field.api_name")));
    }
}
