package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.testing.Expected.bare;
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

/** What rules mean for activating a workflow: sections 4.6 and 8 of the contract. */
class RuleActivationContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final String DEALS = "{'id':'4876876000000002181','api_name':'Deals'}";

    private final TestOrganization organization = ADMIN.organization();
    private final TestWorkflow workflow = new TestWorkflow(HTTP, organization);

    @Test
    void activates_a_workflow_whose_rules_are_in_order() {
        createsDeals();
        workflow.createRule(workflow.deal(), "Deals");
        limitRules(1);
        activate().mustBe(activated());
    }

    @Test
    void does_not_activate_more_rules_of_a_module_than_the_organization_may_have() {
        workflow.createRule(workflow.root(), "Contacts");
        var other = workflow.addNode("Deals");
        workflow.createRule(workflow.deal(), "Deals");
        workflow.createRule(other, "Deals");
        limitRules(1);
        activate().mustBe(tooManyRules(DEALS));
        limitRules(0);
        activate().mustBe(tooManyRules("{'id':'4876876000000002179','api_name':'Contacts'}," + DEALS));
        assertThat(workflow.shown().get("status").asString()).isEqualTo("draft");
        limitRules(2);
        activate().mustBe(activated());
    }

    @Test
    void does_not_activate_rules_that_create_records_where_their_nodes_do_not_point_to() {
        var first = createsDeals();
        workflow.createRule(workflow.root(), "Contacts");
        var second = createsDeals();
        workflow.change("'connections':[{'id':'%s','_delete':null}]".formatted(connection()));
        assertThat(workflow.shown().get("rules")).hasSize(3);
        assertThat(
                workflow.rule(first).at("/conditions/0/instant_actions/actions/0/details/module/api_name").asString())
                .isEqualTo("Deals");
        activate().mustBe(disconnected(first, second));
        workflow.send("DELETE", "/rules/" + first, Map.of(), null);
        activate().mustBe(disconnected(second));
        assertThat(workflow.shown().get("status").asString()).isEqualTo("draft");
        workflow.change("'connections':[{'source_node':{'id':'%s'},'target_node':{'id':'%s'}}]"
                .formatted(workflow.root(), workflow.deal()));
        activate().mustBe(activated());
    }

    @Test
    void a_rule_loses_its_connection_with_the_node_at_the_other_end() {
        var rule = createsDeals();
        workflow.change("'nodes':[{'id':'%s','_delete':null}]".formatted(workflow.deal()));
        activate().mustBe(disconnected(rule));
        workflow.addNode("Deals");
        activate().mustBe(activated());
    }

    @Test
    void a_rule_that_has_lost_its_connection_can_be_changed_still() {
        var rule = createsDeals();
        workflow.change("'connections':[{'id':'%s','_delete':null}]".formatted(connection()));
        workflow.put(rule, "'execute_when':{'type':'edit'}").mustBe(
                Expected.ruleSuccess(200, rule, "rule updated successfully"));
        activate().mustBe(disconnected(rule));
    }

    @Test
    void answers_with_the_first_of_several_reasons() {
        var rule = createsDeals();
        workflow.createRule(workflow.root(), "Contacts");
        workflow.change("'connections':[{'id':'%s','_delete':null}]".formatted(connection()));
        var other = organization.create("other", "Leads");
        HTTP.send("PUT", Http.WORKFLOWS + "/" + other + "/actions/activate", organization.token(), null)
                .mustBe(Expected.success(200, other, "connected workflow activated successfully"));
        organization.change(document -> {
            var limits = document.putObject("limits");
            limits.put("connected_workflows_limit", 1).putObject("rules").put("limit_per_module", 1);
            document.putArray("modules").addObject().put("id", TestWorkflow.CONTACTS).put("api_name", "Contacts");
        });
        activate().mustBe(bare(400, "INVALID_DATA", "Unsupported module is used", "'modules_disabled':[" + DEALS
                + "]"));
        organization.change(document -> document.remove("modules"));
        activate().mustBe(tooManyRules("{'id':'4876876000000002179','api_name':'Contacts'}"));
        organization.change(document -> document.putObject("limits").put("connected_workflows_limit", 1));
        activate().mustBe(disconnected(rule));
        workflow.send("DELETE", "/rules/" + rule, Map.of(), null);
        activate().mustBe(bare(400, "LIMIT_EXCEEDED", "Maximum number of connected workflow limit reached",
                "'limit':1"));
        organization.change(document -> document.remove("limits"));
        activate().mustBe(activated());
        limitRules(0);
        activate().mustBe(bare(400, "ID_ALREADY_ACTIVE", "connected workflow is already activated",
                "'resource_path_index':2"));
    }

    private String createsDeals() {
        return workflow.create("""
            {'node':{'id':'%s'},'execute_when':{'type':'create','details':{'trigger_module':{'api_name':'Contacts'}}},
             'conditions':[{'sequence_number':1,'instant_actions':{'actions':[{'type':'create_connected_record',
               'details':{'module':{'api_name':'Deals'},'layout':{'id':'1'},'field_mappings':[
                 {'field':{'api_name':'Deal_Name'},'type':'static','value':'New'}]}}]}}]}"""
                .formatted(workflow.root()));
    }

    private String connection() {
        return workflow.shown().at("/connections/0/id").asString();
    }

    private void limitRules(int limit) {
        organization.change(
                document -> document.putObject("limits").putObject("rules").put("limit_per_module", limit));
    }

    private Reply activate() {
        return workflow.send("PUT", "/actions/activate", Map.of(), null);
    }

    private Expected activated() {
        return Expected.success(200, workflow.id(), "connected workflow activated successfully");
    }

    private static Expected tooManyRules(String modules) {
        return bare(400, "INVALID_DATA", "Rule limit exceeded", "'limit_exceeded_modules':[" + modules + "]");
    }

    private static Expected disconnected(String... rules) {
        return bare(400, "INVALID_DATA", "A rule creates records in a module that its node does not point to",
                "'rules':[{'id':'" + String.join("'},{'id':'", rules) + "'}]");
    }
}
