package io.connectedworkflow.infrastructure.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A workflow's whole life, as its users see it. */
class LifecycleTest {

    private static final Http HTTP = RunningServer.shared().http();

    private final TestOrganization organization = RunningServer.shared().admin().organization();
    private final String ben = organization.addUser("Ben Cho", "1");
    private final String benToken = organization.tokenOf(ben, TestOrganization.ALL);
    private String workflow = "";
    private int version = 1;

    @Test
    void from_the_first_idea_to_the_end() {
        // Asha has an idea: whoever becomes a contact is to be followed up.
        workflow = organization.create("follow-up", "Contacts");
        var idea = shown("Asha Rao", "draft", "Contacts");
        var contacts = idea.at("/nodes/0/id").asString();

        // It needs a better name, and Ben says what it is for.
        put(organization.token(), "'name':'contacts-process'");
        put(benToken, "'description':'from first call to invoice'");
        assertThat(shown("Ben Cho", "draft", "Contacts").get("name").asString()).isEqualTo("contacts-process");

        // A contact leads to a deal, and a deal to an invoice.
        put(organization.token(), "'nodes':[{'module':{'api_name':'Deals'},'reference_id':'d'}],'connections':["
                + connection("'id':'" + contacts + "'", "'reference_id':'d'") + "]");
        var deals = shown("Asha Rao", "draft", "Contacts Deals").at("/nodes/1/id").asString();
        put(benToken, "'nodes':[{'module':{'api_name':'Invoices'},'reference_id':'i'}],'connections':["
                + connection("'id':'" + deals + "'", "'reference_id':'i'") + "]");
        var invoices = shown("Ben Cho", "draft", "Contacts Deals Invoices").at("/nodes/2/id").asString();

        // When a contact comes from the web, a deal is opened.
        var rule = HTTP.send("POST", path("/rules"), benToken, json("""
            {'rules':[{'node':{'id':'%s'},'execute_when':{'type':'create',
                'details':{'trigger_module':{'api_name':'Contacts'}}},
              'conditions':[{'sequence_number':1,
                'criteria_details':{'criteria':{'field':{'api_name':'Lead_Source'},'comparator':'equal','value':'Web'}},
                'instant_actions':{'actions':[{'type':'create_connected_record','details':{
                    'module':{'api_name':'Deals'},'layout':{'id':'91023'},
                    'field_mappings':[{'field':{'api_name':'Deal_Name'},'type':'static','value':'New'}]}}]}}]}]}"""
                .formatted(contacts))).json().at("/rules/0/details/id").asString();
        version++;
        assertThat(shown("Ben Cho", "draft", "Contacts Deals Invoices").at("/rules/0/id").asString()).isEqualTo(rule);

        // It is put to work. In its first week the owner must be told, too.
        act("activate", "activated");
        shown("Asha Rao", "active", "Contacts Deals Invoices");
        HTTP.send("PUT", path("/rules/" + rule), organization.token(), json("""
            {'rules':[{'conditions':[{'sequence_number':2,'instant_actions':{'actions':[
                {'type':'email_notifications','id':'601'}]}}]}]}"""));
        version++;
        assertThat(HTTP.send("GET", path("/rules/actions/actions_count?ids=" + rule), benToken, null).json()
                .at("/rules/0/conditions").findValuesAsString("type"))
                .containsExactly("create_connected_record", "email_notifications");

        // Invoices move to another system, and deals are not opened any more until that is settled.
        act("deactivate", "deactivated");
        put(benToken, "'nodes':[{'id':'" + invoices + "','_delete':null}]");
        assertThat(shown("Ben Cho", "inactive", "Contacts Deals").get("connections")).hasSize(1);
        put(benToken, "'nodes':[{'id':'" + deals + "','_delete':null}]");
        HTTP.send("PUT", path("/actions/activate"), benToken, null)
                .mustBe(Expected.bare(400, "INVALID_DATA",
                        "A rule creates records in a module that its node does not point to",
                        "'rules':[{'id':'" + rule + "'}]"));
        HTTP.send("DELETE", path("/rules/" + rule), organization.token(), null);
        version++;
        assertThat(shown("Asha Rao", "inactive", "Contacts").get("rules")).isEmpty();

        // It starts anew, as if nothing had been.
        HTTP.send("DELETE", path(""), organization.token(), null)
                .mustBe(Expected.success(200, workflow, "connected workflow deleted successfully"));
        organization.get(workflow).mustBe(Expected.UNKNOWN_WORKFLOW);
        organization.list().mustBe(Expected.NOTHING);
        assertThat(organization.create("contacts-process", "Contacts")).isNotEqualTo(workflow);
    }

    /** What everybody sees of the workflow now, once it is known to be of this version and made by this user last. */
    private JsonNode shown(String modifiedBy, String status, String modules) {
        var reply = organization.get(workflow);
        assertThat(reply.header("ETag")).isEqualTo("\"" + version + "\"");
        var shown = reply.json().at("/connected_workflows/0");
        assertThat(shown.at("/modified_by/name").asString()).isEqualTo(modifiedBy);
        assertThat(shown.at("/created_by/name").asString()).isEqualTo("Asha Rao");
        assertThat(shown.get("modified_time").asString()).isGreaterThanOrEqualTo(shown.get("created_time").asString());
        assertThat(shown.get("status").asString()).isEqualTo(status);
        assertThat(shown.get("involved_modules").findValuesAsString("api_name")).containsExactly(modules.split(" "));
        assertThat(organization.list().json().at("/connected_workflows/0").propertyNames())
                .allSatisfy(key -> assertThat(organization.list().json().at("/connected_workflows/0").get(key))
                        .isEqualTo(shown.get(key)));
        return shown;
    }

    private void put(String token, String item) {
        HTTP.send("PUT", path(""), token, json("{'connected_workflows':[{" + item + "}]}"))
                .mustBe(Expected.success(200, workflow, "connected workflow updated successfully"));
        version += item.contains("'connections'") ? 2 : 1;
    }

    private void act(String action, String done) {
        version++;
        HTTP.send("PUT", path("/actions/" + action), organization.token(), null)
                .mustBe(Expected.success(200, workflow, "connected workflow " + done + " successfully"));
    }

    private String path(String rest) {
        return Http.WORKFLOWS + "/" + workflow + rest;
    }

    private static String connection(String source, String target) {
        return "{'source_node':{" + source + "},'target_node':{" + target + "}}";
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
