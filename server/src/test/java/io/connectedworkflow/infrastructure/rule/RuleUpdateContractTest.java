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
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.tooShort;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.unknownId;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.unknownModule;
import static io.connectedworkflow.infrastructure.rule.RuleRefusals.wrongType;
import static io.connectedworkflow.testing.Expected.UNKNOWN_RULE;
import static io.connectedworkflow.testing.Expected.UNKNOWN_WORKFLOW;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestWorkflow;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Changing rules over HTTP: section 4.12 of the contract. */
class RuleUpdateContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();

    private static final String LEAF = "{'field':{'api_name':'Age'},'comparator':'equal','value':5}";
    private static final String NEW_CONDITION = """
        {'sequence_number':%d,'instant_actions':{'actions':[{'type':'field_updates','id':'901'}]}}""";

    private final TestOrganization organization = ADMIN.organization();
    private final TestWorkflow workflow = new TestWorkflow(HTTP, organization);
    private String rule;
    /** The rule's two conditions, and the action of the first that creates a record. */
    private String first;
    private String second;
    private String creation;

    @BeforeEach
    void a_rule_with_two_conditions() {
        rule = workflow.create("""
            {'node':{'id':'%s'},
             'execute_when':{'type':'field_update','details':{'trigger_module':{'api_name':'Contacts'},'repeat':true,
               'criteria':{'field':{'api_name':'Lead_Source'},'comparator':'equal','value':'Web'}}},
             'conditions':[
               {'sequence_number':1,'criteria_details':{'criteria':%s},'instant_actions':{'actions':[
                 {'type':'create_connected_record','name':'Open a deal','details':{'module':{'api_name':'Deals'},
                   'layout':{'id':'91023'},'field_mappings':[
                     {'field':{'api_name':'Deal_Name'},'type':'static','value':'New'}]}},
                 {'type':'field_updates','id':'501','name':'Update'}]}},
               {'sequence_number':2,'instant_actions':{'actions':[{'type':'email_notifications','id':'502'}]}}]}"""
                .formatted(workflow.root(), LEAF));
        var shown = workflow.rule(rule);
        first = shown.at("/conditions/0/id").asString();
        second = shown.at("/conditions/1/id").asString();
        creation = shown.at("/conditions/0/instant_actions/actions/0/id").asString();
    }

    @Test
    void changes_when_it_runs_and_leaves_what_it_does() {
        var before = workflow.rule(rule);
        put("'execute_when':{'type':'create'}").mustBe(updated());
        mustHave("execute_when",
                """
                    {'type':'create','details':{'trigger_module':{'id':'4876876000000002179','api_name':'Contacts'},'repeat':true}}""");
        assertThat(workflow.rule(rule).get("conditions")).isEqualTo(before.get("conditions"));
        put("'execute_when':{'type':'edit','details':{'repeat':false,'trigger_module':{'api_name':'Contacts'}}}")
                .mustBe(updated());
        mustHave("execute_when",
                """
                    {'type':'edit','details':{'trigger_module':{'id':'4876876000000002179','api_name':'Contacts'},'repeat':false}}""");
        put("'execute_when':{'type':'field_update','details':{'criteria':" + LEAF + ",'repeat':null}}")
                .mustBe(updated());
        mustHave("execute_when",
                """
                    {'type':'field_update','details':{'trigger_module':{'id':'4876876000000002179','api_name':'Contacts'},'repeat':false,
                      'criteria':{'field':{'api_name':'Age','id':null},'comparator':'equal','type':'value','value':5}}}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'type':'field_update'", "'type':'field_update','details':null",
        "'type':'field_update','details':{}", "'type':'field_update','details':{'criteria':null,'repeat':null}",
        "'type':'field_update','details':{'trigger_module':{'id':'4876876000000002179'},'repeat':true}"})
    void what_is_left_out_of_when_it_runs_stays(String executeWhen) {
        changesNothing("'execute_when':{" + executeWhen + "}");
    }

    @Test
    void criteria_are_gone_once_the_type_is_another() {
        put("'execute_when':{'type':'create_or_edit'}").mustBe(updated());
        put("'execute_when':{'type':'field_update'}").mustBe(
                dependentMissing("execute_when.details.criteria", "execute_when.type"));
        put("'execute_when':{'type':'field_update','details':{'criteria':null}}").mustBe(
                dependentMissing("execute_when.details.criteria", "execute_when.type"));
    }

    @Test
    void changes_of_a_condition_what_is_given() {
        var before = workflow.rule(rule).get("conditions").asArray();
        put("'conditions':[{'id':'%s','sequence_number':3}]".formatted(first)).mustBe(updated());
        var moved = before.get(0).asObject().deepCopy().put("sequence_number", 3);
        assertThat(conditions()).containsExactly(before.get(1), moved);
        put("'conditions':[{'id':'%s','criteria_details':{'criteria':%s}}]".formatted(second, LEAF)).mustBe(updated());
        assertThat(conditions().getFirst().at("/criteria_details/criteria")).isEqualTo(
                json("{'field':{'api_name':'Age','id':null},'comparator':'equal','type':'value','value':5}"));
        assertThat(conditions().getLast()).isEqualTo(moved);
    }

    @Test
    void adds_and_deletes_conditions_and_judges_what_comes_of_it() {
        put("'conditions':[{'id':'%s','sequence_number':2},{'id':'%s','sequence_number':1}]".formatted(first, second))
                .mustBe(updated());
        assertThat(ids(conditions())).containsExactly(second, first);
        put("'conditions':[{'id':'%s','_delete':null,'sequence_number':'ignored'},%s]".formatted(second,
                NEW_CONDITION.formatted(1))).mustBe(updated());
        var added = ids(conditions()).getFirst();
        assertThat(ids(conditions())).containsExactly(added, first).doesNotContain(second);
        put("'conditions':[{'id':'%s','_delete':null},{'id':'%s','_delete':null},%s]".formatted(first, added,
                NEW_CONDITION.formatted(1))).mustBe(updated());
        assertThat(conditions()).hasSize(1);
        put("'conditions':[%s]".formatted(newConditions(2, 10))).mustBe(updated());
        assertThat(conditions().stream().map(condition -> condition.get("sequence_number").asInt()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        put("'conditions':[%s]".formatted(newConditions(11, 11))).mustBe(tooMany("conditions", 10, "conditions"));
        put("'conditions':[%s,{'id':'%s','_delete':null}]".formatted(newConditions(11, 11),
                ids(conditions()).getFirst())).mustBe(updated());
    }

    @Test
    void changes_adds_and_deletes_actions() {
        putActions("{'id':'501','name':'Another','type':'field_updates'}").mustBe(updated());
        assertThat(actions().getLast())
                .isEqualTo(json("{'id':'501','type':'field_updates','name':'Another','details':null}"));
        putActions("{'id':'503','type':'field_updates'},{'id':'501','_delete':null}").mustBe(updated());
        assertThat(ids(actions())).containsExactly(creation, "503");
        putActions("{'id':'%s','_delete':null}".formatted(creation)).mustBe(updated());
        assertThat(ids(actions())).containsExactly("503");
        putActions("""
            {'type':'create_connected_record','details':{'module':{'api_name':'Deals'},'layout':{'id':'1'},
             'field_mappings':[{'field':{'api_name':'Deal_Name'},'type':'static','value':'New'}]}}""")
                .mustBe(updated());
        assertThat(ids(actions())).hasSize(2).doesNotContain(creation);
        assertThat(ids(conditions())).containsExactly(first, second);
    }

    @Test
    void changes_of_a_record_what_is_given() {
        putActions("{'id':'%s','details':{'layout':{'id':'7'}}}".formatted(creation)).mustBe(updated());
        assertThat(actions().getFirst()).isEqualTo(record("7", "'New'"));
        putActions("""
            {'id':'%s','details':{'module':{'api_name':'Deals'},'field_mappings':[
              {'field':{'api_name':'Deal_Name'},'type':'static','value':5}]}}""".formatted(creation))
                .mustBe(updated());
        assertThat(actions().getFirst()).isEqualTo(record("7", "5"));
        assertThat(ids(actions())).containsExactly(creation, "501");
    }

    private JsonNode record(String layout, String value) {
        return json("""
            {'id':'%s','type':'create_connected_record','name':'Open a deal','details':{
              'module':{'id':'4876876000000002181','api_name':'Deals'},'layout':{'id':'%s'},'field_mappings':[
                {'field':{'api_name':'Deal_Name','id':null},'type':'static','value':%s}]}}"""
                .formatted(creation, layout, value));
    }

    @Test
    void judges_the_number_of_actions_on_what_comes_of_it() {
        putActions(fieldUpdates(601, 604)).mustBe(updated());
        putActions(fieldUpdates(605, 605)).mustBe(tooMany("actions", 5, actionsPath()));
        putActions(fieldUpdates(605, 605) + ",{'id':'601','_delete':null}").mustBe(updated());
        putActions("""
            {'type':'create_connected_record','details':{'module':{'api_name':'Deals'},'layout':{'id':'1'},
             'field_mappings':[{'field':{'api_name':'Deal_Name'},'type':'static','value':'New'}]}}""")
                .mustBe(tooMany("actions", 1, actionsPath()));
    }

    @Test
    void stores_nothing_where_nothing_changes() {
        changesNothing("'conditions':[]");
        changesNothing("'execute_when':null,'conditions':[]");
        changesNothing("'conditions':[{'id':'S'},{'id':'F','sequence_number':1}]");
        changesNothing("'conditions':[{'id':'F','instant_actions':{'actions':[]}}]");
        changesNothing("'conditions':[{'id':'F','instant_actions':{'actions':[{'id':'501','name':'Update'}]}}]");
        changesNothing("'conditions':[{'id':'F','criteria_details':{'criteria':" + LEAF + "}}]");
        changesNothing("'id':'1','x':{'y':'\\u0000'},'execute_when':{'type':'field_update','x':1e99}");
        changesNothing("""
            'execute_when':{'type':'field_update','details':{'trigger_module':{'api_name':'Contacts'},'repeat':true,
              'criteria':{'field':{'api_name':'Lead_Source'},'comparator':'equal','type':'value','value':'Web'}}}""");
    }

    @Test
    void a_change_raises_the_version_and_tells_who_made_it() {
        var ravi = organization.addUser("Ravi", "1");
        assertThat(workflow.version()).isEqualTo("\"4\"");
        HTTP.send("PUT", workflow.path() + "/rules/" + rule, organization.tokenOf(ravi, TestOrganization.ALL),
                "{\"rules\":[{\"execute_when\":{\"type\":\"edit\"}}]}").mustBe(updated());
        assertThat(workflow.version()).isEqualTo("\"5\"");
        assertThat(workflow.shown().at("/modified_by/name").asString()).isEqualTo("Ravi");
        assertThat(workflow.shown().at("/created_by/name").asString()).isEqualTo("Asha Rao");
    }

    @Test
    void may_be_changed_whatever_the_status_and_the_limit_are() {
        organization.change(document -> document.putObject("limits").putObject("rules").put("limit_per_module", 0));
        put("'execute_when':{'type':'edit'}").mustBe(updated());
        organization.change(document -> document.remove("limits"));
        workflow.send("PUT", "/actions/activate", Map.of(), null).mustBe(
                Expected.success(200, workflow.id(), "connected workflow activated successfully"));
        put("'execute_when':{'type':'create'}").mustBe(updated());
        assertThat(workflow.shown().get("status").asString()).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'rules':[]", "'rules':null", "'rules':[{'execute_when':{'type':'edit'}}]", "'rules':5"})
    void a_change_of_the_workflow_leaves_its_rules_alone(String rules) {
        var before = workflow.rule(rule);
        workflow.change("'description':'changed'," + rules);
        assertThat(workflow.rule(rule)).isEqualTo(before);
    }

    /** In the order of the contract: F and S are the conditions' ids, C is that of the action that creates a record. */
    private static Stream<Arguments> faults() {
        var trigger = "execute_when.details.trigger_module";
        var criteria = "execute_when.details.criteria";
        var conditions = "'conditions':[";
        return Stream.of(
                all(notAllowed("node"), "'node':null", "'node':{'id':'1'},'execute_when':5",
                        "'conditions':null,'node':5"),
                all(expected("execute_when", "conditions"), "", "'execute_when':null", "'id':'1'", "'status':'active'"),
                all(wrongType("jsonobject", "execute_when"), "'execute_when':5,'conditions':null",
                        "'execute_when':[]"),
                all(missing("execute_when.type"), "'execute_when':{}",
                        "'execute_when':{'type':null,'details':5},'conditions':5"),
                all(notSupported("execute_when.type", "create", "edit", "create_or_edit", "field_update"),
                        "'execute_when':{'type':''}", "'execute_when':{'type':'delete'}"),
                all(wrongType("jsonobject", "execute_when.details"), "'execute_when':{'type':'edit','details':5}"),
                when("'trigger_module':5,'criteria':5", wrongType("jsonobject", trigger)),
                when("'trigger_module':{}", expected(trigger + ".api_name", trigger + ".id")),
                when("'trigger_module':{'api_name':'Notes'}", unknownModule(trigger + ".api_name")),
                when("'trigger_module':{'api_name':'Deals'},'criteria':5", ambiguous(trigger)),
                all(notAllowed(criteria), "'execute_when':{'type':'edit','details':{'criteria':" + LEAF + "}}",
                        "'execute_when':{'type':'create','details':{'criteria':5,'repeat':5}},'conditions':null"),
                when("'criteria':5,'repeat':5", wrongType("jsonobject", criteria)),
                when("'criteria':{}", missing(criteria + ".field")),
                when("'repeat':5", wrongType("boolean", "execute_when.details.repeat")),
                all(wrongType("jsonarray", "conditions"), "'conditions':null", "'conditions':{}",
                        "'execute_when':{'type':'edit'},'conditions':5"),
                conditionFaults(), judgedTogether(), actionFaults(),
                all(unknownId("conditions[0].id"), conditions + "{'id':'1'},5]",
                        conditions + "{'id':'','_delete':null}]",
                        conditions + "{'id':'C'}]", conditions + "{'id':'0F'}]"))
                .flatMap(faults -> faults);
    }

    private static Stream<Arguments> conditionFaults() {
        var number = "conditions[0].sequence_number";
        var conditions = "'conditions':[";
        return Stream.of(
                all(wrongType("jsonobject", "conditions[0]"), conditions + "5]", conditions + "null]"),
                all(wrongType("text", "conditions[0].id"), conditions + "{'id':5}]"),
                all(missing("conditions[0].id"), conditions + "{'_delete':null}]", conditions + "{'_delete':5}]",
                        conditions + "{'id':null,'_delete':null}]"),
                all(invalid("conditions[0]._delete"), conditions + "{'id':'F','_delete':true}]",
                        conditions + "{'id':'F','_delete':{}}]"),
                all(duplicate("id", "conditions[1].id"), conditions + "{'id':'F'},{'id':'F'}]",
                        conditions + "{'id':'F','_delete':null},{'id':'F','_delete':null}]"),
                all(missing(number), conditions + "{}]", conditions + "{'id':null}]"),
                all(wrongType("integer", number), conditions + "{'id':'F','sequence_number':'1'}]",
                        conditions + "{'sequence_number':1.0}]"),
                all(invalid(number), conditions + "{'id':'F','sequence_number':0}]"),
                all(missing("conditions[0].instant_actions"), conditions + "{'sequence_number':3}]"),
                all(missing("conditions[0].instant_actions.actions"),
                        conditions + "{'sequence_number':3,'instant_actions':{}}]"),
                all(tooShort(1, "conditions[0].instant_actions.actions"),
                        conditions + "{'sequence_number':3,'instant_actions':{'actions':[]}}]"),
                all(wrongType("jsonobject", "conditions[0].criteria_details"),
                        conditions + "{'id':'F','criteria_details':5}]"),
                all(missing("conditions[0].criteria_details.criteria.field"),
                        conditions + "{'id':'F','criteria_details':{'criteria':{}},'instant_actions':5}]"),
                all(wrongType("jsonobject", "conditions[0].instant_actions"),
                        conditions + "{'id':'F','instant_actions':5}]"))
                .flatMap(faults -> faults);
    }

    private static Stream<Arguments> judgedTogether() {
        var conditions = "'conditions':[";
        return Stream.of(
                all(notAllowed("A rule needs at least one condition", "conditions"),
                        conditions + "{'id':'F','_delete':null},{'id':'S','_delete':null}]"),
                all(tooMany("conditions", 10, "conditions"), conditions + newConditions(3, 11) + "]"),
                all(duplicate("sequence_number", "conditions[0].sequence_number"),
                        conditions + "{'id':'F','sequence_number':2}]",
                        conditions + NEW_CONDITION.formatted(1) + "]"),
                all(duplicate("sequence_number", "conditions[1].sequence_number"),
                        conditions + NEW_CONDITION.formatted(3) + "," + NEW_CONDITION.formatted(3) + "]",
                        conditions + "{'id':'F','sequence_number':9},{'id':'S','sequence_number':9}]"))
                .flatMap(faults -> faults);
    }

    private static Stream<Arguments> actionFaults() {
        var at = actionsPath();
        return Stream.of(
                actions("5", wrongType("jsonobject", at + "[0]")),
                actions("{'id':5}", wrongType("text", at + "[0].id")),
                actions("{'_delete':null}", missing(at + "[0].id")),
                actions("{'id':'501','_delete':false}", invalid(at + "[0]._delete")),
                actions("{'id':'502'}", unknownId(at + "[0].id")),
                actions("{'id':'1','type':null}", unknownId(at + "[0].id")),
                actions("{'id':'1','_delete':null,'type':'field_updates'}", unknownId(at + "[0].id")),
                actions("{'id':'501'},{'id':'501','type':'field_updates'}", duplicate("id", at + "[1].id")),
                actions("{'id':'501','type':'email_notifications'}", notAllowed(at + "[0].type")),
                actions("{'id':'C','type':'field_updates'}", notAllowed(at + "[0].type")),
                actions("{}", missing(at + "[0].type")),
                actions("{'id':'501','type':'tasks'}", notSupported(at + "[0].type", "create_connected_record",
                        "field_updates", "email_notifications")),
                actions("{'type':'field_updates'}", dependentMissing(at + "[0].id", at + "[0].type")),
                actions("{'type':'create_connected_record'}", dependentMissing(at + "[0].details", at + "[0].type")),
                actions("{'id':'501','name':'" + "n".repeat(101) + "'}", tooLong(100, at + "[0].name")),
                actions("{'id':'C','name':'\\u0000'}", invalid(at + "[0].name")),
                actions("{'id':'C','details':{'module':{'api_name':'Leads'}}}", invalid(at + "[0].details.module")),
                actions("{'id':'C','details':{'layout':{'id':'x'}}}", unknownId(at + "[0].details.layout.id")),
                actions("{'id':'C','details':{'field_mappings':[]}}",
                        tooShort(1, at + "[0].details.field_mappings")),
                actions("{'id':'501','_delete':null},{'id':'C','_delete':null}",
                        notAllowed("A condition needs at least one action", at)))
                .flatMap(faults -> faults);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refuses(String change, Expected answer) {
        var before = workflow.whole();
        var ruleBefore = workflow.rule(rule);
        put(change).mustBe(answer);
        assertThat(workflow.whole().body()).isEqualTo(before.body());
        assertThat(workflow.version()).isEqualTo(before.header("ETag"));
        assertThat(workflow.rule(rule)).isEqualTo(ruleBefore);
    }

    @Test
    void looks_at_the_path_then_at_the_version_then_at_the_body() {
        var path = "/rules/" + rule;
        HTTP.send("PUT", Http.WORKFLOWS + "/1" + path, organization.token(), "{").mustBe(UNKNOWN_WORKFLOW);
        HTTP.send("PUT", workflow.path() + path, ADMIN.organization().token(), "{").mustBe(UNKNOWN_WORKFLOW);
        workflow.send("PUT", "/rules/1", Map.of("If-Match", "\"1\""), "{").mustBe(UNKNOWN_RULE);
        new TestWorkflow(HTTP, organization, "Leads").send("PUT", path, Map.of(), "{").mustBe(UNKNOWN_RULE);
        workflow.send("PUT", path, Map.of("If-Match", "\"1\""), "{").mustBe(Expected.stale(4));
        workflow.send("PUT", path, Map.of("If-Match", "\"4\""), "{").mustBe(UNREADABLE_BODY);
        workflow.send("PUT", path, Map.of(), "{'connected_workflows':[{}]}").mustBe(Expected.bare(400,
                "MANDATORY_NOT_FOUND", "Required field not found", "'api_name':'rules','json_path':'$.rules'"));
        workflow.send("PUT", path, Map.of(), "{'rules':[5]}").mustBe(Expected.rule("INVALID_DATA", "invalid data",
                "'expected_data_type':'jsonobject','api_name':'rules','json_path':'$.rules[0]'"));
    }

    private static Stream<Arguments> all(Expected answer, String... changes) {
        return Stream.of(changes).map(change -> Arguments.of(change, answer));
    }

    private static Stream<Arguments> when(String details, Expected answer) {
        return all(answer, "'execute_when':{'type':'field_update','details':{" + details + "}}");
    }

    private static Stream<Arguments> actions(String actions, Expected answer) {
        return all(answer, "'conditions':[{'id':'F','instant_actions':{'actions':[" + actions + "]}}]");
    }

    private static String actionsPath() {
        return "conditions[0].instant_actions.actions";
    }

    private static String newConditions(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(NEW_CONDITION::formatted).collect(Collectors.joining(","));
    }

    private static String fieldUpdates(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj("{'type':'field_updates','id':'%d'}"::formatted)
                .collect(Collectors.joining(","));
    }

    private Expected updated() {
        return Expected.ruleSuccess(200, rule, "rule updated successfully");
    }

    private Reply put(String change) {
        return workflow.put(rule,
                change.replace("'F'", "'" + first + "'").replace("'S'", "'" + second + "'").replace("'C'",
                        "'" + creation + "'").replace("'0F'", "'0" + first + "'"));
    }

    private Reply putActions(String actions) {
        return put("'conditions':[{'id':'F','instant_actions':{'actions':[" + actions + "]}}]");
    }

    private void changesNothing(String change) {
        var before = workflow.whole();
        var ruleBefore = workflow.rule(rule);
        put(change).mustBe(updated());
        assertThat(workflow.whole().body()).isEqualTo(before.body());
        assertThat(workflow.version()).isEqualTo(before.header("ETag"));
        assertThat(workflow.rule(rule)).isEqualTo(ruleBefore);
    }

    private void mustHave(String key, String value) {
        assertThat(workflow.rule(rule).get(key)).isEqualTo(json(value));
    }

    private List<JsonNode> conditions() {
        return workflow.rule(rule).get("conditions").valueStream().toList();
    }

    private List<JsonNode> actions() {
        return conditions().stream().filter(condition -> condition.get("id").asString().equals(first)).findFirst()
                .orElseThrow().at("/instant_actions/actions").valueStream().toList();
    }

    private static List<String> ids(List<JsonNode> elements) {
        return elements.stream().map(element -> element.get("id").asString()).toList();
    }

    private static JsonNode json(String text) {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }
}
