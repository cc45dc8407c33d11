package io.connectedworkflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A workflow of one test alone: a root node, on Contacts unless told otherwise, that points to a node on Deals. Single
 * quotes stand for double ones.
 */
public final class TestWorkflow {

    /** The id of the module Contacts. */
    public static final String CONTACTS = "4876876000000002179";
    /** The id of the module Deals. */
    public static final String DEALS = "4876876000000002181";

    private final Http http;
    private final TestOrganization organization;
    private final String id;
    private final String root;
    private final String deal;

    /** A new workflow of an organization that has no other on Contacts. */
    public TestWorkflow(Http http, TestOrganization organization) {
        this(http, organization, "Contacts");
    }

    /** A new workflow whose root is on this module, on which the organization has no other. */
    public TestWorkflow(Http http, TestOrganization organization, String module) {
        this.http = http;
        this.organization = organization;
        id = organization.create("process of " + module, module);
        root = shown().at("/nodes/0/id").asString();
        deal = addNode("Deals");
    }

    /** The workflow's id. */
    public String id() {
        return id;
    }

    /** Whose workflow it is. */
    public TestOrganization organization() {
        return organization;
    }

    /** The id of the root node. */
    public String root() {
        return root;
    }

    /** The id of the node on Deals. */
    public String deal() {
        return deal;
    }

    /** Its path. */
    public String path() {
        return Http.WORKFLOWS + "/" + id;
    }

    /** Adds a node on a module, to which the root points, and returns its id. */
    public String addNode(String module) {
        change("""
            'nodes':[{'module':{'api_name':'%s'},'reference_id':'new'}],
            'connections':[{'source_node':{'id':'%s'},'target_node':{'reference_id':'new'}}]""".formatted(module,
                root));
        return shown().get("nodes").valueStream().toList().getLast().get("id").asString();
    }

    /** Changes the workflow itself. */
    public void change(String item) {
        send("PUT", "", Map.of(), "{'connected_workflows':[{" + item + "}]}")
                .mustBe(Expected.success(200, id, "connected workflow updated successfully"));
    }

    /** Sends a request to it, or to what is below it. */
    public Reply send(String method, String below, Map<String, String> headers, @Nullable String body) {
        var all = new HashMap<>(headers);
        all.putAll(Http.authorization(organization.token()));
        return http.send(method, path() + below, all,
                body == null ? null : body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** Asks for something below it. */
    public Reply get(String below) {
        return send("GET", below, Map.of(), null);
    }

    /** Asks for a rule to be created that looks like this. */
    public Reply post(String rule) {
        return send("POST", "/rules", Map.of(), inEnvelope(rule));
    }

    /** Creates a rule and returns its id. */
    public String create(String rule) {
        return createdRule(post(rule));
    }

    /** Creates a rule of a node on a module, which updates the records that are created, and returns its id. */
    public String createRule(String node, String module) {
        return create(
                """
                    {'node':{'id':'%s'},'execute_when':{'type':'create','details':{'trigger_module':{'api_name':'%s'}}},
                     'conditions':[{'sequence_number':1,'instant_actions':{'actions':[{'type':'field_updates','id':'501'}]}}]}"""
                        .formatted(node, module));
    }

    /** Asks for a rule to be changed like this. */
    public Reply put(String rule, String change) {
        return send("PUT", "/rules/" + rule, Map.of(), inEnvelope("{" + change + "}"));
    }

    /** The body of a request about a rule. */
    public static String inEnvelope(String rule) {
        return "{'rules':[" + rule + "]}";
    }

    /** The rule's id in the answer of a creation, which must have succeeded. */
    public static String createdRule(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        var rule = reply.json().at("/rules/0/details/id").asString();
        assertThat(rule).matches("[1-9][0-9]{18}");
        reply.mustBe(Expected.ruleSuccess(201, rule, "rule created successfully"));
        return rule;
    }

    /** The whole rule. */
    public JsonNode rule(String rule) {
        var reply = get("/rules/" + rule);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().at("/rules/0");
    }

    /** The whole workflow. */
    public JsonNode shown() {
        return whole().json().at("/connected_workflows/0");
    }

    /** The version that it has now, as an ETag tells it. */
    public String version() {
        return Objects.requireNonNull(whole().header("ETag"));
    }

    /** The answer that tells the whole workflow and its version. */
    public Reply whole() {
        return get("");
    }
}
