package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.infrastructure.rule.RuleRefusals.ambiguous;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.dependentMissing;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.duplicate;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.expected;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.invalid;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.missing;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.notAllowed;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.notSupported;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.tooLong;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.tooMany;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.tooManyRules;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.tooShort;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.unknownId;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.unknownModule;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.wrongType;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static io.connectedworkflow.testing.Expected.bare;
import static io.connectedworkflow.testing.Expected.rule;
import static io.connectedworkflow.testing.TestWorkflow.CONTACTS;
import static io.connectedworkflow.testing.TestWorkflow.DEALS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestWorkflow;
import io.connectedworkflow.testing.Together;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Creating rules over HTTP: section 4.9 of the contract. */
class RuleCreateContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    /** Never gets a rule. */
    private static final TestWorkflow EMPTY = new TestWorkflow(HTTP, ADMIN.organization());

    private static final String LEAF = "{'field':{'api_name':'Age'},'comparator':'equal','value':5}";
    private static final String MAPPING = "{'field':{'api_name':'Deal_Name'},'type':'static','value':'New'}";
    /** A rule with all that a rule can have. */
    private static final String GOOD = """
        {'node':{'id':'%s'},
         'execute_when':{'type':'field_update','details':{'trigger_module':{'api_name':'Contacts'},'repeat':false,
           'criteria':{'field':{'api_name':'Lead_Source'},'comparator':'equal','type':'value','value':'Web'}}},
         'conditions':[
           {'sequence_number':1,'criteria_details':{'criteria':{'group_operator':'AND','group':[%s,%s]}},
            'instant_actions':{'actions':[
              {'type':'create_connected_record','name':'Open a deal','details':{'module':{'api_name':'Deals'},
                'layout':{'id':'4876876000000091023'},'field_mappings':[%s]}},
              {'type':'field_updates','id':'4876876000019340501','name':'Update'}]}},
           {'sequence_number':2,
            'instant_actions':{'actions':[{'type':'email_notifications','id':'4876876000019340502'}]}}]}""";

    private static final String TRIGGER = "/execute_when/details/trigger_module";
    private static final String CRITERIA = "/execute_when/details/criteria";
    private static final String NUMBER = "/conditions/0/sequence_number";
    private static final String GROUP = "/conditions/0/criteria_details/criteria/group";
    private static final String ACTIONS = "/conditions/0/instant_actions/actions";
    private static final String DETAILS = ACTIONS + "/0/details";
    private static final String FIRST_MAPPING = DETAILS + "/field_mappings/0";

    /** One part of a rule that is good otherwise, a hyphen for none, and how the contract answers to it. */
    record Fault(String where, String value, Expected answer) {

        void putInto(ObjectNode rule) {
            put(rule, where, value);
        }

        boolean isWithin(Fault other) {
            return where.startsWith(other.where + "/");
        }
    }

    @Test
    void creates_the_sample() {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        var rule = workflow
                .create("""
                    {'node':{'id':'%s'},
                     'execute_when':{'type':'field_update','details':{'trigger_module':{'api_name':'Contacts'},'repeat':false,
                       'criteria':{'field':{'api_name':'Lead_Source'},'comparator':'equal','type':'value','value':'Web'}}},
                     'conditions':[{'sequence_number':1,'criteria_details':{'criteria':null},
                       'instant_actions':{'actions':[{'type':'create_connected_record','name':'Open a deal','details':{'module':{'api_name':'Deals'},'layout':{'id':'4876876000000091023'},
                         'field_mappings':[{'field':{'api_name':'Deal_Name'},'type':'static','value':'New'}]}},
                        {'type':'field_updates','id':'4876876000019340501'}]}}]}"""
                        .formatted(workflow.root()));
        assertThat(workflow.rule(rule).at("/conditions/0/instant_actions/actions/1/id").asString())
                .isEqualTo("4876876000019340501");
        assertThat(ids(workflow.shown().get("rules"))).containsExactly(rule);
        assertThat(workflow.version()).isEqualTo("\"4\"");
    }

    @Test
    void takes_the_largest_rule_there_can_be() {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        workflow.create(good(workflow, rule -> {
            var actions = "[" + repeat(5, i -> "{'type':'field_updates','id':'" + i + "'}") + ","
                    + repeat(5, i -> "{'type':'email_notifications','id':'" + i + "','name':'%s'}".formatted(
                            "\uD83D\uDE80".repeat(100)))
                    + ",{'type':'create_connected_record','details':{'module':{'id':'" + DEALS
                    + "'},'layout':{'id':'9223372036854775807'},'field_mappings':[" + repeat(25, i -> MAPPING)
                    + "]}}]";
            put(rule, "/conditions", "[" + repeat(10, i -> "{'sequence_number':" + (i + 9_000_000_000L)
                    + ",'instant_actions':{'actions':" + actions + "}}") + "]");
            put(rule, CRITERIA, deep(5));
        }));
        var groups = "{'group_operator':'OR','group':[" + repeat(25, i -> group(25)) + "]}";
        workflow.create(good(workflow, rule -> put(rule, CRITERIA, groups)));
        workflow.create(good(workflow, rule -> put(rule, CRITERIA, leaf("in", "[" + repeat(500, i -> i + "") + "]"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "edit", "create_or_edit"})
    void needs_criteria_of_the_trigger_for_a_field_update_only(String type) {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        var rule = workflow.create(good(workflow, json -> {
            put(json, "/execute_when/type", "'" + type + "'");
            put(json, CRITERIA, "null");
            put(json, "/execute_when/details/repeat", "-");
        }));
        assertThat(workflow.rule(rule).get("execute_when")).isEqualTo(json("""
            {'type':'%s','details':{'trigger_module':{'id':'%s','api_name':'Contacts'},'repeat':false}}"""
                .formatted(type, CONTACTS)));
    }

    @ParameterizedTest
    @MethodSource("goodParts")
    void takes(String where, String value) {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        workflow.create(good(workflow, rule -> put(rule, where, value)));
    }

    private static Stream<Arguments> goodParts() {
        return Stream.of(
                parts(TRIGGER, "{'id':'" + CONTACTS + "'}", "{'id':'" + CONTACTS + "','api_name':'Contacts'}",
                        "{'id':'" + CONTACTS + "','api_name':null}"),
                parts("/execute_when/details/repeat", "null", "true", "-"),
                Stream.of("equal", "not_equal", "like", "not_like", "starts_with", "ends_with", "contains",
                        "not_contains", "less_than", "less_equal", "greater_than", "greater_equal", "include_all",
                        "include_any", "exclude_all", "exclude_any").flatMap(
                                comparator -> Stream.of("'x'", "5", "true")
                                        .map(value -> Arguments.of(CRITERIA, leaf(comparator, value)))),
                parts(CRITERIA, leaf("between", "[1,2]"), leaf("not_between", "['a','b']"), leaf("in", "[1]"),
                        leaf("not_in", "['a','b','c']"), leaf("include_all", "['a','b']"), leaf("equal", "''"),
                        leaf("equal", "'${EMPTY}'"), leaf("equal", "'${NOTEMPTY}'"), leaf("equal", "'${ANYVALUE}'")),
                Stream.of("value", "merge_field", "pre_defined", "field").map(type -> Arguments.of(CRITERIA,
                        "{'field':{'api_name':'x'},'comparator':'equal','type':'" + type + "','value':'Age'}")),
                parts(CRITERIA, "{'field':{'api_name':'x','id':'1'},'comparator':'equal','type':null,'value':1}",
                        "{'group_operator':'OR','group':[" + LEAF + "," + group(2) + "]}"),
                parts("/conditions/0/criteria_details", "-", "null", "{}", "{'criteria':null}"),
                parts(ACTIONS + "/0/name", "-", "null", "''"),
                parts(ACTIONS, "[{'type':'field_updates','id':'1'},{'type':'email_notifications','id':'1'}]",
                        "[{'type':'field_updates','id':'9223372036854775807','details':5}]"),
                parts("/conditions/1/instant_actions/actions", "[{'type':'field_updates','id':'4876876000019340501'}]"),
                parts(DETAILS + "/module", "{'id':'" + DEALS + "'}"),
                parts(FIRST_MAPPING, "{'field':{'api_name':'x'},'type':'static','value':[1,null,{'a':false}]}",
                        "{'field':{'api_name':'x'},'type':'merge_field','value':'${Contacts.Age}'}",
                        "{'field':{'api_name':'x'},'type':'execution_time','value':'now'}"))
                .flatMap(parts -> parts);
    }

    private static Stream<Arguments> parts(String where, String... values) {
        return Stream.of(values).map(value -> Arguments.of(where, value));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refuses(Fault fault) {
        EMPTY.post(good(EMPTY, fault::putInto)).mustBe(fault.answer);
    }

    @Test
    void answers_with_the_first_of_two_faults_in_the_order_of_the_contract() {
        var seen = new HashSet<String>();
        var faults = faults().filter(fault -> seen.add(fault.where)).toList();
        assertThat(faults).extracting(Fault::where).contains("/node", "/conditions/1/sequence_number");
        for (var later = 1; later < faults.size(); later++) {
            for (var first : faults.subList(0, later)) {
                var second = faults.get(later);
                if (!first.isWithin(second)) {
                    EMPTY.post(good(EMPTY, rule -> {
                        second.putInto(rule);
                        first.putInto(rule);
                    })).mustBe(first.answer);
                }
            }
        }
    }

    @Test
    void a_refused_rule_changes_nothing() {
        var before = EMPTY.whole();
        faults().forEach(fault -> EMPTY.post(good(EMPTY, fault::putInto)));
        assertThat(EMPTY.whole().body()).isEqualTo(before.body());
        assertThat(EMPTY.version()).isEqualTo(before.header("ETag")).isEqualTo("\"3\"");
        EMPTY.get("/rules?module=Contacts").mustBe(Expected.NOTHING);
    }

    /** In the order of the contract; whatever is of one place stands together. */
    private static Stream<Fault> faults() {
        return Stream.of(nodeFaults(), triggerFaults(), criteriaFaults(), conditionFaults())
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> nodeFaults() {
        return Stream.of(
                all("/node", missing("node"), "-", "null"),
                all("/node", wrongType("jsonobject", "node"), "5", "'1'", "[]", "true"),
                all("/node", missing("node.id"), "{}", "{'id':null}"),
                all("/node/id", wrongType("text", "node.id"), "5", "[]", "{}", "4876876000019340002"),
                all("/node/id", unknownId("node.id"), "''", "'x'", "'1'", "'" + EMPTY.id() + "'", "'\\u0000'",
                        "'\\ud800'", "'0" + EMPTY.root() + "'", "' " + EMPTY.root() + "'"))
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> triggerFaults() {
        var at = "execute_when.details.trigger_module";
        return Stream.of(
                all("/execute_when", missing("execute_when"), "-", "null"),
                all("/execute_when", wrongType("jsonobject", "execute_when"), "5", "'create'", "[]"),
                all("/execute_when", missing("execute_when.type"), "{}"),
                all("/execute_when/type", missing("execute_when.type"), "-", "null"),
                all("/execute_when/type", wrongType("text", "execute_when.type"), "5", "[]", "{}", "true"),
                all("/execute_when/type",
                        notSupported("execute_when.type", "create", "edit", "create_or_edit", "field_update"), "''",
                        "'CREATE'", "'delete'", "'createoredit'", "'create '", "'\\u0000'"),
                all("/execute_when/details", missing("execute_when.details"), "-", "null"),
                all("/execute_when/details", wrongType("jsonobject", "execute_when.details"), "5", "[]"),
                all(TRIGGER, missing(at), "-", "null"),
                all(TRIGGER, wrongType("jsonobject", at), "5", "'Contacts'", "[]"),
                all(TRIGGER, expected(at + ".api_name", at + ".id"), "{}", "{'api_name':null,'id':null}"),
                all(TRIGGER, wrongType("text", at + ".api_name"), "{'api_name':5}", "{'api_name':5,'id':5}"),
                all(TRIGGER, wrongType("text", at + ".id"), "{'id':5}", "{'api_name':'Nope','id':5}"),
                all(TRIGGER, unknownModule(at + ".api_name"), "{'api_name':'Nope'}", "{'api_name':'contacts'}",
                        "{'api_name':'Notes'}", "{'api_name':''}", "{'api_name':'\\u0000'}"),
                all(TRIGGER, unknownModule(at + ".id"), "{'id':'1'}", "{'api_name':'Contacts','id':'x'}"),
                all(TRIGGER, ambiguous(at + ".id", at + ".api_name"), "{'api_name':'Contacts','id':'" + DEALS + "'}"),
                all(TRIGGER, ambiguous(at, "node"), "{'api_name':'Deals'}", "{'id':'" + DEALS + "'}",
                        "{'api_name':'Leads'}"),
                all("/node/id", ambiguous(at, "node"), "'" + EMPTY.deal() + "'"))
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> criteriaFaults() {
        var at = "execute_when.details.criteria";
        return Stream.of(
                all(CRITERIA, dependentMissing(at, "execute_when.type"), "-", "null"),
                all("/execute_when/type", notAllowed(at), "'create'", "'edit'", "'create_or_edit'"),
                all(CRITERIA, wrongType("jsonobject", at), "5", "''", "[]"),
                criteriaFaults(CRITERIA, at),
                all("/execute_when/details/repeat", wrongType("boolean", "execute_when.details.repeat"), "5", "'true'",
                        "{}", "0"))
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> criteriaFaults(String where, String at) {
        return Stream.of(
                all(where, missing(at + ".group_operator"), "{'group':[" + LEAF + "," + LEAF + "]}"),
                all(where, wrongType("text", at + ".group_operator"), "{'group_operator':5}"),
                all(where, notSupported(at + ".group_operator", "AND", "OR"), "{'group_operator':''}",
                        "{'group_operator':'and','group':5}"),
                all(where, missing(at + ".group"), "{'group_operator':'AND'}", "{'group_operator':'OR','group':null}"),
                all(where, wrongType("jsonarray", at + ".group"), "{'group_operator':'AND','group':" + LEAF + "}"),
                all(where, tooShort(2, at + ".group"), group(0), group(1)),
                all(where, tooLong(25, at + ".group"), group(26)),
                all(where, tooLong(5, at + ".group[0]".repeat(4) + ".group"), deep(6)),
                all(where, wrongType("jsonobject", at + ".group[1]"), "{'group_operator':'AND','group':[" + LEAF
                        + ",5]}"),
                all(where, missing(at + ".group[1].comparator"), "{'group_operator':'AND','group':[" + LEAF
                        + ",{'field':{'api_name':'x'}}]}"),
                leafFaults(where, at)).flatMap(faults -> faults);
    }

    private static Stream<Fault> leafFaults(String where, String at) {
        var comparator = "{'field':{'api_name':'x'},'comparator':";
        return Stream.of(
                all(where, missing(at + ".field"), "{}", "{'field':null,'comparator':5}"),
                all(where, wrongType("jsonobject", at + ".field"), "{'field':'Age'}"),
                all(where, missing(at + ".field.api_name"), "{'field':{}}", "{'field':{'id':'1'}}"),
                all(where, wrongType("text", at + ".field.api_name"), "{'field':{'api_name':5}}"),
                all(where, wrongType("text", at + ".field.id"), "{'field':{'api_name':'x','id':5}}"),
                all(where, invalid(at + ".field.api_name"), "{'field':{'api_name':'\\u0000'}}",
                        "{'field':{'api_name':'a\\udc00'}}"),
                all(where, invalid(at + ".field.id"), "{'field':{'api_name':'x','id':'\\ud800'}}"),
                all(where, missing(at + ".comparator"), "{'field':{'api_name':'x'},'type':5}", comparator + "null}"),
                all(where, wrongType("text", at + ".comparator"), comparator + "5}"),
                all(where, notSupported(at + ".comparator", "equal", "not_equal", "like", "not_like", "starts_with",
                        "ends_with", "contains", "not_contains", "less_than", "less_equal", "greater_than",
                        "greater_equal", "between", "not_between", "in", "not_in", "include_all", "include_any",
                        "exclude_all", "exclude_any"), comparator + "''}", comparator + "'EQUAL'}",
                        comparator + "'='}"),
                all(where, wrongType("text", at + ".type"), comparator + "'equal','type':5}"),
                all(where, notSupported(at + ".type", "value", "merge_field", "pre_defined", "field"),
                        comparator + "'equal','type':''}", comparator + "'equal','type':'static','value':1}"),
                all(where, invalid(at + ".value"), comparator + "'equal'}", comparator + "'equal','value':null}",
                        comparator + "'equal','type':'merge_field','value':5}",
                        comparator + "'equal','type':'pre_defined','value':['x']}",
                        comparator + "'equal','type':'field','value':true}"),
                Stream.of("less_than", "less_equal", "greater_than", "greater_equal")
                        .flatMap(ordering -> all(where, invalid(at + ".value"), leaf(ordering, "[1]"),
                                leaf(ordering, "{}"))),
                Stream.of("between", "not_between")
                        .flatMap(range -> all(where, invalid(at + ".value"), leaf(range, "1"),
                                leaf(range, "'1,2'"), leaf(range, "[]"), leaf(range, "[1]"), leaf(range, "[1,2,3]"))),
                Stream.of("in", "not_in").flatMap(list -> all(where, invalid(at + ".value"), leaf(list, "1"),
                        leaf(list, "{}"), leaf(list, "[]"), leaf(list, "[" + repeat(501, i -> i + "") + "]"))))
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> conditionFaults() {
        var at = "conditions[0]";
        var actions = at + ".instant_actions.actions";
        var number = "/conditions/1/sequence_number";
        var leaf = "conditions[0].criteria_details.criteria.group[1]";
        return Stream.of(
                all("/conditions", missing("conditions"), "-", "null"),
                all("/conditions", wrongType("jsonarray", "conditions"), "5", "{}", "''"),
                all("/conditions", tooShort(1, "conditions"), "[]"),
                all("/conditions", tooMany("conditions", 10, "conditions"), "[" + repeat(11, i -> "5") + "]"),
                all("/conditions/0", wrongType("jsonobject", at), "5", "null", "[]"),
                all(NUMBER, missing(at + ".sequence_number"), "-", "null"),
                all(NUMBER, wrongType("integer", at + ".sequence_number"), "'1'", "1.0", "1e0", "true", "[]"),
                all(NUMBER, invalid(at + ".sequence_number"), "0", "-1", "1" + "0".repeat(38)),
                all("/conditions/0/criteria_details", wrongType("jsonobject", at + ".criteria_details"), "5", "[]"),
                all("/conditions/0/criteria_details",
                        wrongType("jsonobject", at + ".criteria_details.criteria"), "{'criteria':5}"),
                criteriaFaults(GROUP + "/1", leaf).filter(fault -> !fault.value.contains("'group'")),
                all("/conditions/0/instant_actions", missing(at + ".instant_actions"), "-", "null"),
                all("/conditions/0/instant_actions", wrongType("jsonobject", at + ".instant_actions"), "5", "[]"),
                all(ACTIONS, missing(actions), "-", "null"),
                all(ACTIONS, wrongType("jsonarray", actions), "5", "{}"),
                all(ACTIONS, tooShort(1, actions), "[]"),
                all(ACTIONS, tooMany("actions", 1, actions), "[" + repeat(2, i -> "{'type':'create_connected_record'}")
                        + "]"),
                all(ACTIONS, tooMany("actions", 5, actions), "[" + repeat(6, i -> "{'type':'field_updates'}") + "]",
                        "[" + repeat(6, i -> "{'type':'email_notifications','id':'" + i + "'}") + "]"),
                all(ACTIONS, wrongType("jsonobject", actions + "[0]"), "[5]", "[null]"),
                all(ACTIONS + "/0/type", missing(actions + "[0].type"), "-", "null"),
                all(ACTIONS + "/0/type", wrongType("text", actions + "[0].type"), "5", "[]"),
                all(ACTIONS + "/0/type", notSupported(actions + "[0].type", "create_connected_record", "field_updates",
                        "email_notifications"), "''", "'tasks'", "'Field_Updates'"),
                // The second condition's own; the actions of the first come before it.
                recordFaults(), actionFaults(),
                all(number, duplicate("sequence_number", "conditions[1].sequence_number"), "1"))
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> recordFaults() {
        var at = "conditions[0].instant_actions.actions[0]";
        var details = at + ".details";
        var module = details + ".module";
        var layout = details + ".layout";
        var mappings = details + ".field_mappings";
        return Stream.of(
                all(DETAILS, dependentMissing(details, at + ".type"), "-", "null"),
                all(DETAILS, wrongType("jsonobject", details), "5", "[]"),
                all(DETAILS + "/module", missing(module), "-", "null"),
                all(DETAILS + "/module", wrongType("jsonobject", module), "5", "'Deals'"),
                all(DETAILS + "/module", expected(module + ".api_name", module + ".id"), "{}"),
                all(DETAILS + "/module", wrongType("text", module + ".api_name"), "{'api_name':5}"),
                all(DETAILS + "/module", unknownModule(module + ".api_name"), "{'api_name':'Nope'}",
                        "{'api_name':'Notes'}"),
                all(DETAILS + "/module", unknownModule(module + ".id"), "{'id':'1'}"),
                all(DETAILS + "/module", ambiguous(module + ".id", module + ".api_name"),
                        "{'id':'" + CONTACTS + "','api_name':'Deals'}"),
                all(DETAILS + "/module", invalid(module), "{'api_name':'Leads'}", "{'api_name':'Contacts'}"),
                all(DETAILS + "/layout", missing(layout), "-", "null"),
                all(DETAILS + "/layout", wrongType("jsonobject", layout), "5", "'1'"),
                all(DETAILS + "/layout", missing(layout + ".id"), "{}", "{'id':null}"),
                all(DETAILS + "/layout/id", wrongType("text", layout + ".id"), "5"),
                all(DETAILS + "/layout/id", unknownId(layout + ".id"), "''", "'x'", "'9223372036854775808'",
                        "'\\u0000'"),
                all(DETAILS + "/field_mappings", missing(mappings), "-", "null"),
                all(DETAILS + "/field_mappings", wrongType("jsonarray", mappings), "5", MAPPING),
                all(DETAILS + "/field_mappings", tooShort(1, mappings), "[]"),
                all(DETAILS + "/field_mappings", tooLong(25, mappings), "[" + repeat(26, i -> MAPPING) + "]"),
                all(DETAILS + "/field_mappings", wrongType("jsonobject", mappings + "[0]"), "[5]"),
                mappingFaults(mappings + "[0]")).flatMap(faults -> faults);
    }

    private static Stream<Fault> mappingFaults(String at) {
        return Stream.of(
                all(FIRST_MAPPING + "/field", missing(at + ".field"), "-", "null"),
                all(FIRST_MAPPING + "/field", wrongType("jsonobject", at + ".field"), "5", "'Deal_Name'"),
                all(FIRST_MAPPING + "/field", missing(at + ".field.api_name"), "{}", "{'id':'1'}"),
                all(FIRST_MAPPING + "/field", invalid(at + ".field.api_name"), "{'api_name':'\\u0000'}"),
                all(FIRST_MAPPING + "/type", missing(at + ".type"), "-", "null"),
                all(FIRST_MAPPING + "/type", wrongType("text", at + ".type"), "5"),
                all(FIRST_MAPPING + "/type", notSupported(at + ".type", "static", "merge_field", "execution_time"),
                        "''", "'value'"),
                all(FIRST_MAPPING + "/value", missing(at + ".value"), "-", "null"),
                all(FIRST_MAPPING + "/value", invalid(at + ".value"), "'\\u0000'", "1e39"),
                all(FIRST_MAPPING, invalid(at + ".value"),
                        "{'field':{'api_name':'x'},'type':'merge_field','value':5}",
                        "{'field':{'api_name':'x'},'type':'execution_time','value':[]}"))
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> actionFaults() {
        var actions = "conditions[0].instant_actions.actions";
        return Stream.of(
                all(ACTIONS + "/0/name", wrongType("text", actions + "[0].name"), "5", "{}"),
                all(ACTIONS + "/0/name", tooLong(100, actions + "[0].name"), "'" + "n".repeat(101) + "'",
                        "'" + "\uD83D\uDE80".repeat(101) + "'"),
                all(ACTIONS + "/0/name", invalid(actions + "[0].name"), "'\\u0000'", "'a\\ud800'"),
                all(ACTIONS + "/1/id", dependentMissing(actions + "[1].id", actions + "[1].type"), "-", "null"),
                all(ACTIONS + "/1/id", wrongType("text", actions + "[1].id"), "5", "[]"),
                all(ACTIONS + "/1/id", unknownId(actions + "[1].id"), "''", "'x'", "'9223372036854775808'", "'-1'",
                        "'\u0661'"),
                all(ACTIONS + "/1/name", invalid(actions + "[1].name"), "'\\ud800'"),
                all(ACTIONS, duplicate("action not allowed", actions + "[1].id"),
                        "[{'type':'field_updates','id':'1'},{'type':'field_updates','id':'1','name':5}]"))
                .flatMap(faults -> faults);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {} | MANDATORY_NOT_FOUND | Required field not found | ``
        {'connected_workflows':[{}]} | MANDATORY_NOT_FOUND | Required field not found | ``
        {'rules':null} | MANDATORY_NOT_FOUND | Required field not found | ``
        {'rules':{}} | INVALID_DATA | invalid data | 'expected_data_type':'jsonarray',
        {'rules':''} | INVALID_DATA | invalid data | 'expected_data_type':'jsonarray',
        {'rules':[]} | INVALID_DATA | invalid data | 'minimum_length':1,
        {'rules':[{},{}]} | INVALID_DATA | invalid data | 'maximum_length':1,
        {'rules':[5,null]} | INVALID_DATA | invalid data | 'maximum_length':1,
        """)
    void refuses_a_body_without_one_rule(String body, String code, String message, String details) {
        EMPTY.send("POST", "/rules", Map.of(), body)
                .mustBe(bare(400, code, message, details + "'api_name':'rules','json_path':'$.rules'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "[{'rules':[]}]", "null", "5", "{'rules':[{}]}}", "{'rules':[],'rules':[]}",
        "{'rules':[{'node':1,'node':1}]}"})
    void refuses_a_body_that_is_not_one_json_object(String body) {
        EMPTY.send("POST", "/rules", Map.of(), body).mustBe(UNREADABLE_BODY);
    }

    @Test
    void refuses_a_body_that_is_too_large_or_too_deep() {
        EMPTY.send("POST", "/rules", Map.of(), " ".repeat(256 * 1024 + 1)).mustBe(Expected.BODY_TOO_LARGE);
        EMPTY.post("{'x':" + "[".repeat(98) + "]".repeat(98) + "}").mustBe(UNREADABLE_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "'x'", "[]", "[{}]"})
    void refuses_a_rule_that_is_no_object(String item) {
        EMPTY.post(item).mustBe(rule("INVALID_DATA", "invalid data",
                "'expected_data_type':'jsonobject','api_name':'rules','json_path':'$.rules[0]'"));
    }

    @Test
    void looks_at_the_path_then_at_the_version_then_at_the_body() {
        var foreign = new TestWorkflow(HTTP, ADMIN.organization());
        HTTP.send("POST", foreign.path() + "/rules", ADMIN.organization().token(), "{")
                .mustBe(Expected.UNKNOWN_WORKFLOW);
        EMPTY.send("POST", "/rules", Map.of("If-Match", "\"1\""), "{").mustBe(Expected.stale(3));
        EMPTY.send("POST", "/rules", Map.of("If-Match", "\"3\""), "{").mustBe(UNREADABLE_BODY);
    }

    @ParameterizedTest
    @MethodSource("unknownKeys")
    void ignores_unknown_keys_at_every_level(String unknown) {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        var body = TestWorkflow.inEnvelope(GOOD.formatted(workflow.root(), LEAF, LEAF, MAPPING));
        TestWorkflow.createdRule(
                workflow.send("POST", "/rules", Map.of(), body.replace("{", "{" + unknown + ",")));
        assertThat(workflow.get("/rules?module=Contacts").json().get("rules")).hasSize(1);
    }

    private static Stream<String> unknownKeys() {
        return Stream.of("'x':null", "'x':'\\u0000'", "'\\u0000':1", "'\\ud800':'\\udfff'", "'x':1e131072",
                "'x':" + "7".repeat(2000), "'x':" + "[".repeat(80) + "]".repeat(80), "'':{'\\u0000':'\\ud800'}",
                "'_delete':5,'sequence':1,'reference_id':[]");
    }

    @ParameterizedTest
    @CsvSource({"standard, 3", "professional, 5", "enterprise, 10", "ultimate, 20"})
    void refuses_more_rules_of_a_module_than_the_edition_allows(String edition, int limit) {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization(document -> document.put("edition", edition)));
        var rules = IntStream.range(0, limit).mapToObj(i -> workflow.createRule(workflow.root(), "Contacts")).toList();
        workflow.post(good(workflow, rule -> {})).mustBe(tooManyRules(limit));
        assertThat(ids(workflow.get("/rules?module=Contacts").json().get("rules"))).isEqualTo(rules);
        workflow.createRule(workflow.deal(), "Deals");
        workflow.send("DELETE", "/rules/" + rules.getFirst(), Map.of(), null);
        workflow.createRule(workflow.root(), "Contacts");
        workflow.post(good(workflow, rule -> {})).mustBe(tooManyRules(limit));
    }

    @Test
    void counts_the_rules_of_all_nodes_on_a_module_and_of_this_workflow_alone() {
        var organization = ADMIN.organization(document -> document.putObject("limits").putObject("rules")
                .put("limit_per_module", 1));
        var workflow = new TestWorkflow(HTTP, organization);
        var other = workflow.addNode("Deals");
        workflow.createRule(workflow.deal(), "Deals");
        workflow.post(good(workflow, rule -> {
            put(rule, "/node/id", "'" + other + "'");
            put(rule, TRIGGER + "/api_name", "'Deals'");
            put(rule, ACTIONS + "/0", "{'type':'field_updates','id':'1'}");
        })).mustBe(tooManyRules(1));
        var elsewhere = new TestWorkflow(HTTP, organization, "Leads");
        elsewhere.createRule(elsewhere.deal(), "Deals");
    }

    @Test
    void decides_by_the_limit_last() {
        var organization = ADMIN.organization(document -> document.putObject("limits").putObject("rules")
                .put("limit_per_module", 0));
        var workflow = new TestWorkflow(HTTP, organization);
        workflow.post(good(workflow, rule -> {})).mustBe(tooManyRules(0));
        workflow.post(good(workflow, rule -> put(rule, ACTIONS + "/1/id", "-"))).mustBe(dependentMissing(
                "conditions[0].instant_actions.actions[1].id", "conditions[0].instant_actions.actions[1].type"));
        workflow.send("POST", "/rules", Map.of("If-Match", "\"1\""), "{}").mustBe(Expected.stale(3));
    }

    @Test
    void of_requests_at_once_as_many_succeed_as_the_limit_allows() {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization(document -> document.put("edition", "standard")));
        var rule = good(workflow, same -> {});
        var replies = Together.run(6, i -> workflow.post(rule));
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(3);
        replies.stream().filter(reply -> reply.status() != 201).forEach(reply -> reply.mustBe(tooManyRules(3)));
        assertThat(workflow.get("/rules?module=Contacts").json().get("rules")).hasSize(3);
    }

    @Test
    void may_be_created_whatever_the_workflow_s_status_is() {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        for (var action : List.of("activate", "deactivate")) {
            assertThat(workflow.send("PUT", "/actions/" + action, Map.of(), null).status()).isEqualTo(200);
            workflow.create(good(workflow, rule -> {}));
        }
        assertThat(workflow.shown().get("status").asString()).isEqualTo("inactive");
        assertThat(workflow.version()).isEqualTo("\"7\"");
    }

    private static Stream<Fault> all(String where, Expected answer, String... values) {
        return Stream.of(values).map(value -> new Fault(where, value, answer));
    }

    private static String leaf(String comparator, String value) {
        return "{'field':{'api_name':'x'},'comparator':'%s','value':%s}".formatted(comparator, value);
    }

    private static String group(int size) {
        return "{'group_operator':'AND','group':[" + repeat(size, i -> LEAF) + "]}";
    }

    private static String deep(int levels) {
        return levels == 1
                ? LEAF
                : "{'group_operator':'OR','group':[" + deep(levels - 1) + "," + LEAF + "]}";
    }

    private static String repeat(int times, IntFunction<String> element) {
        return IntStream.range(0, times).mapToObj(element).collect(Collectors.joining(","));
    }

    private static String good(TestWorkflow workflow, Consumer<ObjectNode> difference) {
        var rule = json(GOOD.formatted(workflow.root(), LEAF, LEAF, MAPPING)).asObject();
        difference.accept(rule);
        return Http.JSON.writeValueAsString(rule);
    }

    // As it is written, since a number or half a surrogate pair would not survive being read.
    private static void put(ObjectNode rule, String where, String value) {
        var pointer = JsonPointer.compile(where);
        var parent = rule.at(pointer.head());
        var raw = rule.rawValueNode(new RawValue(value));
        if (parent instanceof ArrayNode array) {
            array.set(pointer.last().getMatchingIndex(), raw);
        } else if (value.equals("-")) {
            parent.asObject().remove(pointer.last().getMatchingProperty());
        } else {
            parent.asObject().set(pointer.last().getMatchingProperty(), raw);
        }
    }

    private static List<String> ids(JsonNode elements) {
        return elements.valueStream().map(element -> element.get("id").asString()).toList();
    }

    private static JsonNode json(String text) {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }
}
