package io.connectedworkflow.infrastructure.security;

import static io.connectedworkflow.testing.Expected.INVALID_REQUEST_METHOD;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.NO_PERMISSION;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static io.connectedworkflow.testing.Expected.UNKNOWN_RULE;
import static io.connectedworkflow.testing.Expected.UNKNOWN_WORKFLOW;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.TestOrganization.ALL;
import static io.connectedworkflow.testing.TestOrganization.created;
import static io.connectedworkflow.testing.TestWorkflow.createdRule;
import static io.connectedworkflow.testing.TestWorkflow.inEnvelope;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.ContractEndpoint;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to another organization does not exist: section 5.1 of the contract. */
class IsolationTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final TestOrganization VICTIM = victim();
    private static final String SECRET = VICTIM.create("secret plan", "Secret_Module");
    private static final String SECRET_NODE = VICTIM.get(SECRET).json().at("/connected_workflows/0/nodes/0/id")
            .asString();
    private static final String SECRET_RULE = createdRule(
            HTTP.send("POST", WORKFLOWS + "/" + SECRET + "/rules", VICTIM.token(), rule(SECRET_NODE, "Secret_Module")));
    private static final String UNKNOWN = "4876876000019340001";

    private static TestOrganization victim() {
        return ADMIN.organization(document -> {
            document.putObject("limits").put("connected_workflows_limit", 1);
            document.putArray("modules").addObject().put("id", "777").put("api_name", "Secret_Module");
        });
    }

    private final TestOrganization attacker = ADMIN.organization();

    @Test
    void another_organization_s_workflow_is_as_unknown_as_one_that_never_was() {
        for (var method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO")) {
            var of = HTTP.send(method, WORKFLOWS + "/" + SECRET, attacker.token(), "{}");
            var never = HTTP.send(method, WORKFLOWS + "/" + UNKNOWN, attacker.token(), "{}");
            assertThat(visible(of)).isEqualTo(visible(never));
            if (!method.equals("HEAD")) {
                of.mustBe(List.of("GET", "PUT", "DELETE").contains(method) ? UNKNOWN_WORKFLOW : INVALID_REQUEST_METHOD);
            }
        }
        attacker.get(SECRET_NODE).mustBe(UNKNOWN_WORKFLOW);
        assertThat(VICTIM.get(SECRET).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/rules", "/rules?module=Secret_Module", "/rules/1", "/rules/R", "/actions/activate",
        "/actions/deactivate", "/rules/actions/actions_count?ids=1", "/rules/actions/actions_count?ids=R"})
    void nothing_below_it_tells_more(String template) {
        var below = template.replace("R", SECRET_RULE);
        for (var method : List.of("GET", "POST", "PUT", "DELETE")) {
            assertThat(visible(HTTP.send(method, WORKFLOWS + "/" + SECRET + below, attacker.token(), "{}")))
                    .isEqualTo(visible(HTTP.send(method, WORKFLOWS + "/" + UNKNOWN + below, attacker.token(), "{}")));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"CREATE_WORKFLOW", "LIST_WORKFLOWS", "GET_CONFIGURATIONS"})
    void no_endpoint_reaches_into_another_organization(ContractEndpoint endpoint) {
        var before = VICTIM.get(SECRET).body();
        var path = endpoint.path(SECRET, SECRET_RULE);
        HTTP.send(endpoint.method(), path, attacker.token(), "{}").mustBe(UNKNOWN_WORKFLOW);
        var own = WORKFLOWS + "/" + attacker.create("own", "Contacts");
        if (path.contains(SECRET_RULE)) {
            HTTP.send(endpoint.method(), path.replace(WORKFLOWS + "/" + SECRET, own), attacker.token(), "{}")
                    .mustBe(UNKNOWN_RULE);
        }
        assertThat(VICTIM.get(SECRET).body()).isEqualTo(before);
    }

    @Test
    void rules_know_nodes_modules_and_rules_of_their_own_organization_only() {
        var own = WORKFLOWS + "/" + attacker.create("own", "Contacts");
        HTTP.send("POST", own + "/rules", attacker.token(), rule(SECRET_NODE, "Secret_Module")).mustBe(Expected.rule(
                "INVALID_DATA", "The given ID seems to be invalid",
                "'api_name':'id','json_path':'$.rules[0].node.id'"));
        var root = HTTP.send("GET", own, attacker.token(), null).json().at("/connected_workflows/0/nodes/0/id");
        HTTP.send("POST", own + "/rules", attacker.token(), rule(root.asString(), "Secret_Module")).mustBe(
                Expected.rule("INVALID_DATA", "The module is invalid", "'api_name':'api_name',"
                        + "'json_path':'$.rules[0].execute_when.details.trigger_module.api_name'"));
        HTTP.send("GET", own + "/rules?module=Secret_Module", attacker.token(), null).mustBe(Expected.bare(400,
                "INVALID_MODULE", "The value provided to the param is Invalid", "'param_name':'module'"));
        HTTP.send("GET", own + "/rules/actions/actions_count?ids=" + SECRET_RULE, attacker.token(), null)
                .mustBe(Expected.bare(400, "INVALID_DATA", "invalid data", "'param_name':'ids'"));
    }

    private static String rule(String node, String module) {
        return inEnvelope("""
            {'node':{'id':'%s'},'execute_when':{'type':'create','details':{'trigger_module':{'api_name':'%s'}}},
             'conditions':[{'sequence_number':1,'instant_actions':{'actions':[{'type':'field_updates','id':'1'}]}}]}"""
                .formatted(node, module)).replace('\'', '"');
    }

    private static Map<String, Object> visible(Reply reply) {
        var headers = new HashMap<>(reply.headers().map());
        headers.remove("x-request-id");
        headers.remove("date");
        return Map.of("status", reply.status(), "body", reply.body(), "headers", headers);
    }

    @Test
    void lists_only_its_own() {
        attacker.list().mustBe(NOTHING);
        var own = attacker.create("own", "Contacts");
        assertThat(ids(attacker.list())).containsExactly(own);
        assertThat(ids(VICTIM.list())).containsExactly(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'api_name':'Secret_Module'", "'id':'777'", "'api_name':'Secret_Module','id':'777'"})
    void another_organization_s_module_is_as_invalid_as_one_that_never_was(String module) {
        for (var name : List.of("secret plan", "other")) {
            var reply = attacker
                    .postItem("{'name':'%s','primary_module':{%s}}".formatted(name, module).replace('\'', '"'));
            var key = module.startsWith("'id'") ? "id" : "api_name";
            reply.mustBe(Expected.item("INVALID_DATA", "The module is invalid",
                    "'api_name':'%1$s','json_path':'$.connected_workflows[0].primary_module.%1$s'".formatted(key)));
        }
    }

    @Test
    void a_name_that_is_taken_elsewhere_is_free_and_sequence_numbers_begin_at_1() {
        attacker.change(document -> document.set("modules", VICTIM.document().get("modules")));
        var id = attacker.create("secret plan", "Secret_Module");
        assertThat(attacker.get(id).json().at("/connected_workflows/0/sequence_number").asInt()).isEqualTo(1);
    }

    @Test
    void another_organization_s_limit_and_edition_count_for_nobody_else() {
        ADMIN.organization(document -> document.put("edition", "free"));
        attacker.create("a", "Contacts");
        attacker.create("b", "Deals");
    }

    @Test
    void no_header_key_or_parameter_leads_into_another_organization() {
        for (var header : List.of("X-CRM-ORG", "X-ZOHO-ORG", "X-Com-Zoho-Orgid", "orgId", "X-Organization-Id")) {
            var headers = new HashMap<>(Http.authorization(attacker.token()));
            headers.put(header, VICTIM.id());
            HTTP.send("GET", WORKFLOWS + "/" + SECRET + "?org_id=" + VICTIM.id(), headers, null)
                    .mustBe(UNKNOWN_WORKFLOW);
            HTTP.send("GET", WORKFLOWS + "?organization_id=" + VICTIM.id(), headers, null).mustBe(NOTHING);
        }
        var id = created(attacker.post("""
            {"org_id":"%1$s","organization_id":"%1$s","connected_workflows":[{"organization_id":"%1$s","id":"%2$s",
             "name":"a","primary_module":{"api_name":"Contacts"}}]}""".formatted(VICTIM.id(), SECRET)));
        assertThat(ids(attacker.list())).containsExactly(id);
        assertThat(ids(VICTIM.list())).containsExactly(SECRET);
    }

    @Test
    void a_user_of_two_organizations_acts_in_the_token_s_own_with_the_profile_there() {
        attacker.change(document -> document.withArray("users").addObject().put("id", VICTIM.asha())
                .put("full_name", "Asha elsewhere").put("profile_id", "2"));
        HTTP.send("GET", WORKFLOWS, attacker.tokenOf(VICTIM.asha(), ALL), null).mustBe(NO_PERMISSION);
        assertThat(ids(VICTIM.list())).containsExactly(SECRET);
        assertThat(VICTIM.get(SECRET).json().at("/connected_workflows/0/created_by/name").asString())
                .isEqualTo("Asha Rao");
    }

    @Test
    void the_administration_tells_an_organization_s_user_nothing() {
        for (var organization : List.of(VICTIM.id(), attacker.id(), "1")) {
            for (var path : List.of("", "/users/" + VICTIM.asha() + "/clients", "/users/1/clients")) {
                HTTP.send("GET", Admin.ORGANIZATIONS + "/" + organization + path, attacker.token(), null)
                        .mustBe(OAUTH_SCOPE_MISMATCH);
            }
        }
    }

    private static List<String> ids(Reply list) {
        return list.json().get("connected_workflows").valueStream().map(workflow -> workflow.get("id").asString())
                .toList();
    }
}
