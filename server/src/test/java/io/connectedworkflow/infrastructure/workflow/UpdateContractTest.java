package io.connectedworkflow.infrastructure.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Updating a workflow over HTTP: section 4.4 of the contract. */
class UpdateContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final String ITEM = "$.connected_workflows[0]";

    private final TestOrganization organization = ADMIN.organization();
    private String workflow;
    private String root;

    @BeforeEach
    void a_workflow_on_contacts() {
        workflow = organization.create("contacts-process", "Contacts");
        root = shown().at("/nodes/0/id").asString();
    }

    @Test
    void renames_and_describes_and_clears() {
        var before = shown();
        put("'name':'other','description':'why'").mustBe(updated());
        assertThat(shown().get("name").asString()).isEqualTo("other");
        assertThat(shown().get("description").asString()).isEqualTo("why");
        put("'description':null").mustBe(updated());
        var after = shown();
        assertThat(after.get("description").isNull()).isTrue();
        assertThat(after.get("created_time")).isEqualTo(before.get("created_time"));
        assertThat(after.get("status").asString()).isEqualTo("draft");
    }

    @Test
    void adds_a_node_and_connects_it_by_its_reference() {
        put("""
            'nodes':[{'id':'%s'},{'module':{'api_name':'Deals'},'reference_id':'d-1'}],
            'connections':[{'source_node':{'id':'%s'},'target_node':{'reference_id':'d-1'}}]""".formatted(root, root))
                .mustBe(updated());
        var shown = shown();
        var deal = shown.at("/nodes/1/id").asString();
        var connection = shown.at("/connections/0/id").asString();
        assertThat(shown.get("nodes")).isEqualTo(json("""
            [{'id':'%s','primary':true,'module':{'id':'4876876000000002179','api_name':'Contacts'}},
             {'id':'%s','primary':false,'module':{'id':'4876876000000002181','api_name':'Deals'}}]"""
                .formatted(root, deal)));
        assertThat(shown.get("connections")).isEqualTo(json("""
            [{'id':'%s','source_node':{'id':'%s'},'target_node':{'id':'%s'}}]""".formatted(connection, root, deal)));
        assertThat(shown.get("involved_modules")).isEqualTo(json("""
            [{'id':'4876876000000002179','api_name':'Contacts'},{'id':'4876876000000002181','api_name':'Deals'}]"""));

        put("'nodes':[{'id':'%s','_delete':null}]".formatted(deal)).mustBe(updated());
        assertThat(shown().get("nodes")).hasSize(1);
        assertThat(shown().get("connections")).isEmpty();
    }

    @Test
    void stores_nothing_where_nothing_changes() {
        var before = get();
        put("'name':'contacts-process','description':null,'nodes':[{'id':'%s'}],'connections':[]".formatted(root))
                .mustBe(updated());
        assertThat(get().body()).isEqualTo(before.body());
        assertThat(get().header("ETag")).isEqualTo(before.header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void refuses_a_name_that_another_workflow_has() {
        organization.create("Taken", "Leads");
        put("'name':' taken'").mustBe(Expected.item("DUPLICATE_DATA", "Duplicate connected workflow name",
                at("name", "name")));
        put("'name':'CONTACTS-PROCESS'").mustBe(updated());
        organization.tryToCreate("contacts-process", "Deals").mustBe(Expected.item("DUPLICATE_DATA",
                "Duplicate connected workflow name", at("name", "name")));
    }

    @Test
    void looks_at_the_path_before_the_body() {
        HTTP.send("PUT", Http.WORKFLOWS + "/4876876000019340001", organization.token(), "{")
                .mustBe(Expected.UNKNOWN_WORKFLOW);
        var foreign = ADMIN.organization();
        HTTP.send("PUT", Http.WORKFLOWS + "/" + workflow, foreign.token(), item("'name':'mine'"))
                .mustBe(Expected.UNKNOWN_WORKFLOW);
        HTTP.send("PUT", Http.WORKFLOWS + "/" + workflow, organization.token(), "{").mustBe(Expected.UNREADABLE_BODY);
    }

    @Test
    void refuses_more_nodes_than_the_organization_may_have() {
        organization.change(document -> document.putObject("limits").put("modules_limit_per_process", 1));
        put("'nodes':[{'module':{'api_name':'Deals'}}]").mustBe(Expected.item("LIMIT_EXCEEDED",
                "Maximum number of nodes reached",
                "'limit':1,'limit_due_to':[{" + at("nodes", "nodes") + "}]"));
    }

    /** What is refused, in the order of the contract; R is the root's id, 51 and 501 are so many characters. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'primary_module':null,'name':5 | NOT_ALLOWED | This key is not supported for this particular action | 'api_name':'primary_module','json_path':'$.primary_module'
        'status':'active' | NOT_ALLOWED | This key is not supported for this particular action | 'api_name':'status','json_path':'$.status'
        'rules':[] | EXPECTED_FIELD_MISSING | Expected field missing | 'expected_fields':[{'api_name':'name','json_path':'$.name'},{'api_name':'description','json_path':'$.description'},{'api_name':'nodes','json_path':'$.nodes'},{'api_name':'connections','json_path':'$.connections'}]
        'name':null | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'name','json_path':'$.name'
        'name':7 | INVALID_DATA | invalid data | 'expected_data_type':'text','api_name':'name','json_path':'$.name'
        'name':'','description':5 | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'name','json_path':'$.name'
        'name':' \\t\\u2003' | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'name','json_path':'$.name'
        'name':'51','description':5 | INVALID_DATA | Name field exceeds maximum length of 50 characters | 'maximum_length':50,'api_name':'name','json_path':'$.name'
        'description':{},'nodes':null | INVALID_DATA | invalid data | 'expected_data_type':'text','api_name':'description','json_path':'$.description'
        'description':'501','nodes':null | INVALID_DATA | invalid data | 'maximum_length':500,'api_name':'description','json_path':'$.description'
        'description':'a\\u0000b','nodes':null | INVALID_DATA | invalid data | 'api_name':'description','json_path':'$.description'
        'description':'\\ud800' | INVALID_DATA | invalid data | 'api_name':'description','json_path':'$.description'
        'nodes':null,'connections':null | INVALID_DATA | invalid data | 'expected_data_type':'jsonarray','api_name':'nodes','json_path':'$.nodes'
        'nodes':[],'connections':{} | INVALID_DATA | invalid data | 'expected_data_type':'jsonarray','api_name':'connections','json_path':'$.connections'
        'nodes':[5] | INVALID_DATA | invalid data | 'expected_data_type':'jsonobject','api_name':'nodes','json_path':'$.nodes[0]'
        'nodes':[{'id':7}] | INVALID_DATA | invalid data | 'expected_data_type':'text','api_name':'id','json_path':'$.nodes[0].id'
        'nodes':[{'_delete':null}] | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'id','json_path':'$.nodes[0].id'
        'nodes':[{'id':'R','_delete':true}] | INVALID_DATA | invalid data | 'api_name':'_delete','json_path':'$.nodes[0]._delete'
        'nodes':[{}] | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'module','json_path':'$.nodes[0].module'
        'nodes':[{'module':{}}] | EXPECTED_FIELD_MISSING | Expected field missing | 'expected_fields':[{'api_name':'api_name','json_path':'$.nodes[0].module.api_name'},{'api_name':'id','json_path':'$.nodes[0].module.id'}]
        'nodes':[{'module':{'api_name':'Notes'}}] | INVALID_DATA | The module is invalid | 'api_name':'api_name','json_path':'$.nodes[0].module.api_name'
        'nodes':[{'module':5}] | INVALID_DATA | invalid data | 'expected_data_type':'jsonobject','api_name':'module','json_path':'$.nodes[0].module'
        'nodes':[{'module':{'api_name':'Deals','id':'4876876000000002175'},'reference_id':5}] | AMBIGUITY_DURING_PROCESSING | Ambiguity while processing the request | 'ambiguity_due_to':[{'api_name':'id','json_path':'$.nodes[0].module.id'},{'api_name':'api_name','json_path':'$.nodes[0].module.api_name'}]
        'nodes':[{'module':{'api_name':'Deals'},'reference_id':5}] | INVALID_DATA | invalid data | 'expected_data_type':'text','api_name':'reference_id','json_path':'$.nodes[0].reference_id'
        'nodes':[{'module':{'api_name':'Deals'},'reference_id':''}] | INVALID_DATA | invalid data | 'api_name':'reference_id','json_path':'$.nodes[0].reference_id'
        'nodes':[{'module':{'api_name':'Deals'},'reference_id':'51'}] | INVALID_DATA | invalid data | 'api_name':'reference_id','json_path':'$.nodes[0].reference_id'
        'nodes':[{'module':{'api_name':'Deals'},'reference_id':'a b'}] | INVALID_DATA | invalid data | 'api_name':'reference_id','json_path':'$.nodes[0].reference_id'
        'nodes':[{'module':{'api_name':'Deals'},'reference_id':'x'},{'module':{'api_name':'Leads'},'reference_id':'x'}] | DUPLICATE_DATA | Duplicate reference_id | 'api_name':'reference_id','json_path':'$.nodes[1].reference_id'
        'nodes':[{'id':'1'},{}] | INVALID_DATA | The given ID seems to be invalid | 'api_name':'id','json_path':'$.nodes[0].id'
        'nodes':[{'id':'R'},{'id':'R'}] | DUPLICATE_DATA | Duplicate id | 'api_name':'id','json_path':'$.nodes[1].id'
        'nodes':[{'id':'R','_delete':null}] | NOT_ALLOWED | The primary node cannot be deleted | 'api_name':'nodes','json_path':'$.nodes[0]'
        'nodes':[{'module':{'api_name':'Deals'}},{'module':{'api_name':'Leads'}}] | LIMIT_EXCEEDED | Only one node can be added or deleted in a request | 'limit':1,'limit_due_to':[{'api_name':'nodes','json_path':'$.nodes'}]
        'nodes':[{'id':'1'}],'connections':[5] | INVALID_DATA | The given ID seems to be invalid | 'api_name':'id','json_path':'$.nodes[0].id'
        'connections':[{'id':'1'},5] | INVALID_DATA | The given ID seems to be invalid | 'api_name':'id','json_path':'$.connections[0].id'
        'connections':[5] | INVALID_DATA | invalid data | 'expected_data_type':'jsonobject','api_name':'connections','json_path':'$.connections[0]'
        'connections':[null] | INVALID_DATA | invalid data | 'expected_data_type':'jsonobject','api_name':'connections','json_path':'$.connections[0]'
        'connections':[{'id':7}] | INVALID_DATA | invalid data | 'expected_data_type':'text','api_name':'id','json_path':'$.connections[0].id'
        'connections':[{'_delete':null,'source_node':5}] | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'id','json_path':'$.connections[0].id'
        'connections':[{'id':null,'_delete':null}] | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'id','json_path':'$.connections[0].id'
        'connections':[{'id':'1','_delete':false}] | INVALID_DATA | invalid data | 'api_name':'_delete','json_path':'$.connections[0]._delete'
        'connections':[{'id':'1','_delete':null}] | INVALID_DATA | The given ID seems to be invalid | 'api_name':'id','json_path':'$.connections[0].id'
        'connections':[{}] | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'source_node','json_path':'$.connections[0].source_node'
        'connections':[{'source_node':{'id':'R'}}] | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'target_node','json_path':'$.connections[0].target_node'
        'connections':[{'source_node':[],'target_node':{'id':'R'}}] | INVALID_DATA | invalid data | 'expected_data_type':'jsonobject','api_name':'source_node','json_path':'$.connections[0].source_node'
        'connections':[{'source_node':{'id':'R'},'target_node':{'id':7}}] | INVALID_DATA | invalid data | 'expected_data_type':'text','api_name':'id','json_path':'$.connections[0].target_node.id'
        'connections':[{'source_node':{'id':'R'},'target_node':{'reference_id':7}}] | INVALID_DATA | invalid data | 'expected_data_type':'text','api_name':'reference_id','json_path':'$.connections[0].target_node.reference_id'
        'connections':[{'source_node':{},'target_node':5}] | EXPECTED_FIELD_MISSING | Expected field missing | 'expected_fields':[{'api_name':'id','json_path':'$.connections[0].source_node.id'},{'api_name':'reference_id','json_path':'$.connections[0].source_node.reference_id'}]
        'connections':[{'source_node':{'id':'R','reference_id':'x'},'target_node':{'id':'R'}}] | AMBIGUITY_DURING_PROCESSING | Ambiguity while processing the request | 'ambiguity_due_to':[{'api_name':'id','json_path':'$.connections[0].source_node.id'},{'api_name':'reference_id','json_path':'$.connections[0].source_node.reference_id'}]
        'connections':[{'source_node':{'id':'R'},'target_node':{'reference_id':'x'}}] | INVALID_DATA | invalid data | 'api_name':'reference_id','json_path':'$.connections[0].target_node.reference_id'
        'connections':[{'source_node':{'id':'1'},'target_node':{'id':'R'}}] | INVALID_DATA | invalid data | 'api_name':'id','json_path':'$.connections[0].source_node.id'
        'connections':[{'source_node':{'id':'R'},'target_node':{'id':'R'}}] | INVALID_DATA | invalid data | 'api_name':'connections','json_path':'$.connections[0]'
        'nodes':[{'module':{'api_name':'Deals'},'reference_id':'x'}],'connections':[{'source_node':{'reference_id':'x'},'target_node':{'id':'R'}}] | INVALID_DATA | invalid data | 'api_name':'connections','json_path':'$.connections[0]'
        'connections':[{'id':'1'}] | INVALID_DATA | The given ID seems to be invalid | 'api_name':'id','json_path':'$.connections[0].id'
        """, quoteCharacter = '`')
    void refuses(String item, String code, String message, String details) {
        var before = get();
        put(item.replace("'R'", "'" + root + "'").replace("'51'", "'" + "x".repeat(51) + "'").replace("'501'",
                "'" + "x".repeat(501) + "'")).mustBe(
                        Expected.item(code, message, details.replace("'json_path':'$", "'json_path':'" + ITEM)));
        assertThat(get().body()).isEqualTo(before.body());
    }

    @Test
    void refuses_to_add_and_delete_in_one_request() {
        put("'nodes':[{'module':{'api_name':'Deals'}}]").mustBe(updated());
        var deal = shown().at("/nodes/1/id").asString();
        put("'nodes':[{'id':'%s','_delete':null},{'module':{'api_name':'Leads'}}]".formatted(deal))
                .mustBe(Expected.item("AMBIGUITY_DURING_PROCESSING", "Ambiguity while processing the request",
                        "'ambiguity_due_to':[{" + at("nodes", "nodes[1]") + "},{" + at("nodes", "nodes[0]") + "}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x#", "#", "a\\u0000b", "\\ud800", "a:b", "\\u007f"})
    void refuses_a_name_that_does_not_match_the_pattern(String name) {
        var regex = "[0-9a-zA-Z_\\-\\\\.\\|\\$\\?\\,\\'\\/\\!\\P{InBasicLatin}\\s]+";
        put("'name':'" + name + "','description':5").mustBe(Expected.item("INVALID_DATA",
                "The value of the name field does not match the allowed regex pattern",
                "'regex':" + Http.JSON.writeValueAsString(regex).replace("'", "\\u0027") + "," + at("name", "name")));
    }

    @Test
    void refuses_to_delete_two_nodes_in_one_request() {
        var deal = addNode("Deals");
        var lead = addNode("Leads");
        var before = get();
        put("'nodes':[{'id':'%s','_delete':null},{'id':'%s','_delete':null}],'connections':[5]".formatted(deal, lead))
                .mustBe(Expected.item("LIMIT_EXCEEDED", "Only one node can be added or deleted in a request",
                        "'limit':1,'limit_due_to':[{" + at("nodes", "nodes") + "}]"));
        assertThat(get().body()).isEqualTo(before.body());
    }

    @Test
    void refuses_to_mention_a_connection_twice() {
        put("'nodes':[{'module':{'api_name':'Deals'},'reference_id':'d'}],'connections':[" + toReference(root, "d")
                + "]").mustBe(updated());
        var before = get();
        var connection = shown().at("/connections/0/id").asString();
        for (var second : List.of("", ",'_delete':null")) {
            for (var first : List.of("", ",'_delete':null")) {
                put("'connections':[{'id':'%1$s'%2$s},{'id':'%1$s'%3$s},5]".formatted(connection, first, second))
                        .mustBe(Expected.item("DUPLICATE_DATA", "Duplicate id", at("id", "connections[1].id")));
            }
        }
        assertThat(get().body()).isEqualTo(before.body());
    }

    @Test
    void refuses_to_delete_a_connection_with_a_value() {
        put("'nodes':[{'module':{'api_name':'Deals'},'reference_id':'d'}],'connections':[" + toReference(root, "d")
                + "]").mustBe(updated());
        var connection = shown().at("/connections/0/id").asString();
        for (var value : List.of("true", "false", "''", "{}", "0")) {
            put("'connections':[{'id':'%s','_delete':%s}]".formatted(connection, value)).mustBe(
                    Expected.item("INVALID_DATA", "invalid data", at("_delete", "connections[0]._delete")));
        }
        assertThat(shown().get("connections")).hasSize(1);
    }

    @Test
    void refuses_a_node_that_the_same_request_deletes_as_the_end_of_a_connection() {
        var deal = addNode("Deals");
        var lead = addNode("Leads");
        var before = get();
        var deletion = "'nodes':[{'id':'" + deal + "','_delete':null}],'connections':[%s]";
        put(deletion.formatted(connection(root, deal))).mustBe(Expected.item("INVALID_DATA", "invalid data",
                at("id", "connections[0].target_node.id")));
        put(deletion.formatted(connection(deal, lead))).mustBe(Expected.item("INVALID_DATA", "invalid data",
                at("id", "connections[0].source_node.id")));
        assertThat(get().body()).isEqualTo(before.body());
        put(deletion.formatted(connection(root, lead))).mustBe(updated());
        put("'connections':[" + connection(root, deal) + "]").mustBe(Expected.item("INVALID_DATA", "invalid data",
                at("id", "connections[0].target_node.id")));
    }

    @Test
    void refuses_a_connection_to_the_root() {
        var deal = addNode("Deals");
        put("'connections':[" + connection(deal, root) + "]")
                .mustBe(Expected.item("INVALID_DATA", "invalid data", at("connections", "connections[0]")));
    }

    @Test
    void refuses_what_is_connected_already_and_what_closes_a_cycle() {
        put("'nodes':[{'module':{'api_name':'Deals'}}]").mustBe(updated());
        put("'nodes':[{'module':{'api_name':'Leads'}}]").mustBe(updated());
        var deal = shown().at("/nodes/1/id").asString();
        var lead = shown().at("/nodes/2/id").asString();
        put("'connections':[" + connection(root, deal) + "," + connection(deal, lead) + "]").mustBe(updated());
        put("'connections':[" + connection(root, deal) + "]").mustBe(
                Expected.item("DUPLICATE_DATA", "Duplicate connection", at("connections", "connections[0]")));
        put("'connections':[" + connection(lead, deal) + "]")
                .mustBe(Expected.item("INVALID_DATA", "invalid data", at("connections", "connections[0]")));
        var first = shown().at("/connections/1/id").asString();
        put("'connections':[%s,{'id':'%s','_delete':null}]".formatted(connection(lead, deal), first))
                .mustBe(updated());
    }

    private String addNode(String module) {
        put("'nodes':[{'module':{'api_name':'" + module + "'}}]").mustBe(updated());
        return shown().get("nodes").valueStream().toList().getLast().get("id").asString();
    }

    private static String toReference(String source, String reference) {
        return "{'source_node':{'id':'%s'},'target_node':{'reference_id':'%s'}}".formatted(source, reference);
    }

    private static String connection(String source, String target) {
        return "{'source_node':{'id':'%s'},'target_node':{'id':'%s'}}".formatted(source, target);
    }

    private static String at(String key, String path) {
        return "'api_name':'%s','json_path':'%s.%s'".formatted(key, ITEM, path);
    }

    private Expected updated() {
        return Expected.success(200, workflow, "connected workflow updated successfully");
    }

    private Reply put(String item) {
        return HTTP.send("PUT", Http.WORKFLOWS + "/" + workflow, organization.token(), item(item));
    }

    private static String item(String item) {
        return ("{'connected_workflows':[{" + item + "}]}").replace('\'', '"');
    }

    private Reply get() {
        return organization.get(workflow);
    }

    private JsonNode shown() {
        return get().json().at("/connected_workflows/0");
    }

    private static JsonNode json(String text) {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }
}
