package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.testing.Expected.UNKNOWN_RULE;
import static io.connectedworkflow.testing.Expected.bare;
import static io.connectedworkflow.testing.Expected.stale;
import static io.connectedworkflow.testing.TestWorkflow.createdRule;
import static io.connectedworkflow.testing.TestWorkflow.inEnvelope;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestWorkflow;
import io.connectedworkflow.testing.Together;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes changes of rules safe: If-Match, ETag and Idempotency-Key, section 7 of the contract. */
class RuleSafetyContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final String TO_EDIT = inEnvelope("{'execute_when':{'type':'edit'}}");

    private final TestOrganization organization = ADMIN.organization();
    private final TestWorkflow workflow = new TestWorkflow(HTTP, organization);
    private final String rule = workflow.createRule(workflow.root(), "Contacts");

    @Test
    void changes_only_the_version_that_is_meant() {
        assertThat(workflow.version()).isEqualTo("\"4\"");
        for (var version : List.of("\"3\"", "\"5\"", "\"0\"", "\"999999999999999999\"")) {
            var header = Map.of("If-Match", version);
            send("POST", "/rules", header, newRule()).mustBe(stale(4));
            send("PUT", "/rules/" + rule, header, TO_EDIT).mustBe(stale(4));
            send("DELETE", "/rules/" + rule, header, null).mustBe(stale(4));
        }
        createdRule(send("POST", "/rules", Map.of("If-Match", workflow.version()), newRule()));
        assertThat(workflow.version()).isEqualTo("\"5\"");
        send("PUT", "/rules/" + rule, Map.of("If-Match", workflow.version()), TO_EDIT).mustBe(updated());
        assertThat(workflow.version()).isEqualTo("\"6\"");
        send("PUT", "/rules/" + rule, Map.of("If-Match", workflow.version()), TO_EDIT).mustBe(updated());
        assertThat(workflow.version()).isEqualTo("\"6\"");
        send("DELETE", "/rules/" + rule, Map.of("If-Match", workflow.version()), null).mustBe(deleted());
        assertThat(workflow.version()).isEqualTo("\"7\"");
        createdRule(send("POST", "/rules", Map.of("If-Match", "*"), newRule()));
    }

    @Test
    void looks_at_the_rule_s_id_before_the_version() {
        send("PUT", "/rules/1", Map.of("If-Match", "\"1\""), TO_EDIT).mustBe(UNKNOWN_RULE);
        send("DELETE", "/rules/1", Map.of("If-Match", "malformed"), null).mustBe(UNKNOWN_RULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "W/\"4\"", "\"4\", \"5\"", "\"x\"", "\"\"", ""})
    void refuses_a_malformed_version(String version) {
        var answer = bare(400, "INVALID_DATA", "invalid data", "'header':'If-Match'");
        send("POST", "/rules", Map.of("If-Match", version), newRule()).mustBe(answer);
        send("PUT", "/rules/" + rule, Map.of("If-Match", version), TO_EDIT).mustBe(answer);
        send("DELETE", "/rules/" + rule, Map.of("If-Match", version), null).mustBe(answer);
        assertThat(workflow.version()).isEqualTo("\"4\"");
    }

    @Test
    void a_repeated_creation_makes_one_rule() {
        var key = Map.of("Idempotency-Key", "k");
        var first = createdRule(send("POST", "/rules", key, newRule()));
        assertThat(createdRule(send("POST", "/rules", key, newRule()))).isEqualTo(first);
        assertThat(createdRule(send("POST", "/rules?x=1", key, newRule()))).isEqualTo(first);
        assertThat(workflow.shown().get("rules")).hasSize(2);
        assertThat(workflow.version()).isEqualTo("\"5\"");
        assertThat(createdRule(send("POST", "/rules", Map.of("Idempotency-Key", "other"), newRule())))
                .isNotEqualTo(first);
        send("POST", "/rules", key, newRule() + " ").mustBe(reused());
    }

    @Test
    void a_repeated_creation_is_answered_as_before_although_rule_and_workflow_are_gone() {
        var key = Map.of("Idempotency-Key", "k");
        var created = createdRule(send("POST", "/rules", key, newRule()));
        send("DELETE", "/rules/" + created, Map.of(), null);
        assertThat(createdRule(send("POST", "/rules", key, newRule()))).isEqualTo(created);
        send("DELETE", "", Map.of(), null);
        assertThat(createdRule(send("POST", "/rules", key, newRule()))).isEqualTo(created);
    }

    @Test
    void a_repeated_change_is_made_once() {
        var key = Map.of("Idempotency-Key", "k", "If-Match", "\"4\"");
        send("PUT", "/rules/" + rule, key, TO_EDIT).mustBe(updated());
        send("PUT", "/rules/" + rule, Map.of(), inEnvelope("{'execute_when':{'type':'create'}}")).mustBe(updated());
        send("PUT", "/rules/" + rule, key, TO_EDIT).mustBe(updated());
        assertThat(workflow.rule(rule).at("/execute_when/type").asString()).isEqualTo("create");
        assertThat(workflow.version()).isEqualTo("\"6\"");
        send("PUT", "/rules/" + rule, key, inEnvelope("{}")).mustBe(reused());
    }

    @Test
    void a_repeated_deletion_gets_its_first_answer() {
        var key = Map.of("Idempotency-Key", "k");
        send("DELETE", "/rules/" + rule, key, null).mustBe(deleted());
        send("DELETE", "/rules/" + rule, key, null).mustBe(deleted());
        send("DELETE", "/rules/" + rule, Map.of("Idempotency-Key", "other"), null).mustBe(UNKNOWN_RULE);
        send("DELETE", "/rules/" + rule, key, "{}").mustBe(reused());
        assertThat(workflow.version()).isEqualTo("\"5\"");
    }

    @Test
    void a_key_belongs_to_one_path_and_one_method() {
        var key = Map.of("Idempotency-Key", "k");
        var other = createdRule(send("POST", "/rules", key, newRule()));
        send("PUT", "/rules/" + rule, key, TO_EDIT).mustBe(updated());
        send("PUT", "/rules/" + other, key, TO_EDIT).mustBe(
                Expected.ruleSuccess(200, other, "rule updated successfully"));
        send("DELETE", "/rules/" + rule, key, TO_EDIT).mustBe(deleted());
        assertThat(workflow.shown().get("rules")).hasSize(1);
    }

    @Test
    void a_refusal_is_not_remembered() {
        var key = Map.of("Idempotency-Key", "k");
        organization.change(document -> document.putObject("limits").putObject("rules").put("limit_per_module", 1));
        send("POST", "/rules", key, newRule()).mustBe(RuleRefusals.tooManyRules(1));
        organization.change(document -> document.remove("limits"));
        createdRule(send("POST", "/rules", key, newRule()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", ""})
    void refuses_a_malformed_key(String key) {
        var answer = bare(400, "INVALID_DATA", "invalid data", "'header':'Idempotency-Key'");
        var header = Map.of("Idempotency-Key", key);
        send("POST", "/rules", header, newRule()).mustBe(answer);
        send("PUT", "/rules/" + rule, header, TO_EDIT).mustBe(answer);
        send("DELETE", "/rules/" + rule, header, null).mustBe(answer);
    }

    @Test
    void a_repeated_creation_makes_one_rule_also_at_the_same_time() {
        var body = newRule();
        var replies = Together.run(8, i -> send("POST", "/rules", Map.of("Idempotency-Key", "k"), body));
        assertThat(replies.stream().map(TestWorkflow::createdRule).distinct()).hasSize(1);
        assertThat(workflow.shown().get("rules")).hasSize(2);
    }

    @Test
    void of_two_changes_at_once_of_one_version_one_is_made() {
        var replies = Together.run(2, i -> send("PUT", "/rules/" + rule, Map.of("If-Match", "\"4\""),
                inEnvelope("{'execute_when':{'type':'%s'}}".formatted(i == 0 ? "edit" : "create_or_edit"))));
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        replies.stream().filter(reply -> reply.status() != 200).forEach(reply -> reply.mustBe(stale(5)));
    }

    private Reply send(String method, String below, Map<String, String> headers, @Nullable String body) {
        return workflow.send(method, below, headers, body);
    }

    private String newRule() {
        return inEnvelope("""
            {'node':{'id':'%s'},'execute_when':{'type':'create','details':{'trigger_module':{'api_name':'Contacts'}}},
             'conditions':[{'sequence_number':1,'instant_actions':{'actions':[{'type':'field_updates','id':'1'}]}}]}"""
                .formatted(workflow.root()));
    }

    private Expected updated() {
        return Expected.ruleSuccess(200, rule, "rule updated successfully");
    }

    private Expected deleted() {
        return Expected.ruleSuccess(200, rule, "rule deleted successfully");
    }

    private static Expected reused() {
        return bare(422, "IDEMPOTENCY_KEY_REUSED", "The idempotency key was used with another request",
                "'header':'Idempotency-Key'");
    }
}
