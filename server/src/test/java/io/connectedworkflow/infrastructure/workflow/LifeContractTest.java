package io.connectedworkflow.infrastructure.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Activating, deactivating and deleting over HTTP, and what makes a change safe: sections 4.5 to 4.8 and 7. */
class LifeContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final Expected ALREADY_ACTIVE = Expected.bare(400, "ID_ALREADY_ACTIVE",
            "connected workflow is already activated", "'resource_path_index':2");

    private final TestOrganization organization = ADMIN.organization();
    private final String workflow = organization.create("contacts-process", "Contacts");

    @Test
    void activates_and_deactivates() {
        act("deactivate").mustBe(Expected.bare(400, "NOT_ALLOWED", "A draft connected workflow cannot be deactivated",
                "'resource_path_index':2"));
        act("activate").mustBe(Expected.success(200, workflow, "connected workflow activated successfully"));
        assertThat(status()).isEqualTo("active");
        act("activate").mustBe(ALREADY_ACTIVE);
        act("deactivate").mustBe(Expected.success(200, workflow, "connected workflow deactivated successfully"));
        assertThat(status()).isEqualTo("inactive");
        act("deactivate").mustBe(Expected.bare(400, "ID_ALREADY_DEACTIVATED",
                "connected workflow is already deactivated", "'resource_path_index':2"));
        act("activate").mustBe(Expected.success(200, workflow, "connected workflow activated successfully"));
    }

    @Test
    void does_not_activate_what_uses_a_module_that_is_not_supported_any_more() {
        organization.change(document -> document.putArray("modules").addObject().put("id", "4876876000000002179")
                .put("api_name", "Persons").put("supported", false));
        act("activate").mustBe(Expected.bare(400, "INVALID_DATA", "Unsupported module is used",
                "'modules_disabled':[{'id':'4876876000000002179','api_name':'Persons'}]"));
        organization.change(document -> document.putArray("modules").addObject().put("id", "1").put("api_name", "X"));
        act("activate").mustBe(Expected.bare(400, "INVALID_DATA", "Unsupported module is used",
                "'modules_disabled':[{'id':'4876876000000002179','api_name':'Persons'}]"));
    }

    @Test
    void does_not_activate_more_than_the_organization_may_have() {
        var second = organization.create("second", "Leads");
        act("activate").mustBe(Expected.success(200, workflow, "connected workflow activated successfully"));
        organization.change(document -> document.putObject("limits").put("connected_workflows_limit", 1));
        HTTP.send("PUT", Http.WORKFLOWS + "/" + second + "/actions/activate", organization.token(), null)
                .mustBe(Expected.bare(400, "LIMIT_EXCEEDED", "Maximum number of connected workflow limit reached",
                        "'limit':1"));
    }

    @Test
    void deletes_and_frees_name_module_and_place() {
        organization.change(document -> document.putObject("limits").put("connected_workflows_limit", 1));
        send("DELETE", "", Map.of(), "{malformed").mustBe(
                Expected.success(200, workflow, "connected workflow deleted successfully"));
        organization.get(workflow).mustBe(Expected.UNKNOWN_WORKFLOW);
        organization.list().mustBe(Expected.NOTHING);
        send("DELETE", "", Map.of(), null).mustBe(Expected.UNKNOWN_WORKFLOW);
        act("activate").mustBe(Expected.UNKNOWN_WORKFLOW);
        var again = organization.create("contacts-process", "Contacts");
        assertThat(organization.get(again).json().at("/connected_workflows/0/sequence_number").asInt()).isEqualTo(2);
    }

    @Test
    void is_deleted_once_by_whoever_comes_first() throws Exception {
        var clients = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 16; i++) {
            clients.add(() -> send("DELETE", "", Map.of(), null).status());
        }
        organization.token();
        try (var threads = Executors.newFixedThreadPool(16)) {
            var statuses = new ArrayList<Integer>();
            for (var answer : threads.invokeAll(clients)) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnly(200, 400).containsOnlyOnce(200);
        }
    }

    @Test
    void a_repeated_request_takes_effect_once_also_at_the_same_time() throws Exception {
        var body = "{\"connected_workflows\":[{\"name\":\"at once\",\"primary_module\":{\"api_name\":\"Cases\"}}]}";
        var clients = new ArrayList<Callable<String>>();
        for (var i = 0; i < 16; i++) {
            clients.add(() -> sendTo("POST", Http.WORKFLOWS, Map.of("Idempotency-Key", "same"), body).body());
        }
        organization.token();
        try (var threads = Executors.newFixedThreadPool(16)) {
            var answers = new HashSet<String>();
            for (var answer : threads.invokeAll(clients)) {
                answers.add(answer.get());
            }
            assertThat(answers).hasSize(1).first().asString().contains("SUCCESS");
        }
    }

    @Test
    void another_organization_can_do_nothing_to_it() {
        var foreign = ADMIN.organization().token();
        for (var path : new String[]{"/actions/activate", "/actions/deactivate"}) {
            HTTP.send("PUT", Http.WORKFLOWS + "/" + workflow + path, foreign, null).mustBe(Expected.UNKNOWN_WORKFLOW);
        }
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + workflow, foreign, null).mustBe(Expected.UNKNOWN_WORKFLOW);
        assertThat(status()).isEqualTo("draft");
    }

    @Test
    void needs_the_scope_of_each_operation() {
        var scope = "ZohoCRM.settings.connected_workflows.";
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + workflow, organization.token(scope + "UPDATE"), null)
                .mustBe(Expected.OAUTH_SCOPE_MISMATCH);
        for (var action : new String[]{"/actions/activate", "/actions/deactivate", ""}) {
            HTTP.send("PUT", Http.WORKFLOWS + "/" + workflow + action, organization.token(scope + "DELETE"), "{}")
                    .mustBe(Expected.OAUTH_SCOPE_MISMATCH);
        }
        HTTP.send("PUT", Http.WORKFLOWS + "/" + workflow + "/actions/activate",
                organization.token(scope + "UPDATE"), null)
                .mustBe(Expected.success(200, workflow, "connected workflow activated successfully"));
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + workflow, organization.token(scope + "DELETE"), null)
                .mustBe(Expected.success(200, workflow, "connected workflow deleted successfully"));
    }

    @Test
    void tells_what_the_organization_may_have() {
        organization.change(document -> document.putObject("limits").put("modules_limit_per_process", 7));
        HTTP.send("GET", Http.WORKFLOWS + "/actions/configurations", organization.token(), null)
                .mustBe(Expected.of(200, """
                    {'configurations':{'connected_workflows_limit':25,'modules_limit_per_process':7,
                     'rules':{'limit_per_module':10,'actions':[{'name':'create_connected_record','limit':1},
                      {'name':'field_updates','limit':5},{'name':'email_notifications','limit':5}]}}}"""));
    }

    @Test
    void changes_only_the_version_that_is_meant() {
        assertThat(organization.get(workflow).header("ETag")).isEqualTo("\"1\"");
        send("PUT", "/actions/activate", Map.of("If-Match", "\"2\""), null).mustBe(Expected.bare(412,
                "PRECONDITION_FAILED", "The connected workflow has been changed", "'version':1"));
        send("PUT", "/actions/activate", Map.of("If-Match", "\"1\""), null)
                .mustBe(Expected.success(200, workflow, "connected workflow activated successfully"));
        assertThat(organization.get(workflow).header("ETag")).isEqualTo("\"2\"");
        send("PUT", "", Map.of("If-Match", "\"1\""), "{").mustBe(Expected.bare(412, "PRECONDITION_FAILED",
                "The connected workflow has been changed", "'version':2"));
        send("DELETE", "", Map.of("If-Match", "*"), null)
                .mustBe(Expected.success(200, workflow, "connected workflow deleted successfully"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "W/\"1\"", "\"1\", \"2\"", "\"x\"", "\"\"", ""})
    void refuses_a_malformed_version(String header) {
        send("PUT", "/actions/activate", Map.of("If-Match", header), null)
                .mustBe(Expected.bare(400, "INVALID_DATA", "invalid data", "'header':'If-Match'"));
    }

    @Test
    void takes_effect_once_for_one_key() {
        var body = "{\"connected_workflows\":[{\"name\":\"once\",\"primary_module\":{\"api_name\":\"Deals\"}}]}";
        var key = Map.of("Idempotency-Key", "k-1");
        var first = sendTo("POST", Http.WORKFLOWS, key, body);
        assertThat(first.status()).isEqualTo(201);
        var again = sendTo("POST", Http.WORKFLOWS + "?x=1", key, body);
        again.mustBe(new Expected(201, first.json()));
        sendTo("POST", Http.WORKFLOWS, key, body + " ").mustBe(Expected.bare(422, "IDEMPOTENCY_KEY_REUSED",
                "The idempotency key was used with another request", "'header':'Idempotency-Key'"));
        sendTo("POST", Http.WORKFLOWS, Map.of("Idempotency-Key", "k-2"), body).mustBe(Expected.item("DUPLICATE_DATA",
                "Duplicate connected workflow name",
                "'api_name':'name','json_path':'$.connected_workflows[0].name'"));
    }

    @Test
    void a_repeated_deletion_gets_its_first_answer() {
        var key = Map.of("Idempotency-Key", "gone");
        var deleted = Expected.success(200, workflow, "connected workflow deleted successfully");
        send("DELETE", "", key, null).mustBe(deleted);
        send("DELETE", "", key, null).mustBe(deleted);
        send("DELETE", "", Map.of("Idempotency-Key", "other"), null).mustBe(Expected.UNKNOWN_WORKFLOW);
    }

    @Test
    void a_refusal_is_not_remembered() {
        var key = Map.of("Idempotency-Key", "twice");
        send("PUT", "/actions/deactivate", key, null).mustBe(Expected.bare(400, "NOT_ALLOWED",
                "A draft connected workflow cannot be deactivated", "'resource_path_index':2"));
        act("activate").mustBe(Expected.success(200, workflow, "connected workflow activated successfully"));
        send("PUT", "/actions/deactivate", key, null)
                .mustBe(Expected.success(200, workflow, "connected workflow deactivated successfully"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", ""})
    void refuses_a_malformed_key(String key) {
        send("DELETE", "", Map.of("Idempotency-Key", key), null)
                .mustBe(Expected.bare(400, "INVALID_DATA", "invalid data", "'header':'Idempotency-Key'"));
    }

    private Reply act(String action) {
        return send("PUT", "/actions/" + action, Map.of(), null);
    }

    private Reply send(String method, String path, Map<String, String> headers, @Nullable String body) {
        return sendTo(method, Http.WORKFLOWS + "/" + workflow + path, headers, body);
    }

    private Reply sendTo(String method, String path, Map<String, String> headers, @Nullable String body) {
        var all = new HashMap<>(headers);
        all.put("Authorization", "Zoho-oauthtoken " + organization.token());
        return HTTP.send(method, path, all, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    private String status() {
        return organization.get(workflow).json().at("/connected_workflows/0/status").asString();
    }
}
