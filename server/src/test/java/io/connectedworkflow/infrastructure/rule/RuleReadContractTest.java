package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.UNKNOWN_RULE;
import static io.connectedworkflow.testing.Expected.UNKNOWN_WORKFLOW;
import static io.connectedworkflow.testing.Expected.bare;
import static io.connectedworkflow.testing.TestWorkflow.CONTACTS;
import static io.connectedworkflow.testing.TestWorkflow.DEALS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestWorkflow;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Reading rules over HTTP: sections 4.10, 4.11 and 4.14 of the contract, and the rules in 4.3. */
class RuleReadContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();

    private final TestOrganization organization = ADMIN.organization();
    private final TestWorkflow workflow = new TestWorkflow(HTTP, organization);

    @Test
    void answers_a_rule_with_all_its_parts() {
        var rule = createWhole();
        var shown = workflow.rule(rule);
        var condition = id(shown.at("/conditions/0"));
        var other = id(shown.at("/conditions/1"));
        var creation = id(shown.at("/conditions/0/instant_actions/actions/0"));
        assertThat(new String[]{rule, condition, other, creation, workflow.id()}).doesNotHaveDuplicates();
        workflow.get("/rules/" + rule)
                .mustBe(Expected.of(200,
                        """
                            {'rules':[{'id':'%1$s','node':{'id':'%2$s'},'module':{'id':'%3$s','api_name':'Contacts'},
                              'execute_when':{'type':'field_update','details':{
                                'trigger_module':{'id':'%3$s','api_name':'Contacts'},'repeat':true,
                                'criteria':{'field':{'api_name':'Lead_Source','id':null},'comparator':'equal','type':'value','value':'Web'}}},
                              'conditions':[
                                {'id':'%5$s','sequence_number':1,'criteria_details':{'criteria':{'group_operator':'AND','group':[
                                   {'field':{'api_name':'Age','id':'71'},'comparator':'between','type':'value','value':[18,30.5]},
                                   {'field':{'api_name':'City','id':null},'comparator':'equal','type':'field','value':'Home_City'}]}},
                                 'instant_actions':{'actions':[
                                   {'id':'%6$s','type':'create_connected_record','name':'Open a deal','details':{
                                     'module':{'id':'%4$s','api_name':'Deals'},'layout':{'id':'4876876000000091023'},'field_mappings':[
                                       {'field':{'api_name':'Deal_Name','id':null},'type':'static','value':'New'},
                                       {'field':{'api_name':'Stage','id':'72'},'type':'merge_field','value':'${Contacts.Stage}'}]}},
                                   {'id':'501','type':'field_updates','name':null,'details':null}]}},
                                {'id':'%7$s','sequence_number':7,'criteria_details':{'criteria':null},
                                 'instant_actions':{'actions':[{'id':'502','type':'email_notifications','name':'Mail','details':null}]}}]}]}"""
                                .formatted(rule, workflow.root(), CONTACTS, DEALS, condition, creation, other)));
        assertThat(workflow.get("/rules/" + rule).header("ETag")).isEqualTo("\"4\"");
    }

    @Test
    void answers_a_module_s_rules_without_what_they_do() {
        var rule = createWhole();
        var second = workflow.createRule(workflow.root(), "Contacts");
        var deal = workflow.createRule(workflow.deal(), "Deals");
        var contacts = Expected.of(200, "{'rules':[%s,%s]}".formatted(wholeInShort(rule), inShort(second,
                workflow.root(), CONTACTS, "Contacts")));
        workflow.get("/rules?module=Contacts").mustBe(contacts);
        workflow.get("/rules?x=1&module=Contacts&module=Deals").mustBe(contacts);
        workflow.get("/rules?module=Deals").mustBe(Expected.of(200,
                "{'rules':[%s]}".formatted(inShort(deal, workflow.deal(), DEALS, "Deals"))));
    }

    @Test
    void answers_the_rules_of_all_nodes_on_the_module_as_they_were_created() {
        var other = workflow.addNode("Deals");
        var first = workflow.createRule(other, "Deals");
        var second = workflow.createRule(workflow.deal(), "Deals");
        var third = workflow.createRule(other, "Deals");
        workflow.get("/rules?module=Deals").mustBe(Expected.of(200, "{'rules':[%s,%s,%s]}".formatted(
                inShort(first, other, DEALS, "Deals"), inShort(second, workflow.deal(), DEALS, "Deals"),
                inShort(third, other, DEALS, "Deals"))));
    }

    @Test
    void answers_the_workflow_with_all_its_rules_without_what_they_do() {
        var deal = workflow.createRule(workflow.deal(), "Deals");
        var rule = createWhole();
        assertThat(workflow.shown().get("rules")).isEqualTo(json("[%s,%s]".formatted(
                inShort(deal, workflow.deal(), DEALS, "Deals"), wholeInShort(rule))));
        assertThat(organization.list().json().at("/connected_workflows/0").has("rules")).isFalse();
    }

    @Test
    void answers_nothing_where_the_module_has_no_rules() {
        workflow.get("/rules?module=Contacts").mustBe(NOTHING);
        createWhole();
        workflow.get("/rules?module=Deals").mustBe(NOTHING);
        workflow.get("/rules?module=Leads").mustBe(NOTHING);
        workflow.get("/rules?module=Notes").mustBe(NOTHING);
    }

    @Test
    void names_modules_as_the_directory_does_today() {
        var rule = createWhole();
        organization.change(document -> document.putArray("modules").addObject().put("id", CONTACTS)
                .put("api_name", "Persons"));
        assertThat(workflow.rule(rule).get("module"))
                .isEqualTo(json("{'id':'%s','api_name':'Persons'}".formatted(CONTACTS)));
        assertThat(workflow.rule(rule).at("/execute_when/details/trigger_module/api_name").asString())
                .isEqualTo("Persons");
        assertThat(workflow.rule(rule).at("/conditions/0/instant_actions/actions/0/details/module"))
                .isEqualTo(json("{'id':'%s','api_name':'Deals'}".formatted(DEALS)));
        assertThat(workflow.get("/rules?module=Persons").json().at("/rules/0/module/api_name").asString())
                .isEqualTo("Persons");
        workflow.get("/rules?module=Contacts").mustBe(bare(400, "INVALID_MODULE",
                "The value provided to the param is Invalid", "'param_name':'module'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?module", "?module=", "?Module=Contacts", "?x=1&modul=Contacts"})
    void refuses_a_list_without_a_module(String query) {
        workflow.get("/rules" + query).mustBe(bare(400, "REQUIRED_PARAM_MISSING",
                "One of the expected parameter is missing", "'param_name':'module'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nope", "contacts", "4876876000000002179", "Contacts%20", "%20", "Contacts,Deals", "%00",
        "Contacts%00", "%25"})
    void refuses_a_module_that_there_is_not(String module) {
        workflow.get("/rules?module=" + module).mustBe(bare(400, "INVALID_MODULE",
                "The value provided to the param is Invalid", "'param_name':'module'"));
    }

    @Test
    void looks_at_the_path_before_the_parameters() {
        HTTP.send("GET", Http.WORKFLOWS + "/1/rules", organization.token(), null).mustBe(UNKNOWN_WORKFLOW);
        HTTP.send("GET", Http.WORKFLOWS + "/1/rules?module=Nope", organization.token(), null).mustBe(UNKNOWN_WORKFLOW);
        HTTP.send("GET", Http.WORKFLOWS + "/1/rules/actions/actions_count", organization.token(), null)
                .mustBe(UNKNOWN_WORKFLOW);
    }

    @Test
    void knows_a_rule_of_its_own_workflow_only() {
        var rule = createWhole();
        var other = new TestWorkflow(HTTP, organization, "Leads");
        other.get("/rules/" + rule).mustBe(UNKNOWN_RULE);
        HTTP.send("GET", workflow.path() + "/rules/" + rule, ADMIN.organization().token(), null)
                .mustBe(UNKNOWN_WORKFLOW);
        workflow.get("/rules/" + workflow.root()).mustBe(UNKNOWN_RULE);
        workflow.get("/rules/" + workflow.id()).mustBe(UNKNOWN_RULE);
        workflow.get("/rules/" + id(workflow.rule(rule).at("/conditions/0"))).mustBe(UNKNOWN_RULE);
        workflow.get("/rules/0" + rule).mustBe(UNKNOWN_RULE);
        workflow.get("/rules/" + rule + "%20").mustBe(UNKNOWN_RULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"actions", "actions_count", "1", "x", "-1", "%20", "99999999999999999999", "..", ".", "*"})
    void refuses_what_is_no_id_of_a_rule(String rule) {
        createWhole();
        workflow.get("/rules/" + rule).mustBe(UNKNOWN_RULE);
    }

    @Test
    void counts_actions_by_condition_and_type() {
        var rule = createWhole();
        var second = workflow.create("""
            {'node':{'id':'%s'},'execute_when':{'type':'edit','details':{'trigger_module':{'api_name':'Deals'}}},
             'conditions':[{'sequence_number':1,'instant_actions':{'actions':[{'type':'email_notifications','id':'1'},
               {'type':'field_updates','id':'1'},{'type':'email_notifications','id':'2'}]}}]}"""
                .formatted(workflow.deal()));
        var shown = workflow.rule(rule);
        var first = """
            {'id':'%s','conditions':[
              {'id':'%s','sequence_number':1,'instant_actions':{'actions_count':[
                {'type':'create_connected_record','count':1},{'type':'field_updates','count':1}]}},
              {'id':'%s','sequence_number':7,'instant_actions':{'actions_count':[
                {'type':'email_notifications','count':1}]}}]}"""
                .formatted(rule, id(shown.at("/conditions/0")), id(shown.at("/conditions/1")));
        var last = """
            {'id':'%s','conditions':[{'id':'%s','sequence_number':1,'instant_actions':{'actions_count':[
              {'type':'field_updates','count':1},{'type':'email_notifications','count':2}]}}]}"""
                .formatted(second, id(workflow.rule(second).at("/conditions/0")));
        count("?ids=" + rule).mustBe(Expected.of(200, "{'rules':[%s]}".formatted(first)));
        count("?ids=%2$s,%1$s".formatted(rule, second))
                .mustBe(Expected.of(200, "{'rules':[%s,%s]}".formatted(last, first)));
        count("?ids=%1$s%%2C%2$s,%1$s,%2$s&x=1".formatted(rule, second))
                .mustBe(Expected.of(200, "{'rules':[%s,%s]}".formatted(first, last)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?ids", "?ids=", "?id=1", "?IDS=1"})
    void refuses_a_count_without_ids(String query) {
        count(query).mustBe(bare(400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing",
                "'param_name':'ids'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x", "R,1", "1,R", "R,x,R", "%00", "R0", "0R", "R;R"})
    void refuses_to_count_what_is_no_rule_of_the_workflow(String ids) {
        var answer = bare(400, "INVALID_DATA", "invalid data", "'param_name':'ids'");
        var rule = createWhole();
        count("?ids=" + ids.replace("R", rule)).mustBe(answer);
        var other = new TestWorkflow(HTTP, organization, "Leads");
        other.get("/rules/actions/actions_count?ids=" + rule).mustBe(answer);
    }

    @Test
    void tells_of_fields_what_is_asked_for() {
        listFields();
        var rule = createWhole();
        var label = "'field_label':'Source of lead'";
        var type = "'data_type':'picklist'";
        assertThat(field(rule, "")).isEqualTo(json("{'api_name':'Lead_Source','id':'70'}"));
        assertThat(field(rule, "?include_inner_details=field.field_label"))
                .isEqualTo(json("{'api_name':'Lead_Source','id':'70'," + label + "}"));
        assertThat(field(rule, "?include_inner_details=field.data_type,x,,field.field_label,field.data_type"))
                .isEqualTo(json("{'api_name':'Lead_Source','id':'70'," + label + "," + type + "}"));
        assertThat(field(rule, "?include_inner_details=field.enable_colour_code"))
                .isEqualTo(json("{'api_name':'Lead_Source','id':'70','enable_colour_code':null}"));
        assertThat(field(rule,
                "?include_inner_details=field_label,execute_when.details.criteria.field.field_label,FIELD.data_type"))
                .isEqualTo(json("{'api_name':'Lead_Source','id':'70'}"));

        var shown = workflow.get("/rules/" + rule + "?include_inner_details=field.field_label,field.data_type").json()
                .at("/rules/0/conditions/0/criteria_details/criteria/group");
        assertThat(shown.at("/0/field"))
                .isEqualTo(json("{'api_name':'Age','id':'71','field_label':'Age','data_type':'decimal'}"));
        assertThat(shown.at("/1/field"))
                .isEqualTo(json("{'api_name':'City','id':null,'field_label':null,'data_type':'text'}"));
    }

    @Test
    void tells_of_fields_in_a_workflow_what_is_asked_for() {
        listFields();
        createWhole();
        var prefix = "execute_when.details.criteria.field.";
        assertThat(fieldInWorkflow("")).isEqualTo(json("{'api_name':'Lead_Source','id':'70'}"));
        assertThat(fieldInWorkflow("?include_inner_details=" + prefix + "field_label"))
                .isEqualTo(json("{'api_name':'Lead_Source','id':'70','field_label':'Source of lead'}"));
        assertThat(fieldInWorkflow("?include_inner_details=x," + prefix + "data_type," + prefix + "field_label"))
                .isEqualTo(json("""
                    {'api_name':'Lead_Source','id':'70','field_label':'Source of lead','data_type':'picklist'}"""));
        assertThat(
                fieldInWorkflow("?include_inner_details=field.field_label," + prefix + "enable_colour_code," + prefix))
                .isEqualTo(json("{'api_name':'Lead_Source','id':'70'}"));
    }

    @Test
    void tells_null_of_fields_that_the_directory_does_not_list() {
        var rule = createWhole();
        assertThat(field(rule, "?include_inner_details=field.field_label,field.data_type")).isEqualTo(json(
                "{'api_name':'Lead_Source','id':null,'field_label':null,'data_type':null}"));
        assertThat(fieldInWorkflow("?include_inner_details=execute_when.details.criteria.field.data_type"))
                .isEqualTo(json("{'api_name':'Lead_Source','id':null,'data_type':null}"));
    }

    @ParameterizedTest
    @CsvSource({"GET, /rules?module=Contacts", "GET, /rules/R", "GET, /rules/actions/actions_count?ids=R",
        "DELETE, /rules/R"})
    void ignores_a_body_where_none_is_asked_for(String method, String path) {
        var below = path.replace("R", createWhole());
        assertThat(workflow.send(method, below, Map.of(), "{malformed").status()).isEqualTo(200);
    }

    private Reply count(String query) {
        return workflow.get("/rules/actions/actions_count" + query);
    }

    private JsonNode field(String rule, String query) {
        return workflow.get("/rules/" + rule + query).json().at("/rules/0/execute_when/details/criteria/field");
    }

    private JsonNode fieldInWorkflow(String query) {
        return workflow.get(query).json()
                .at("/connected_workflows/0/rules/0/execute_when/details/criteria/field");
    }

    private String createWhole() {
        return workflow.create("""
            {'node':{'id':'%s'},
             'execute_when':{'type':'field_update','details':{'trigger_module':{'api_name':'Contacts'},'repeat':true,
               'criteria':{'field':{'api_name':'Lead_Source'},'comparator':'equal','value':'Web'}}},
             'conditions':[
               {'sequence_number':7,
                'instant_actions':{'actions':[{'type':'email_notifications','id':'502','name':'Mail'}]}},
               {'sequence_number':1,'criteria_details':{'criteria':{'group_operator':'AND','group':[
                   {'field':{'api_name':'Age','id':'71'},'comparator':'between','type':'value','value':[18,30.5]},
                   {'field':{'api_name':'City'},'comparator':'equal','type':'field','value':'Home_City'}]}},
                'instant_actions':{'actions':[
                  {'type':'create_connected_record','name':'Open a deal','details':{'module':{'api_name':'Deals'},
                    'layout':{'id':'4876876000000091023'},'field_mappings':[
                      {'field':{'api_name':'Deal_Name'},'type':'static','value':'New'},
                      {'field':{'api_name':'Stage','id':'72'},'type':'merge_field','value':'${Contacts.Stage}'}]}},
                  {'type':'field_updates','id':'501'}]}}]}"""
                .formatted(workflow.root()));
    }

    private String wholeInShort(String rule) {
        return """
            {'id':'%1$s','node':{'id':'%2$s'},'module':{'id':'%3$s','api_name':'Contacts'},
             'execute_when':{'type':'field_update','details':{
               'trigger_module':{'id':'%3$s','api_name':'Contacts'},'repeat':true,
               'criteria':{'field':{'api_name':'Lead_Source','id':null},'comparator':'equal','type':'value','value':'Web'}}}}"""
                .formatted(rule, workflow.root(), CONTACTS);
    }

    private static String inShort(String rule, String node, String module, String apiName) {
        return """
            {'id':'%1$s','node':{'id':'%2$s'},'module':{'id':'%3$s','api_name':'%4$s'},'execute_when':{'type':'create',
             'details':{'trigger_module':{'id':'%3$s','api_name':'%4$s'},'repeat':false}}}"""
                .formatted(rule, node, module, apiName);
    }

    // The directory lists all that the whole rule names.
    private void listFields() {
        organization.change(document -> document.set("modules", json("""
            [{'id':'4876876000000002179','api_name':'Contacts','fields':[
               {'id':'70','api_name':'Lead_Source','field_label':'Source of lead','data_type':'picklist'},
               {'id':'71','api_name':'Age','field_label':'Age','data_type':'decimal'},
               {'api_name':'City','data_type':'text'},{'api_name':'Home_City','data_type':'text'},
               {'api_name':'Stage','data_type':'text'}]},
             {'id':'4876876000000002181','api_name':'Deals'}]""")));
    }

    private static String id(JsonNode element) {
        return element.get("id").asString();
    }

    private static JsonNode json(String text) {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }
}
