package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.infrastructure.rule.RuleRefusals.ambiguous;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.expected;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.invalid;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.wrongType;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestWorkflow;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Fields that rules name where the directory lists a module's fields: section 4.9 of the contract and its end. */
class RuleFieldContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();

    private static final List<String> DATA_TYPES = List.of("text", "textarea", "email", "phone", "website", "picklist",
            "multiselectpicklist", "integer", "bigint", "double", "currency", "percent", "decimal", "boolean", "date",
            "datetime", "lookup", "ownerlookup", "formula");

    /** Has no more than one rule at a time. Contacts and Deals have a field of every data type, called after it. */
    private static final TestWorkflow WORKFLOW = workflow();

    private static final String CRITERIA = "execute_when.details.criteria";
    private static final String MAPPING = "conditions[0].instant_actions.actions[0].details.field_mappings[0]";

    private static TestWorkflow workflow() {
        var organization = ADMIN.organization(document -> {
            var modules = document.putArray("modules");
            module(modules, "Contacts", TestWorkflow.CONTACTS);
            module(modules, "Deals", TestWorkflow.DEALS);
            modules.addObject().put("id", "9").put("api_name", "Leads");
        });
        return new TestWorkflow(HTTP, organization);
    }

    private static void module(ArrayNode modules, String apiName, String id) {
        var fields = modules.addObject().put("id", id).put("api_name", apiName).putArray("fields");
        for (var i = 0; i < DATA_TYPES.size(); i++) {
            fields.addObject().put("id", Integer.toString(100 + i)).put("api_name", "a_" + DATA_TYPES.get(i))
                    .put("data_type", DATA_TYPES.get(i));
        }
        fields.addObject().put("api_name", "of_" + apiName).put("data_type", "text");
    }

    @ParameterizedTest
    @MethodSource("goodValues")
    void takes_what_fits(String dataType, String value) {
        mustTake(comparison(named(dataType), "equal", value));
        mustTake(mapping(named(dataType), "static", value));
    }

    private static Stream<Arguments> goodValues() {
        return Stream.of(
                each("text,textarea,email,phone,website,picklist", "'x'", "''", "'5'", "'x'"),
                each("multiselectpicklist", "['a','b']", "['']", "[]"),
                each("integer,bigint", "5", "-5", "0", "9".repeat(38)),
                each("double,currency,percent,decimal", "5", "-1.5", "1e3", "0.0", "1E-38"),
                each("boolean", "true", "false"),
                each("date", "'2025-12-31'", "'2024-02-29'"),
                each("datetime", "'2025-12-01T11:09:10+05:30'", "'2025-12-01T11:09:10-00:30'",
                        "'2025-12-01T11:09:10Z'"),
                each("lookup,ownerlookup", "'4876876000000002179'", "'1'", "'9223372036854775807'"),
                each("formula", "'x'", "5", "1.5", "true", "['x',5]", "[]"))
                .flatMap(values -> values);
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void refuses_what_does_not_fit(String dataType, String value) {
        post(comparison(named(dataType), "equal", value)).mustBe(invalid(CRITERIA + ".value"));
        post(mapping(named(dataType), "static", value)).mustBe(invalid(MAPPING + ".value"));
    }

    private static Stream<Arguments> badValues() {
        return Stream.of(
                each("text,textarea,email,phone,website,picklist", "5", "true", "['x']", "{}"),
                each("multiselectpicklist", "'a'", "[5]", "['a',null]", "{}", "5"),
                each("integer,bigint", "'5'", "5.5", "5.0", "1e3", "true", "[5]", "{}"),
                each("double,currency,percent,decimal", "'5'", "true", "[1.5]", "{}"),
                each("boolean", "'true'", "0", "1", "[]"),
                each("date", "'2025-02-29'", "'2025-13-01'", "'2025-1-1'", "'2025-12-31T00:00:00Z'", "''",
                        "'20251231'", "'31.12.2025'", "'+12025-12-31'", "'-2025-12-31'", "20251231", "'2025-12-31 '",
                        "['2025-12-31']"),
                each("datetime", "'2025-12-01'", "'2025-12-01T11:09:10'", "'2025-12-01 11:09:10+05:30'",
                        "'2025-02-30T00:00:00Z'", "'2025-12-01T25:00:00Z'", "''", "'now'", "1764565750"),
                each("lookup,ownerlookup", "'x'", "''", "'9223372036854775808'", "'-1'", "5", "{'id':'1'}"),
                each("formula", "{}", "{'x':1}"))
                .flatMap(values -> values);
    }

    private static Stream<Arguments> each(String dataTypes, String... values) {
        return Stream.of(dataTypes.split(","))
                .flatMap(type -> Stream.of(values).distinct().map(value -> Arguments.of(type, value)));
    }

    @Test
    void takes_the_words_for_empty_and_full_for_every_field() {
        for (var dataType : DATA_TYPES) {
            for (var word : List.of("'${EMPTY}'", "'${NOTEMPTY}'", "'${ANYVALUE}'")) {
                mustTake(comparison(named(dataType), "not_equal", word));
            }
        }
        post(comparison(named("integer"), "equal", "'${empty}'")).mustBe(invalid(CRITERIA + ".value"));
        post(comparison(named("integer"), "equal", "'EMPTY'")).mustBe(invalid(CRITERIA + ".value"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        text | in | ['a','b'] | ['a',5]
        integer | not_in | [1,2] | ['1']
        date | between | ['2025-01-01','2025-12-31'] | ['2025-01-01','2025-02-29']
        double | not_between | [1,2.5] | [1,'2.5']
        integer | greater_than | 5 | '5'
        datetime | less_equal | '2025-12-01T11:09:10+05:30' | '2025-12-01'
        multiselectpicklist | include_any | ['a'] | [5]
        lookup | in | ['1','2'] | ['1','x']
        boolean | in | [true,false] | [true,0]
        """)
    void each_of_several_values_must_fit(String dataType, String comparator, String good, String bad) {
        mustTake(comparison(named(dataType), comparator, good));
        post(comparison(named(dataType), comparator, bad)).mustBe(invalid(CRITERIA + ".value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'api_name':'a_date'", "'id':'114'", "'id':'114','api_name':'a_date'",
        "'id':null,'api_name':'a_date'", "'id':'114','api_name':null"})
    void takes_a_field_by_name_or_by_id_or_by_both(String field) {
        var rule = WORKFLOW.create(rule("{" + field + "}", "equal", "value", "'2025-12-31'"));
        assertThat(WORKFLOW.rule(rule).at("/execute_when/details/criteria/field"))
                .isEqualTo(json("{'api_name':'a_date','id':'114'}"));
        delete(rule);
    }

    @Test
    void refuses_a_field_that_the_module_does_not_have() {
        for (var field : List.of("'api_name':'Nope'", "'api_name':'A_text'", "'api_name':''", "'api_name':'of_Deals'",
                "'api_name':'Nope','id':'100'", "'api_name':'Nope','id':'Nope'", "'api_name':'100'")) {
            post(comparison("{" + field + "}", "equal", "'x'")).mustBe(invalid(CRITERIA + ".field.api_name"));
        }
        for (var field : List.of("'id':'99'", "'id':''", "'id':'a_text'", "'api_name':'a_text','id':'99'")) {
            post(comparison("{" + field + "}", "equal", "'x'")).mustBe(invalid(CRITERIA + ".field.id"));
            post(mapping("{" + field + "}", "static", "'x'")).mustBe(invalid(MAPPING + ".field.id"));
        }
        post(mapping("{'api_name':'of_Contacts'}", "static", "'x'")).mustBe(invalid(MAPPING + ".field.api_name"));
        mustTake(mapping("{'api_name':'of_Deals'}", "static", "'x'"));
    }

    @Test
    void refuses_a_field_that_is_named_wrongly() {
        post(comparison("{}", "equal", "'x'")).mustBe(expected(CRITERIA + ".field.api_name", CRITERIA + ".field.id"));
        post(comparison("{'api_name':null,'id':null}", "equal", "'x'"))
                .mustBe(expected(CRITERIA + ".field.api_name", CRITERIA + ".field.id"));
        post(comparison("{'api_name':'a_text','id':'101'}", "equal", "'x'"))
                .mustBe(ambiguous(CRITERIA + ".field.id", CRITERIA + ".field.api_name"));
        post(comparison("{'api_name':'Nope','id':5}", "equal", "'x'"))
                .mustBe(wrongType("text", CRITERIA + ".field.id"));
        post(mapping("{}", "static", "'x'")).mustBe(expected(MAPPING + ".field.api_name", MAPPING + ".field.id"));
        post(mapping("{'api_name':'a_text','id':'101'}", "static", "'x'"))
                .mustBe(ambiguous(MAPPING + ".field.id", MAPPING + ".field.api_name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_text", "${Contacts.a_text}", "${!Contacts.of_Contacts}", "${Deals.of_Deals}",
        "Dear ${Contacts.a_text}, of ${Deals.of_Deals}", "${Leads.Whatever}"})
    void takes_a_merge_of_fields_that_there_are(String merge) {
        mustTake(rule(named("integer"), "equal", "merge_field", "'" + merge + "'"));
        mustTake(mapping(named("integer"), "merge_field", "'" + merge + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nope", "of_Deals", "${Contacts.Nope}", "${!Contacts.Nope}", "${Contacts.of_Deals}",
        "Dear ${Contacts.a_text}, of ${Deals.Nope}"})
    void refuses_a_merge_of_a_field_that_there_is_not(String merge) {
        WORKFLOW.post(rule(named("text"), "equal", "merge_field", "'" + merge + "'"))
                .mustBe(invalid(CRITERIA + ".value"));
        post(mapping(named("text"), "merge_field", "'" + merge + "'")).mustBe(invalid(MAPPING + ".value"));
    }

    @Test
    void compares_with_another_field_of_the_module_only() {
        mustTake(rule(named("integer"), "equal", "field", "'a_bigint'"));
        for (var field : List.of("Nope", "of_Deals", "", "no field at all", "a_bigint ", "a_text,a_bigint")) {
            WORKFLOW.post(rule(named("integer"), "equal", "field", "'" + field + "'"))
                    .mustBe(invalid(CRITERIA + ".value"));
        }
    }

    @Test
    void what_the_CRM_knows_need_not_fit() {
        mustTake(rule(named("date"), "equal", "pre_defined", "'${THISWEEK}'"));
        mustTake(mapping(named("date"), "execution_time", "'after 2 days'"));
    }

    @Test
    void judges_the_criteria_of_conditions_and_what_changes_like_what_is_new() {
        var rule = WORKFLOW.createRule(WORKFLOW.root(), "Contacts");
        var condition = WORKFLOW.rule(rule).at("/conditions/0/id").asString();
        var leaf = "{'field':%s,'comparator':'equal','value':'x'}";
        var change = "'conditions':[{'id':'" + condition + "','criteria_details':{'criteria':" + leaf + "}}]";
        var at = "conditions[0].criteria_details.criteria";
        WORKFLOW.put(rule, change.formatted("{'id':'99'}")).mustBe(invalid(at + ".field.id"));
        WORKFLOW.put(rule, change.formatted(named("integer"))).mustBe(invalid(at + ".value"));
        WORKFLOW.put(rule, change.formatted(named("text")))
                .mustBe(Expected.ruleSuccess(200, rule, "rule updated successfully"));
        var change2 = "'execute_when':{'type':'field_update','details':{'criteria':" + leaf + "}}";
        WORKFLOW.put(rule, change2.formatted("{'api_name':'Nope'}")).mustBe(invalid(CRITERIA + ".field.api_name"));
        WORKFLOW.put(rule, change2.formatted(named("boolean"))).mustBe(invalid(CRITERIA + ".value"));
        delete(rule);
    }

    private static String named(String dataType) {
        return "{'api_name':'a_" + dataType + "'}";
    }

    private static void mustTake(String rule) {
        delete(WORKFLOW.create(rule));
    }

    private static void delete(String rule) {
        WORKFLOW.send("DELETE", "/rules/" + rule, Map.of(), null)
                .mustBe(Expected.ruleSuccess(200, rule, "rule deleted successfully"));
    }

    private static Reply post(String rule) {
        return WORKFLOW.post(rule);
    }

    /** A rule whose trigger compares a field of a contact. */
    private static String comparison(String field, String comparator, String value) {
        return rule(field, comparator, "value", value);
    }

    /** A rule whose action fills a field of a deal. */
    private static String mapping(String field, String type, String value) {
        return """
            {'node':{'id':'%s'},'execute_when':{'type':'create','details':{'trigger_module':{'api_name':'Contacts'}}},
             'conditions':[{'sequence_number':1,'instant_actions':{'actions':[{'type':'create_connected_record',
               'details':{'module':{'api_name':'Deals'},'layout':{'id':'1'},'field_mappings':[
                 {'field':%s,'type':'%s','value':%s}]}}]}}]}"""
                .formatted(WORKFLOW.root(), field, type, value);
    }

    private static String rule(String field, String comparator, String type, String value) {
        return """
            {'node':{'id':'%s'},'execute_when':{'type':'field_update','details':{
               'trigger_module':{'api_name':'Contacts'},
               'criteria':{'field':%s,'comparator':'%s','type':'%s','value':%s}}},
             'conditions':[{'sequence_number':1,'instant_actions':{'actions':[{'type':'field_updates','id':'1'}]}}]}"""
                .formatted(WORKFLOW.root(), field, comparator, type, value);
    }

    private static JsonNode json(String text) {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }
}
