package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.UNKNOWN_RULE;
import static io.connectedworkflow.testing.Expected.UNKNOWN_WORKFLOW;
import static io.connectedworkflow.testing.Expected.bare;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestWorkflow;
import io.connectedworkflow.testing.Together;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deleting rules over HTTP: section 4.13 of the contract, and what else makes rules go. */
class RuleDeleteContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();

    private final TestOrganization organization = ADMIN.organization();
    private final TestWorkflow workflow = new TestWorkflow(HTTP, organization);
    private final String rule = workflow.createRule(workflow.root(), "Contacts");

    @Test
    void a_deleted_rule_is_gone() {
        var other = workflow.createRule(workflow.root(), "Contacts");
        assertThat(workflow.version()).isEqualTo("\"5\"");
        delete(rule).mustBe(deleted(rule));
        assertThat(workflow.version()).isEqualTo("\"6\"");
        delete(rule).mustBe(UNKNOWN_RULE);
        workflow.get("/rules/" + rule).mustBe(UNKNOWN_RULE);
        workflow.put(rule, "'execute_when':{'type':'edit'}").mustBe(UNKNOWN_RULE);
        workflow.get("/rules/actions/actions_count?ids=" + other + "," + rule)
                .mustBe(bare(400, "INVALID_DATA", "invalid data", "'param_name':'ids'"));
        assertThat(workflow.shown().at("/rules/0/id").asString()).isEqualTo(other);
        delete(other).mustBe(deleted(other));
        workflow.get("/rules?module=Contacts").mustBe(NOTHING);
        assertThat(workflow.shown().get("rules")).isEmpty();
    }

    @Test
    void deletes_a_rule_of_its_own_workflow_only() {
        var other = new TestWorkflow(HTTP, organization, "Leads");
        other.send("DELETE", "/rules/" + rule, Map.of(), null).mustBe(UNKNOWN_RULE);
        HTTP.send("DELETE", workflow.path() + "/rules/" + rule, ADMIN.organization().token(), null)
                .mustBe(UNKNOWN_WORKFLOW);
        HTTP.send("DELETE", Http.WORKFLOWS + "/1/rules/" + rule, organization.token(), null).mustBe(UNKNOWN_WORKFLOW);
        delete("1").mustBe(UNKNOWN_RULE);
        delete("actions").mustBe(UNKNOWN_RULE);
        delete(workflow.root()).mustBe(UNKNOWN_RULE);
        assertThat(workflow.version()).isEqualTo("\"4\"");
        workflow.send("DELETE", "/rules/" + rule, Map.of(), "{malformed").mustBe(deleted(rule));
    }

    @Test
    void is_deleted_once_by_whoever_comes_first() {
        var replies = Together.run(8, i -> delete(rule));
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        replies.stream().filter(reply -> reply.status() != 200).forEach(reply -> reply.mustBe(UNKNOWN_RULE));
        assertThat(workflow.version()).isEqualTo("\"5\"");
    }

    @Test
    void the_rules_of_a_deleted_node_are_deleted() {
        var deal = workflow.createRule(workflow.deal(), "Deals");
        var second = workflow.createRule(workflow.deal(), "Deals");
        workflow.change("'nodes':[{'id':'%s','_delete':null}]".formatted(workflow.deal()));
        workflow.get("/rules/" + deal).mustBe(UNKNOWN_RULE);
        delete(second).mustBe(UNKNOWN_RULE);
        workflow.get("/rules?module=Deals").mustBe(NOTHING);
        assertThat(workflow.shown().get("rules")).hasSize(1);
        assertThat(workflow.shown().at("/rules/0/id").asString()).isEqualTo(rule);
        workflow.send("PUT", "/actions/activate", Map.of(), null).mustBe(
                Expected.success(200, workflow.id(), "connected workflow activated successfully"));
    }

    @Test
    void the_rules_of_a_deleted_node_do_not_count_any_more() {
        organization.change(document -> document.putObject("limits").putObject("rules").put("limit_per_module", 1));
        workflow.createRule(workflow.deal(), "Deals");
        workflow.change("'nodes':[{'id':'%s','_delete':null}]".formatted(workflow.deal()));
        workflow.createRule(workflow.addNode("Deals"), "Deals");
    }

    @Test
    void the_rules_of_a_deleted_workflow_are_gone_with_it() {
        workflow.send("DELETE", "", Map.of(), null).mustBe(
                Expected.success(200, workflow.id(), "connected workflow deleted successfully"));
        workflow.get("/rules/" + rule).mustBe(UNKNOWN_WORKFLOW);
        workflow.get("/rules?module=Contacts").mustBe(UNKNOWN_WORKFLOW);
        delete(rule).mustBe(UNKNOWN_WORKFLOW);
        assertThat(new TestWorkflow(HTTP, organization).shown().get("rules")).isEmpty();
    }

    private Reply delete(String id) {
        return workflow.send("DELETE", "/rules/" + id, Map.of(), null);
    }

    private static Expected deleted(String id) {
        return Expected.ruleSuccess(200, id, "rule deleted successfully");
    }
}
