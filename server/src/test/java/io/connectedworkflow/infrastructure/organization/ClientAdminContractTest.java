package io.connectedworkflow.infrastructure.organization;

import static io.connectedworkflow.testing.Expected.AUTHENTICATION_FAILURE;
import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static io.connectedworkflow.testing.Expected.bare;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The administration of OAuth clients, and who may administrate at all: "Admin API" in the design. */
class ClientAdminContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final String TOKEN = "/oauth/v2/token";
    private static final String SCOPE = "ZohoCRM.settings.ALL";

    private static final Expected NO_USER = bare(404, "NOT_FOUND", "There is no such user", "");
    private static final Expected NO_CLIENT = bare(404, "NOT_FOUND", "There is no such client", "");
    private static final Expected INVALID_CLIENT = Expected.of(400, "{'error':'invalid_client'}");

    private final TestOrganization organization = ADMIN.organization();
    private final String clients = organization.clientsPath(organization.asha());

    @Test
    void creates_a_client_that_gets_tokens_of_an_hour() {
        var reply = ADMIN.send("POST", clients, "{\"scopes\":[\"%s\",\"a.b\",\"%s\"]}".formatted(SCOPE, SCOPE));
        assertThat(reply.status()).isEqualTo(201);
        var client = reply.json();
        reply.mustBe(new Expected(201, client));
        assertThat(client.propertyNames()).containsExactlyInAnyOrder("client_id", "client_secret", "refresh_token");
        var secret = client.get("client_secret").asString();
        assertThat(secret).matches("[A-Za-z0-9_-]{43,}").isNotEqualTo(client.get("refresh_token").asString());

        var token = HTTP.form(TOKEN, "grant_type=client_credentials&client_id=" + client.get("client_id").asString()
                + "&client_secret=" + secret).json();
        assertThat(token.get("expires_in").asInt()).isEqualTo(3600);
        assertThat(token.get("scope").asString()).isEqualTo(SCOPE + " a.b");
    }

    @Test
    void lists_clients_in_the_order_of_their_creation_and_without_secrets() {
        ADMIN.send("GET", clients, null).mustBe(Expected.of(200, "{'clients':[]}"));
        organization.change(document -> document.put("time_zone", "Asia/Kolkata"));
        var start = Instant.now().minusSeconds(1);
        var first = organization.client(organization.asha(), 3600, SCOPE, "a");
        var second = organization.client(organization.asha(), 60, "b");
        organization.client(organization.addUser("Ravi", "2"), 3600, "c");

        var reply = ADMIN.send("GET", clients, null);
        var listed = reply.json().get("clients");
        var expected = Http.JSON.createArrayNode();
        BiConsumer<TestOrganization.Credentials, List<String>> add = (client, scopes) -> {
            var time = listed.get(expected.size()).get("created_time").asString();
            // as everywhere in the API: whole seconds, and never Z
            assertThat(time).matches("[0-9-]{10}T[0-9:]{8}\\+05:30");
            assertThat(OffsetDateTime.parse(time).toInstant()).isBetween(start, Instant.now());
            var element = expected.addObject().put("client_id", client.clientId()).put("created_time", time);
            scopes.forEach(element.putArray("scopes")::add);
        };
        add.accept(first, List.of(SCOPE, "a"));
        add.accept(second, List.of("b"));
        reply.mustBe(new Expected(200, Http.JSON.createObjectNode().set("clients", expected)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refuses_a_fault_with_a_message_that_names_the_field(String body, Expected answer) {
        ADMIN.send("POST", clients, body.replace('\'', '"')).mustBe(answer);
        ADMIN.send("GET", clients, null).mustBe(Expected.of(200, "{'clients':[]}"));
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                Stream.of("{}", "{'scopes':null}", "{'expires_in':5}").map(body -> Arguments.of(body,
                        refused("MANDATORY_NOT_FOUND", "Required field not found", "", "scopes"))),
                Stream.of("5", "'a'", "{}", "true").map(value -> Arguments.of("{'scopes':" + value + "}",
                        refused("INVALID_DATA", "invalid data", "'expected_data_type':'jsonarray',", "scopes"))),
                Stream.of(Arguments.of("{'scopes':[]}", refused("INVALID_DATA", "invalid data", "", "scopes"))),
                Stream.of("5", "null", "[]", "{}").map(value -> Arguments.of("{'scopes':['a'," + value + "]}",
                        refused("INVALID_DATA", "invalid data", "'expected_data_type':'text',", "scopes[1]"))),
                Stream.of("", " ", "a b", "a,b", "a\\\"b", "a\\\\b", "\\u0000", "a\\n", "\\u00e9", "\\u007f", "\\ud800")
                        .map(scope -> Arguments.of("{'scopes':['a','" + scope + "']}",
                                refused("INVALID_DATA", "invalid data", "", "scopes[1]"))),
                Stream.of("'60'", "1.5", "60.0", "1e2", "true", "[]", "{}", "2147483648", "1e131072")
                        .map(value -> Arguments.of("{'scopes':['a'],'expires_in':" + value + "}",
                                refused("INVALID_DATA",
                                        "invalid data", "'expected_data_type':'integer',", "expires_in"))),
                Stream.of("0", "-1", "86401", "2147483647").map(value -> Arguments.of(
                        "{'scopes':['a'],'expires_in':" + value + "}",
                        refused("INVALID_DATA", "invalid data", "", "expires_in"))))
                .flatMap(cases -> cases);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "\"x\"", "null", "{", "{}{}", "{\"scopes\":[\"a\"],\"scopes\":[\"a\"]}"})
    void refuses_what_is_not_one_json_object(String body) {
        ADMIN.send("POST", clients, body).mustBe(UNREADABLE_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!#$%&'()*+-./:;<=>?@[]^_`{|}~", "a", "ZohoCRM.settings.ALL"})
    void takes_every_scope_of_RFC_6749_without_a_comma(String scope) {
        var client = organization.client(organization.asha(), 3600, scope);
        assertThat(HTTP.form(TOKEN, "grant_type=client_credentials&" + client.form() + "&scope=" + Admin.encoded(scope))
                .json().get("scope").asString()).isEqualTo(scope);
    }

    @Test
    void takes_null_for_the_default_time() {
        var reply = ADMIN.send("POST", clients, "{\"scopes\":[\"a\"],\"expires_in\":null,\"x\":\"\\u0000\"}");
        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void deletes_a_client_with_its_tokens() {
        var client = organization.client(organization.asha(), 3600, SCOPE);
        var other = organization.client(organization.asha(), 3600, SCOPE);
        var grant = "grant_type=client_credentials&" + client.form();
        var refresh = "grant_type=refresh_token&refresh_token=" + client.refreshToken() + "&" + client.form();
        var tokens = Stream.of(grant, refresh)
                .map(form -> HTTP.form(TOKEN, form).json().get("access_token").asString()).toList();
        tokens.forEach(token -> HTTP.send("GET", Http.WORKFLOWS, token, null).mustBe(NOTHING));

        ADMIN.send("DELETE", clients + "/" + client.clientId(), null).mustBe(NOTHING);
        tokens.forEach(token -> HTTP.send("GET", Http.WORKFLOWS, token, null).mustBe(INVALID_TOKEN));
        HTTP.form(TOKEN, grant).mustBe(INVALID_CLIENT);
        HTTP.form(TOKEN, refresh).mustBe(INVALID_CLIENT);
        ADMIN.send("DELETE", clients + "/" + client.clientId(), null).mustBe(NO_CLIENT);
        assertThat(HTTP.form(TOKEN, "grant_type=client_credentials&" + other.form()).status()).isEqualTo(200);
    }

    @Test
    void knows_a_client_under_its_own_user_only() {
        var client = organization.client(organization.asha(), 3600, SCOPE);
        var ravi = organization.addUser("Ravi", "1");
        var elsewhere = ADMIN.organization();
        for (var path : List.of(organization.clientsPath(ravi), elsewhere.clientsPath(elsewhere.asha()))) {
            ADMIN.send("DELETE", path + "/" + client.clientId(), null).mustBe(NO_CLIENT);
            ADMIN.send("GET", path, null).mustBe(Expected.of(200, "{'clients':[]}"));
        }
        for (var id : List.of("x", "%20", "..", client.clientId() + ";x", "x".repeat(3000), "test-administrator")) {
            ADMIN.send("DELETE", clients + "/" + id, null).mustBe(NO_CLIENT);
        }
        assertThat(HTTP.form(TOKEN, "grant_type=client_credentials&" + client.form()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x", "%20", ".."})
    void knows_no_user_who_is_not_in_the_document(String user) {
        ADMIN.send("GET", organization.clientsPath(user), null).mustBe(NO_USER);
        ADMIN.send("POST", organization.clientsPath(user), "{\"scopes\":[\"a\"]}").mustBe(NO_USER);
        ADMIN.send("DELETE", organization.clientsPath(user) + "/x", null).mustBe(NO_USER);
    }

    @Test
    void keeps_clients_when_the_organization_is_replaced() {
        var client = organization.client(organization.asha(), 3600, SCOPE);
        organization.change(document -> document.put("name", "Other"));
        assertThat(HTTP.form(TOKEN, "grant_type=client_credentials&" + client.form()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void only_the_administrator_may_administrate(String method, String path) {
        var own = path.replace("ORG", organization.id()).replace("USER", organization.asha());
        var unknown = path.replace("ORG", "1").replace("USER", "1");
        var pretender = organization.token("ConnectedWorkflow.admin", "connectedworkflow.ADMIN", SCOPE);
        for (var where : List.of(own, unknown)) {
            HTTP.send(method, where, Map.of(), bytes("{")).mustBe(AUTHENTICATION_FAILURE);
            HTTP.send(method, where, Map.of("Authorization", "Basic eDp5"), bytes("{")).mustBe(AUTHENTICATION_FAILURE);
            HTTP.send(method, where, "unknown", "{").mustBe(INVALID_TOKEN);
            HTTP.send(method, where, organization.token(), "{").mustBe(OAUTH_SCOPE_MISMATCH);
            HTTP.send(method, where, pretender, "{").mustBe(OAUTH_SCOPE_MISMATCH);
        }
        organization.change(document -> document.at("/users/0").asObject().put("active", false));
        HTTP.send(method, own, pretender, "{").mustBe(INVALID_TOKEN);
    }

    private static Stream<Arguments> endpoints() {
        return Stream.of(Arguments.of("GET", "/admin/v1/organizations"),
                Arguments.of("PUT", "/admin/v1/organizations/ORG"), Arguments.of("GET", "/admin/v1/organizations/ORG"),
                Arguments.of("DELETE", "/admin/v1/organizations/ORG"),
                Arguments.of("POST", "/admin/v1/organizations/ORG/users/USER/clients"),
                Arguments.of("GET", "/admin/v1/organizations/ORG/users/USER/clients"),
                Arguments.of("DELETE", "/admin/v1/organizations/ORG/users/USER/clients/x"),
                Arguments.of("POST", "/admin/v1/organizations/ORG/users/USER/clients/x/grant_tokens"));
    }

    @Test
    void the_administrator_s_client_has_the_one_scope() {
        var form = "grant_type=client_credentials&client_id=test-administrator&client_secret=";
        HTTP.form(TOKEN, form + "wrong").mustBe(INVALID_CLIENT);
        HTTP.send("GET", Http.WORKFLOWS, ADMIN.token(), null).mustBe(OAUTH_SCOPE_MISMATCH);
    }

    private static Expected refused(String code, String message, String details, String at) {
        return bare(400, code, message + ": $." + at, details + "'api_name':'" + at.replaceAll("\\[.*", "")
                + "','json_path':'$." + at + "'");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
