package io.connectedworkflow.testing;

import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Makes organizations on a running server, as its administrator. */
public final class Provisioning {

    /** The administrator of servers that tests start. */
    public static final String CLIENT_ID = "test-administrator";

    /** The secret of {@link #CLIENT_ID}. */
    public static final String CLIENT_SECRET = "the secret of the test's administrator";

    private static final String USER = "4876876000000327001";
    private static final String SCOPE = "ZohoCRM.settings.connected_workflows.ALL";
    private static final long FIRST_MODULE = 5_000_000_000_000_000_000L;

    private final Http http;
    private final String token;

    /** The administrator of the tests. */
    public Provisioning(Http http) {
        this(http, CLIENT_ID, CLIENT_SECRET);
    }

    /** An administrator with these credentials. */
    public Provisioning(Http http, String clientId, String clientSecret) {
        this.http = http;
        token = token(clientId, clientSecret);
    }

    /**
     * An organization with one user.
     *
     * @param clientSecret of the client that acts for the user
     * @param refreshToken of the same client
     * @param token        lets the user do anything
     */
    public record Tenant(String id, String clientSecret, String refreshToken, String token) {}

    /** The administrator's access token. */
    public String token() {
        return token;
    }

    /** Makes an organization that may have so many workflows, and has so many modules, counted from 0. */
    public Tenant organization(String id, int limit, int modules) {
        return organization(id, "\"connected_workflows_limit\": " + limit, modules);
    }

    /** Makes an organization whose workflows may have a node for each of so many modules, counted from 0. */
    public Tenant organizationOfLargeWorkflows(String id, int modules) {
        return organization(id, "\"modules_limit_per_process\": " + modules, modules);
    }

    /** Changes how many workflows an organization with so many modules may have. */
    public void limit(String id, int limit, int modules) {
        expect(200, put(id, "\"connected_workflows_limit\": " + limit, modules));
    }

    private Http.Reply put(String id, String limits, int modules) {
        return http.send("PUT", "/admin/v1/organizations/" + id, token, """
            {"name": "Organization %s", "edition": "enterprise", "limits": {%s},
             "modules": [%s],
             "profiles": [{"id": "1", "name": "Administrator", "permissions": ["manage_connected_workflows"]}],
             "users": [{"id": "%s", "full_name": "Asha Rao", "email": "asha@example.com", "profile_id": "1"}]}
            """.formatted(id, limits, IntStream.range(0, modules).mapToObj(Provisioning::module).collect(joining(",")),
                USER));
    }

    private Tenant organization(String id, String limits, int modules) {
        expect(201, put(id, limits, modules));
        var client = expect(201, http.send("POST", "/admin/v1/organizations/%s/users/%s/clients".formatted(id, USER),
                token, "{\"scopes\":[\"%s\"]}".formatted(SCOPE))).json();
        var secret = client.get("client_secret").stringValue();
        return new Tenant(id, secret, client.get("refresh_token").stringValue(),
                token(client.get("client_id").stringValue(), secret));
    }

    private static String module(int number) {
        return "{\"id\":\"%s\",\"api_name\":\"Module_%d\"}".formatted(moduleId(number), number);
    }

    /** The id of an organization's module. */
    public static String moduleId(int number) {
        return Long.toString(FIRST_MODULE + number);
    }

    /** A request's body that asks for a workflow with this name that starts at this module. */
    public static String draft(String name, int module) {
        return "{\"connected_workflows\":[{\"name\":\"%s\",\"primary_module\":{\"id\":\"%s\"}}]}".formatted(name,
                moduleId(module));
    }

    /** A request's body that asks for a rule of this node, which is of this module, with one action of this name. */
    public static String rule(String action, String node, String module) {
        return """
            {"rules":[{"node":{"id":"%s"},
              "execute_when":{"type":"create","details":{"trigger_module":{"id":"%s"}}},
              "conditions":[{"sequence_number":1,
                "instant_actions":{"actions":[{"type":"field_updates","id":"1","name":"%s"}]}}]}]}"""
                .formatted(node, module, action);
    }

    private String token(String clientId, String clientSecret) {
        var form = "grant_type=client_credentials&client_id=%s&client_secret=%s".formatted(
                URLEncoder.encode(clientId, StandardCharsets.UTF_8),
                URLEncoder.encode(clientSecret, StandardCharsets.UTF_8));
        return expect(200, http.form("/oauth/v2/token", form)).json().get("access_token").stringValue();
    }

    private static Http.Reply expect(int status, Http.Reply reply) {
        if (reply.status() != status) {
            throw new IllegalStateException("Answered with %d: %s".formatted(reply.status(), reply.body()));
        }
        return reply;
    }
}
