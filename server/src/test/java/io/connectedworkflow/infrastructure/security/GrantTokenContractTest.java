package io.connectedworkflow.infrastructure.security;

import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static io.connectedworkflow.testing.Expected.bare;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestOrganization.Credentials;
import io.connectedworkflow.testing.Together;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grant tokens of self clients, and what they are exchanged for. */
class GrantTokenContractTest {

    private static final RunningServer SERVER = RunningServer.shared();
    private static final Http HTTP = SERVER.http();
    private static final Admin ADMIN = SERVER.admin();

    private static final String ALL = "ZohoCRM.settings.connected_workflows.ALL";
    private static final String READ = "ZohoCRM.settings.connected_workflows.READ";
    private static final String TOKEN = "/oauth/v2/token";
    private static final Expected INVALID_CODE = Expected.of(400, "{'error':'invalid_code'}");
    private static final Expected NO_CLIENT = bare(404, "NOT_FOUND", "There is no such client", "");

    private final TestOrganization organization = ADMIN.organization();
    private final Credentials client = organization.client(organization.asha(), 3600, ALL, "a.b");

    @Test
    void the_administrator_gets_a_grant_token_for_ten_minutes() {
        var token = granted(grant("{}"), ALL, "a.b");
        assertThat(token).matches("[A-Za-z0-9_-]{43,}");
        assertThat(granted(grant("{\"scopes\":null}"), ALL, "a.b")).isNotEqualTo(token);
    }

    @Test
    void a_grant_token_may_be_for_fewer_scopes_that_the_client_s_include() {
        granted(grant("{\"scopes\":[\"a.b\",\"%s\",\"a.b\"]}".formatted(READ)), "a.b", READ);
        for (var scope : List.of("ZohoCRM.settings.ALL", "", "a b", "ConnectedWorkflow.admin")) {
            grant("{\"scopes\":[\"a.b\",\"a.b\",\"%s\"]}".formatted(scope)).mustBe(bare(400, "INVALID_DATA",
                    "invalid data: $.scopes[2]", "'api_name':'scopes','json_path':'$.scopes[2]'"));
        }
        grant("{\"scopes\":[]}").mustBe(bare(400, "INVALID_DATA", "invalid data: $.scopes",
                "'api_name':'scopes','json_path':'$.scopes'"));
        grant("{\"scopes\":5}").mustBe(bare(400, "INVALID_DATA", "invalid data: $.scopes",
                "'expected_data_type':'jsonarray','api_name':'scopes','json_path':'$.scopes'"));
        grant("").mustBe(UNREADABLE_BODY);
    }

    @Test
    void only_a_client_of_the_user_gets_a_grant_token() {
        var ravi = organization.addUser("Ravi", "1");
        var elsewhere = ADMIN.organization();
        for (var path : List.of(organization.clientsPath(ravi), elsewhere.clientsPath(elsewhere.asha()))) {
            ADMIN.send("POST", path + "/" + client.clientId() + "/grant_tokens", "{}").mustBe(NO_CLIENT);
        }
        for (var id : List.of("x", "test-administrator")) {
            ADMIN.send("POST", organization.clientsPath(organization.asha()) + "/" + id + "/grant_tokens", "{}")
                    .mustBe(NO_CLIENT);
        }
    }

    @Test
    void exchanges_a_grant_token_for_an_access_token_and_a_refresh_token() {
        var tokens = exchange(client, newGrantToken("{}") + "&redirect_uri=https%3A%2F%2Fexample.com%2Fback");
        var access = tokens.json().get("access_token").asString();
        var refresh = tokens.json().get("refresh_token").asString();
        tokens.mustBe(Expected.of(200, """
            {"access_token":"%s","refresh_token":"%s","api_domain":"%s","token_type":"Bearer","expires_in":3600,
             "scope":"%s a.b"}""".formatted(access, refresh, HTTP.server(), ALL)));
        HTTP.send("GET", WORKFLOWS, access, null).mustBe(NOTHING);
        HTTP.send("GET", WORKFLOWS, refreshed(client, refresh, ALL + " a.b"), null).mustBe(NOTHING);
    }

    @Test
    void the_tokens_are_as_good_as_the_grant_token_and_not_as_the_client() {
        var tokens = exchange(client, newGrantToken("{\"scopes\":[\"%s\"]}".formatted(READ))).json();
        assertThat(tokens.get("scope").asString()).isEqualTo(READ);
        var refreshed = refreshed(client, tokens.get("refresh_token").asString(), READ);
        for (var token : List.of(tokens.get("access_token").asString(), refreshed)) {
            HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
            HTTP.send("POST", WORKFLOWS, token, "{").mustBe(OAUTH_SCOPE_MISMATCH);
        }
        refreshed(client, client.refreshToken(), ALL + " a.b");
    }

    @Test
    void a_grant_token_is_good_for_one_exchange() {
        var grant = newGrantToken("{}");
        var access = exchange(client, grant).json().get("access_token").asString();
        exchange(client, grant).mustBe(INVALID_CODE);
        HTTP.send("GET", WORKFLOWS, access, null).mustBe(NOTHING);
    }

    @Test
    void of_many_exchanges_at_once_exactly_one_succeeds() {
        var grant = newGrantToken("{}");
        var statuses = Together.run(8, i -> exchange(client, grant).status());
        assertThat(statuses).containsOnlyOnce(200).allMatch(status -> status == 200 || status == 400);
    }

    @Test
    void exchanges_of_a_client_that_is_deleted_at_once_succeed_or_are_refused() {
        for (var round = 0; round < 5; round++) {
            var doomed = organization.client(organization.asha(), 3600, ALL);
            var grants = IntStream.range(0, 4)
                    .mapToObj(i -> granted(grant(doomed, "{}"), ALL)).toList();
            var path = organization.clientsPath(organization.asha()) + "/" + doomed.clientId();
            var statuses = Together.run(5, i -> i == 4
                    ? ADMIN.send("DELETE", path, null).status()
                    : exchange(doomed, grants.get(i)).status());
            assertThat(statuses.getLast()).isEqualTo(204);
            assertThat(statuses.subList(0, 4)).allMatch(status -> status == 200 || status == 400);
        }
    }

    @Test
    void refuses_a_grant_token_of_another_client_which_keeps_it() {
        var other = organization.client(organization.asha(), 3600, ALL);
        var grant = newGrantToken("{}");
        exchange(other, grant).mustBe(INVALID_CODE);
        HTTP.form(TOKEN, "grant_type=authorization_code&client_secret=wrong&client_id=" + client.clientId() + "&code="
                + grant).mustBe(Expected.of(400, "{'error':'invalid_client'}"));
        assertThat(exchange(client, grant).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%C3%A9", "SECRET", "REFRESH", "ACCESS"})
    void refuses_what_is_no_grant_token(String code) {
        var access = refreshed(client, client.refreshToken(), ALL + " a.b");
        exchange(client, code.replace("SECRET", client.clientSecret()).replace("REFRESH", client.refreshToken())
                .replace("ACCESS", access)).mustBe(INVALID_CODE);
    }

    @ParameterizedTest
    @CsvSource({"'',invalid_request", "code=,invalid_request", "code=a&code=b,invalid_request"})
    void refuses_an_exchange_without_one_grant_token(String code, String error) {
        HTTP.form(TOKEN, "grant_type=authorization_code&" + client.form() + "&" + code)
                .mustBe(Expected.of(400, "{'error':'" + error + "'}"));
    }

    @Test
    void a_grant_token_is_neither_an_access_token_nor_a_refresh_token() {
        var grant = newGrantToken("{}");
        HTTP.send("GET", WORKFLOWS, grant, null).mustBe(INVALID_TOKEN);
        HTTP.form(TOKEN, "grant_type=refresh_token&refresh_token=" + grant + "&" + client.form())
                .mustBe(INVALID_CODE);
    }

    @Test
    void a_grant_token_ends_after_its_time() {
        var grant = newGrantToken("{}");
        var owner = SERVER.database().asOwner();
        assertThat(owner.queryForObject("""
            select extract(epoch from expires_at - now()) from connected_workflow.grant_token where client_id = ?""",
                Double.class, client.clientId())).isBetween(540.0, 601.0);
        owner.update("update connected_workflow.grant_token set expires_at = now() where client_id = ?",
                client.clientId());
        exchange(client, grant).mustBe(INVALID_CODE);
    }

    @Test
    void revoking_a_refresh_token_ends_what_was_got_by_it_and_nothing_else() {
        var tokens = exchange(client, newGrantToken("{}")).json();
        var refresh = tokens.get("refresh_token").asString();
        var ended = List.of(tokens.get("access_token").asString(), refreshed(client, refresh, ALL + " a.b"));
        var other = refreshed(client, client.refreshToken(), ALL + " a.b");
        ended.forEach(token -> HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING));
        HTTP.form("/oauth/v2/token/revoke", "token=" + refresh).mustBe(Expected.of(200, "{'status':'success'}"));
        ended.forEach(token -> HTTP.send("GET", WORKFLOWS, token, null).mustBe(INVALID_TOKEN));
        HTTP.send("GET", WORKFLOWS, other, null).mustBe(NOTHING);
        HTTP.form(TOKEN, "grant_type=refresh_token&refresh_token=" + refresh + "&" + client.form())
                .mustBe(INVALID_CODE);
        refreshed(client, client.refreshToken(), ALL + " a.b");
    }

    @Test
    void deleting_the_client_ends_its_grant_tokens_and_all_that_was_got_by_them() {
        var tokens = exchange(client, newGrantToken("{}")).json();
        newGrantToken("{}");
        ADMIN.send("DELETE", organization.clientsPath(organization.asha()) + "/" + client.clientId(), null)
                .mustBe(NOTHING);
        HTTP.send("GET", WORKFLOWS, tokens.get("access_token").asString(), null).mustBe(INVALID_TOKEN);
        for (var table : List.of("grant_token", "refresh_token", "access_token")) {
            assertThat(SERVER.database().asOwner().queryForObject(
                    "select count(*) from connected_workflow." + table + " where client_id = ?", Integer.class,
                    client.clientId())).isZero();
        }
    }

    @Test
    void a_client_has_twenty_refresh_tokens_and_the_oldest_end_for_more() {
        var refreshTokens = IntStream.range(0, 20)
                .mapToObj(i -> exchange(client, newGrantToken("{}")).json().get("refresh_token").asString()).toList();
        HTTP.form(TOKEN, "grant_type=refresh_token&refresh_token=" + client.refreshToken() + "&" + client.form())
                .mustBe(INVALID_CODE);
        refreshTokens.forEach(refresh -> refreshed(client, refresh, ALL + " a.b"));
    }

    @Test
    void no_grant_token_is_in_the_database() {
        var used = newGrantToken("{}");
        var refresh = exchange(client, used).json().get("refresh_token").asString();
        var unused = newGrantToken("{}");
        var rows = Stream.of("grant_token", "refresh_token", "access_token")
                .flatMap(table -> SERVER.database().asOwner()
                        .queryForList("select t::text from connected_workflow." + table + " t", String.class).stream())
                .toList();
        assertThat(rows).anyMatch(row -> row.contains(client.clientId()))
                .noneMatch(row -> row.contains(used) || row.contains(unused) || row.contains(refresh));
    }

    private Reply grant(String body) {
        return grant(client, body);
    }

    private Reply grant(Credentials client, String body) {
        return ADMIN.send("POST",
                organization.clientsPath(organization.asha()) + "/" + client.clientId() + "/grant_tokens", body);
    }

    private String newGrantToken(String body) {
        return grant(body).json().get("grant_token").asString();
    }

    private static String granted(Reply reply, String... scopes) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        var token = reply.json().get("grant_token").asString();
        reply.mustBe(Expected.of(201, "{'grant_token':'%s','expires_in':600,'scopes':['%s']}".formatted(token,
                String.join("','", scopes))));
        return token;
    }

    private static Reply exchange(Credentials client, String code) {
        return HTTP.form(TOKEN, "grant_type=authorization_code&" + client.form() + "&code=" + code);
    }

    private static String refreshed(Credentials client, String refreshToken, String scope) {
        var reply = HTTP.form(TOKEN, "grant_type=refresh_token&refresh_token=" + refreshToken + "&" + client.form());
        var token = reply.json().path("access_token").asString();
        reply.mustBe(Expected.of(200, """
            {"access_token":"%s","api_domain":"%s","token_type":"Bearer","expires_in":3600,"scope":"%s"}"""
                .formatted(token, HTTP.server(), scope)));
        return token;
    }
}
