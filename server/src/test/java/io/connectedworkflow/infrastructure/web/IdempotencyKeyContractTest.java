package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Expected.BODY_TOO_LARGE;
import static io.connectedworkflow.testing.Expected.UNKNOWN_RULE;
import static io.connectedworkflow.testing.Expected.UNKNOWN_WORKFLOW;
import static io.connectedworkflow.testing.Expected.bare;
import static io.connectedworkflow.testing.Expected.ruleSuccess;
import static io.connectedworkflow.testing.Expected.success;
import static io.connectedworkflow.testing.TestOrganization.created;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.ContractEndpoint;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestWorkflow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When an Idempotency-Key is looked at: row 9 of section 2 of the contract. */
class IdempotencyKeyContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final String UNKNOWN = "4876876000019340001";
    private static final int TOO_MANY_BYTES = 256 * 1024 + 1;
    private static final List<String> MALFORMED = List.of("a b", "", "x".repeat(129));
    private static final Expected KEY_MALFORMED = bare(400, "INVALID_DATA", "invalid data",
            "'header':'Idempotency-Key'");
    private static final Expected VERSION_MALFORMED = bare(400, "INVALID_DATA", "invalid data", "'header':'If-Match'");
    private static final Expected KEY_REUSED = bare(422, "IDEMPOTENCY_KEY_REUSED",
            "The idempotency key was used with another request", "'header':'Idempotency-Key'");

    private final TestOrganization organization = ADMIN.organization();
    private final TestWorkflow workflow = new TestWorkflow(HTTP, organization);
    private final String rule = workflow.createRule(workflow.root(), "Contacts");

    /** Those that change a workflow. */
    private static Stream<ContractEndpoint> writes() {
        return Arrays.stream(ContractEndpoint.values())
                .filter(endpoint -> !endpoint.method().equals("GET") && endpoint != ContractEndpoint.CREATE_WORKFLOW);
    }

    private static Stream<ContractEndpoint> writesOfRules() {
        return Stream.of(ContractEndpoint.UPDATE_RULE, ContractEndpoint.DELETE_RULE);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void the_workflow_s_id_comes_before_a_malformed_key(ContractEndpoint endpoint) {
        for (var key : MALFORMED) {
            send(endpoint, UNKNOWN, rule, Map.of("Idempotency-Key", key), bytes("{")).mustBe(UNKNOWN_WORKFLOW);
        }
        sendTwoKeys(endpoint, UNKNOWN, rule).mustBe(UNKNOWN_WORKFLOW);
    }

    @ParameterizedTest
    @MethodSource("writesOfRules")
    void the_rule_s_id_comes_before_a_malformed_key(ContractEndpoint endpoint) {
        for (var key : MALFORMED) {
            send(endpoint, workflow.id(), UNKNOWN, Map.of("Idempotency-Key", key), bytes("{")).mustBe(UNKNOWN_RULE);
        }
        sendTwoKeys(endpoint, workflow.id(), UNKNOWN).mustBe(UNKNOWN_RULE);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void a_malformed_key_comes_before_the_version_and_the_body(ContractEndpoint endpoint) {
        var before = workflow.whole().body();
        for (var key : MALFORMED) {
            for (var version : List.of("malformed", "\"1\"", "*")) {
                send(endpoint, workflow.id(), rule, Map.of("Idempotency-Key", key, "If-Match", version), bytes("{"))
                        .mustBe(KEY_MALFORMED);
            }
            send(endpoint, workflow.id(), rule, Map.of("Idempotency-Key", key), large()).mustBe(KEY_MALFORMED);
        }
        sendTwoKeys(endpoint, workflow.id(), rule, "If-Match: malformed").mustBe(KEY_MALFORMED);
        send(endpoint, workflow.id(), rule, Map.of("Idempotency-Key", "k", "If-Match", "malformed"), large())
                .mustBe(VERSION_MALFORMED);
        assertThat(workflow.whole().body()).isEqualTo(before);
    }

    @Test
    void a_malformed_key_comes_before_the_body_of_a_creation() {
        for (var key : MALFORMED) {
            for (var body : List.of(bytes("{"), bytes("{}"), bytes(""), large())) {
                send(ContractEndpoint.CREATE_WORKFLOW, "", "", Map.of("Idempotency-Key", key), body)
                        .mustBe(KEY_MALFORMED);
            }
        }
        sendTwoKeys(ContractEndpoint.CREATE_WORKFLOW, "", "").mustBe(KEY_MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void the_workflow_s_id_comes_before_a_body_that_is_too_large(ContractEndpoint endpoint) {
        send(endpoint, UNKNOWN, rule, Map.of("Idempotency-Key", "k"), large()).mustBe(UNKNOWN_WORKFLOW);
        send(endpoint, UNKNOWN, rule, Map.of(), large()).mustBe(UNKNOWN_WORKFLOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_WORKFLOW", "UPDATE_WORKFLOW", "CREATE_RULE", "UPDATE_RULE", "RESTORE"})
    void refuses_a_body_that_is_too_large_also_with_a_key(ContractEndpoint endpoint) {
        var before = workflow.whole().body();
        for (var size : List.of(TOO_MANY_BYTES, 3 << 20)) {
            var body = " ".repeat(size).getBytes(UTF_8);
            send(endpoint, workflow.id(), rule, Map.of("Idempotency-Key", "k"), body).mustBe(BODY_TOO_LARGE);
        }
        assertThat(workflow.whole().body()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE_WORKFLOW", "ACTIVATE_WORKFLOW", "DEACTIVATE_WORKFLOW", "DELETE_RULE"})
    void ignores_a_body_that_is_too_large_where_none_is_asked_for_also_with_a_key(ContractEndpoint endpoint) {
        if (endpoint == ContractEndpoint.DEACTIVATE_WORKFLOW) {
            send(ContractEndpoint.ACTIVATE_WORKFLOW, workflow.id(), "", Map.of(), large());
        }
        var key = Map.of("Idempotency-Key", "k");
        var done = done(endpoint);

        send(endpoint, workflow.id(), rule, key, large()).mustBe(done);

        send(endpoint, workflow.id(), rule, key, large()).mustBe(done);
        send(endpoint, workflow.id(), rule, key, bytes("{}")).mustBe(KEY_REUSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE_WORKFLOW", "ACTIVATE_WORKFLOW", "UPDATE_WORKFLOW", "UPDATE_RULE", "DELETE_RULE"})
    void refuses_a_key_that_comes_again_with_a_body_that_is_too_large(ContractEndpoint endpoint) {
        var key = Map.of("Idempotency-Key", "k");
        var body = switch (endpoint) {
            case UPDATE_WORKFLOW -> bytes("{'connected_workflows':[{'name':'other'}]}");
            case UPDATE_RULE -> bytes("{'rules':[{'execute_when':{'type':'edit'}}]}");
            default -> bytes("");
        };
        send(endpoint, workflow.id(), rule, key, body).mustBe(done(endpoint));

        send(endpoint, workflow.id(), rule, key, large()).mustBe(KEY_REUSED);
        send(endpoint, workflow.id(), rule, key, body).mustBe(done(endpoint));
    }

    @Test
    void refuses_the_key_of_a_creation_that_comes_again_with_a_body_that_is_too_large() {
        var key = Map.of("Idempotency-Key", "k");
        var body = bytes("{'connected_workflows':[{'name':'new','primary_module':{'api_name':'Leads'}}]}");
        var id = created(send(ContractEndpoint.CREATE_WORKFLOW, "", "", key, body));

        // The same text, and zeroes behind it.
        send(ContractEndpoint.CREATE_WORKFLOW, "", "", key, Arrays.copyOf(body, TOO_MANY_BYTES)).mustBe(KEY_REUSED);

        assertThat(created(send(ContractEndpoint.CREATE_WORKFLOW, "", "", key, body))).isEqualTo(id);
    }

    private Expected done(ContractEndpoint endpoint) {
        return switch (endpoint) {
            case DELETE_WORKFLOW -> success(200, workflow.id(), "connected workflow deleted successfully");
            case ACTIVATE_WORKFLOW -> success(200, workflow.id(), "connected workflow activated successfully");
            case DEACTIVATE_WORKFLOW -> success(200, workflow.id(), "connected workflow deactivated successfully");
            case UPDATE_WORKFLOW -> success(200, workflow.id(), "connected workflow updated successfully");
            case UPDATE_RULE -> ruleSuccess(200, rule, "rule updated successfully");
            case DELETE_RULE -> ruleSuccess(200, rule, "rule deleted successfully");
            default -> throw new IllegalArgumentException(endpoint.name());
        };
    }

    private Reply send(ContractEndpoint endpoint, String workflowId, String ruleId, Map<String, String> headers,
            byte[] body) {
        var all = new HashMap<>(headers);
        all.putAll(Http.authorization(organization.token()));
        return HTTP.send(endpoint.method(), endpoint.path(workflowId, ruleId), all, body);
    }

    private Reply sendTwoKeys(ContractEndpoint endpoint, String workflowId, String ruleId, String... more) {
        var lines = Stream.concat(Stream.of(
                "%s %s HTTP/1.1".formatted(endpoint.method(), endpoint.path(workflowId, ruleId)), "Host: localhost",
                "Authorization: Bearer " + organization.token(), "Content-Length: 0", "Idempotency-Key: a",
                "Idempotency-Key: b"), Arrays.stream(more));
        return HTTP.sendLines(lines.toArray(String[]::new));
    }

    private static byte[] large() {
        return " ".repeat(TOO_MANY_BYTES).getBytes(UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }
}
