package io.connectedworkflow.infrastructure.security;

import static io.connectedworkflow.testing.Expected.AUTHENTICATION_FAILURE;
import static io.connectedworkflow.testing.Expected.FEATURE_NOT_SUPPORTED;
import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.NO_PERMISSION;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static io.connectedworkflow.testing.Expected.UNKNOWN_WORKFLOW;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.TestOrganization.ALL;
import static io.connectedworkflow.testing.TestOrganization.created;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.ContractEndpoint;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose requests are admitted: sections 5.1 to 5.3 of the contract, and the scopes of section 4. */
class AuthorizationContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    /** Nothing is ever created in it. */
    private static final TestOrganization EMPTY = ADMIN.organization();
    /** Nor in this one. */
    private static final TestOrganization STANDARD = ADMIN
            .organization(document -> document.put("edition", "standard"));

    private static final String UNKNOWN = WORKFLOWS + "/4876876000019340001";
    private static final String UNREADABLE = "{";
    private static final String OWN_SCOPE = "ZohoCRM.settings.connected_workflows.";

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Zoho-oauthtoken", "Zoho-oauthtoken ", "Zoho-oauthtoken    ", "Bearer", "Bearer ",
        "$T", "Zoho-oauthtoken$T", "Bearer$T", "Token $T", "Basic $T", "Zoho oauthtoken $T",
        "Zoho-oauthtoken: $T", "Zoho-oauthtoken=$T", "Zoho-oauthtoken\t$T", "Zoho-oauthtoken $T x",
        "Zoho-oauthtoken TO KEN", "Zoho-oauthtoken $T,", "Zoho-oauthtoken $T, Bearer $T",
        "Zoho-oauthtoken \"$T\"", "Zoho-oauthtoken '$T'", "Zoho-oauthtoken <$T>", "Zoho-oauthtoken =$T",
        "Zoho-oauthtoken $T=x", "Zoho-oauthtoken =", "Zoho-oauthtoken $T:", "Zoho-oauthtoken $T;x=1",
        "Zoho-oauthtoken $T%20", "Zoho-oauthtoken $T\u00E9", "Zoho-oauthtoken\u00A0$T",
        "Zoho-oauthtok\u00E9n $T", "Bearer Zoho-oauthtoken $T", "X Bearer $T"})
    void refuses_a_malformed_authorization(String header) {
        HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x",
                "Authorization: " + header.replace("$T", EMPTY.token())).mustBe(AUTHENTICATION_FAILURE);
    }

    @Test
    void refuses_a_missing_authorization_and_a_double_one() {
        var one = "Authorization: Zoho-oauthtoken " + EMPTY.token();
        HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x").mustBe(AUTHENTICATION_FAILURE);
        HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x", one, one).mustBe(AUTHENTICATION_FAILURE);
        HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x", one, "authorization: Basic eDp5")
                .mustBe(AUTHENTICATION_FAILURE);
        HTTP.send("GET", WORKFLOWS + "?access_token=" + EMPTY.token(), Map.of(), null).mustBe(AUTHENTICATION_FAILURE);
        HTTP.send("GET", WORKFLOWS, Map.of("Cookie", "Authorization=Bearer " + EMPTY.token()), null)
                .mustBe(AUTHENTICATION_FAILURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoho-oauthtoken $T", "zoho-oauthtoken $T", "ZOHO-OAUTHTOKEN $T", "Bearer $T",
        "bearer $T", "BEARER $T", "Zoho-oauthtoken     $T", "Bearer  $T", "   Bearer $T",
        "Bearer $T   "})
    void takes_either_scheme_in_any_case_and_with_any_number_of_spaces(String header) {
        HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x",
                "authorization: " + header.replace("$T", EMPTY.token())).mustBe(NOTHING);
    }

    @Test
    void refuses_tokens_that_it_does_not_know() {
        var client = EMPTY.client(EMPTY.asha(), 3600, ALL);
        for (var token : List.of("x", "0", "-._~+/", "x==", EMPTY.token() + "=", EMPTY.token() + "x",
                EMPTY.token().substring(1), "x".repeat(5000), client.refreshToken(), client.clientSecret(),
                client.clientId())) {
            HTTP.send("GET", WORKFLOWS, token, null).mustBe(INVALID_TOKEN);
        }
    }

    @Test
    void refuses_a_token_at_once_when_it_is_revoked_or_its_client_deleted() {
        var organization = ADMIN.organization();
        var client = organization.client(organization.asha(), 3600, ALL);
        var grant = "grant_type=client_credentials&" + client.form();
        var first = HTTP.form("/oauth/v2/token", grant).json().get("access_token").asString();
        var second = HTTP.form("/oauth/v2/token", grant).json().get("access_token").asString();
        HTTP.send("GET", WORKFLOWS, first, null).mustBe(NOTHING);
        HTTP.send("GET", WORKFLOWS, second, null).mustBe(NOTHING);

        HTTP.form("/oauth/v2/token/revoke", "token=" + first);
        HTTP.send("GET", WORKFLOWS, first, null).mustBe(INVALID_TOKEN);
        HTTP.send("GET", WORKFLOWS, second, null).mustBe(NOTHING);

        ADMIN.send("DELETE", organization.clientsPath(organization.asha()) + "/" + client.clientId(), null);
        HTTP.send("GET", WORKFLOWS, second, null).mustBe(INVALID_TOKEN);
    }

    @Test
    void refuses_a_token_at_once_when_its_user_is_inactive_or_gone() {
        var organization = ADMIN.organization();
        var user = organization.addUser("Ravi", "1");
        var token = organization.tokenOf(user, ALL);
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);

        organization.change(document -> document.at("/users/1").asObject().put("active", false));
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(INVALID_TOKEN);
        HTTP.send("POST", WORKFLOWS, token, UNREADABLE).mustBe(INVALID_TOKEN);
        organization.change(document -> document.at("/users/1").asObject().put("active", true));
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);

        organization.change(document -> document.withArray("users").remove(1));
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(INVALID_TOKEN);
        organization.list().mustBe(NOTHING);
    }

    @Test
    void an_inactive_user_s_token_is_invalid_before_its_scope_or_anything_of_the_organization_counts() {
        var organization = ADMIN.organization(document -> document.put("edition", "free"));
        var token = organization.token("some.other.scope");
        organization.change(document -> document.at("/users/0").asObject().put("active", false));
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(INVALID_TOKEN);
    }

    @Test
    void refuses_a_token_at_once_when_its_organization_is_deleted_and_for_ever() {
        var organization = ADMIN.organization();
        HTTP.send("GET", WORKFLOWS, organization.token(), null).mustBe(NOTHING);
        ADMIN.send("DELETE", organization.path(), null).mustBe(NOTHING);
        HTTP.send("GET", WORKFLOWS, organization.token(), null).mustBe(INVALID_TOKEN);
        organization.change(document -> {});
        HTTP.send("GET", WORKFLOWS, organization.token(), null).mustBe(INVALID_TOKEN);
        HTTP.send("GET", WORKFLOWS, organization.token(ALL), null).mustBe(NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"CREATE, POST", "READ, GET", "ALL, POST", "ALL, GET"})
    void takes_the_endpoint_s_own_scope_and_the_wider_ones(String operation, String method) {
        for (var scope : List.of(OWN_SCOPE + operation, "ZohoCRM.settings.ALL")) {
            for (var spelled : List.of(scope, scope.toLowerCase(Locale.ROOT), scope.toUpperCase(Locale.ROOT))) {
                var token = EMPTY.token("aaaserver.profile.READ", spelled, OWN_SCOPE + "DELETE");
                if (method.equals("POST")) {
                    HTTP.send("POST", WORKFLOWS, token, UNREADABLE).mustBe(UNREADABLE_BODY);
                } else {
                    HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
                    HTTP.send("GET", UNKNOWN, token, null).mustBe(UNKNOWN_WORKFLOW);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_endpoint_takes_its_own_scope_and_not_that_of_another_operation(ContractEndpoint endpoint) {
        for (var operation : List.of("CREATE", "READ", "UPDATE", "DELETE", "ALL")) {
            var isEnough = operation.equals("ALL") || operation.equals(endpoint.operation());
            HTTP.send(endpoint.method(), endpoint.path("1", "2"), STANDARD.token(OWN_SCOPE + operation), UNREADABLE)
                    .mustBe(isEnough ? endpoint.answerWhereNothingIs() : OAUTH_SCOPE_MISMATCH);
        }
        HTTP.send(endpoint.method(), endpoint.path("1", "2"), STANDARD.token("ZohoCRM.settings.ALL"), UNREADABLE)
                .mustBe(endpoint.answerWhereNothingIs());
        HTTP.send(endpoint.method(), endpoint.path("1", "2"), STANDARD.token("ZohoCRM.modules.ALL"), UNREADABLE)
                .mustBe(OAUTH_SCOPE_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN_SCOPE + "UPDATE", OWN_SCOPE + "DELETE", OWN_SCOPE + "WRITE", OWN_SCOPE + "CREAT",
        OWN_SCOPE + "CREATED", OWN_SCOPE + "READ.x", OWN_SCOPE + "ALL.x", OWN_SCOPE, OWN_SCOPE + "*",
        "ZohoCRM.settings.connected_workflows", "ZohoCRM.settings", "ZohoCRM.settings.", "ZohoCRM.settings.*",
        "ZohoCRM.settings.AL", "ZohoCRM.settings.ALL.READ", "ZohoCRM.settings.modules.ALL",
        "ZohoCRM.settings.workflow_rules.ALL", "ZohoCRM.modules.ALL", "ZohoCRM.ALL", "ALL", "*",
        "xZohoCRM.settings.ALL", "connected_workflows.ALL", "ConnectedWorkflow.admin", "ZohoCRM.settings.ALL/READ"})
    void no_other_scope_helps(String scope) {
        var token = EMPTY.token(scope, "aaaserver.profile.READ");
        HTTP.send("POST", WORKFLOWS, token, UNREADABLE).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("GET", UNKNOWN, token, null).mustBe(OAUTH_SCOPE_MISMATCH);
    }

    @Test
    void the_scope_of_another_operation_does_not_help() {
        HTTP.send("POST", WORKFLOWS, EMPTY.token(OWN_SCOPE + "READ"), UNREADABLE).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("GET", WORKFLOWS, EMPTY.token(OWN_SCOPE + "CREATE"), null).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("GET", UNKNOWN, EMPTY.token(OWN_SCOPE + "CREATE"), null).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("GET", WORKFLOWS, ADMIN.token(), null).mustBe(OAUTH_SCOPE_MISMATCH);
    }

    @Test
    void an_edition_counts_at_once() {
        var organization = ADMIN.organization(document -> document.put("edition", "free"));
        organization.list().mustBe(FEATURE_NOT_SUPPORTED);
        for (var edition : List.of("standard", "professional", "enterprise", "ultimate")) {
            organization.change(document -> document.put("edition", edition));
            organization.list().mustBe(NOTHING);
            organization.post(UNREADABLE).mustBe(UNREADABLE_BODY);
            organization.get("1").mustBe(UNKNOWN_WORKFLOW);
        }
        organization.create("a", "Contacts");
        organization.change(document -> document.put("edition", "free"));
        organization.list().mustBe(FEATURE_NOT_SUPPORTED);
        organization.get("1").mustBe(FEATURE_NOT_SUPPORTED);
        organization.post(UNREADABLE).mustBe(FEATURE_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"manage_automations, -", "manage_connected_workflows, -",
        "manage_automations, manage_connected_workflows", "something_else, manage_connected_workflows"})
    void either_permission_is_enough(String permission, String other) {
        var organization = ADMIN.organization(document -> {
            var permissions = document.at("/profiles/0").asObject().putArray("permissions").add(permission);
            if (other != null) {
                permissions.add(other);
            }
        });
        organization.list().mustBe(NOTHING);
        organization.create("a", "Contacts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MANAGE_AUTOMATIONS", "Crm_Implied_Manage_Automation", "manage_automation",
        "manage_automations ", "manage_workflows", "*"})
    void nothing_but_the_two_permissions_helps(String permission) {
        var organization = ADMIN.organization(document -> document.at("/profiles/0").asObject().putArray("permissions")
                .add(permission));
        organization.list().mustBe(NO_PERMISSION);
        organization.get("1").mustBe(NO_PERMISSION);
        organization.post(UNREADABLE).mustBe(NO_PERMISSION);
        organization.change(document -> document.at("/users/0").asObject().put("profile_id", "2"));
        organization.list().mustBe(NO_PERMISSION);
    }
}
