package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Admin.encoded;
import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestOrganization.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token endpoint: section 5.4 of the contract. */
class TokenContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final TestOrganization ORGANIZATION = ADMIN.organization();

    private static final String READ = "ZohoCRM.settings.connected_workflows.READ";
    private static final String CREATE = "ZohoCRM.settings.connected_workflows.CREATE";
    private static final String PROFILE = "aaaserver.profile.READ";
    private static final Credentials CLIENT = ORGANIZATION.client(ORGANIZATION.asha(), 3600, READ, CREATE, PROFILE);

    private static final String TOKEN = "/oauth/v2/token";
    private static final String REVOKE = "/oauth/v2/token/revoke";
    private static final String BY_CREDENTIALS = "grant_type=client_credentials&" + CLIENT.form();
    private static final String BY_REFRESHING = "grant_type=refresh_token&refresh_token=" + CLIENT.refreshToken() + "&"
            + CLIENT.form();
    private static final Expected REVOKED = Expected.of(200, "{'status':'success'}");

    @Test
    void issues_a_token_for_a_client_s_credentials() {
        var token = issued(HTTP.form(TOKEN, BY_CREDENTIALS), READ + " " + CREATE + " " + PROFILE);
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
    }

    @Test
    void issues_a_token_for_a_refresh_token() {
        var token = refreshed(HTTP.form(TOKEN, BY_REFRESHING));
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
    }

    @Test
    void refreshing_never_ends_an_access_token() {
        var byCredentials = issued(HTTP.form(TOKEN, BY_CREDENTIALS), READ + " " + CREATE + " " + PROFILE);
        var first = refreshed(HTTP.form(TOKEN, BY_REFRESHING));
        var second = refreshed(HTTP.form(TOKEN, BY_REFRESHING));
        assertThat(first).isNotEqualTo(second);
        for (var token : List.of(byCredentials, first, second)) {
            HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "basic", "BASIC"})
    void takes_the_client_by_HTTP_Basic(String scheme) {
        var all = READ + " " + CREATE + " " + PROFILE;
        issued(basic(scheme, CLIENT.clientId() + ":" + CLIENT.clientSecret(), "grant_type=client_credentials"), all);
        issued(basic(scheme, encoded(CLIENT.clientId()) + ":" + encoded(CLIENT.clientSecret()), BY_CREDENTIALS), all);
        refreshed(basic(scheme, CLIENT.clientId() + ":" + CLIENT.clientSecret(),
                "grant_type=refresh_token&refresh_token=" + CLIENT.refreshToken()));
    }

    @Test
    void takes_parameters_in_the_query_string() {
        var all = READ + " " + CREATE + " " + PROFILE;
        issued(HTTP.send("POST", TOKEN + "?" + BY_CREDENTIALS, Map.of(), null), all);
        issued(HTTP.send("POST", TOKEN + "?" + BY_CREDENTIALS + "&scope=" + READ + "%20" + CREATE, Map.of(), null),
                READ + " " + CREATE);
        issued(HTTP.form(TOKEN + "?" + CLIENT.form(), "grant_type=client_credentials"), all);
        issued(HTTP.form(TOKEN + "?grant_type=client_credentials", CLIENT.form()), all);
        refreshed(HTTP.send("POST", TOKEN + "?" + BY_REFRESHING, Map.of(), null));
    }

    @Test
    void does_not_need_a_content_type_and_ignores_unknown_parameters() {
        var all = READ + " " + CREATE + " " + PROFILE;
        issued(HTTP.send("POST", TOKEN, Map.of(), bytes(BY_CREDENTIALS)), all);
        issued(HTTP.send("POST", TOKEN, Map.of("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),
                bytes(BY_CREDENTIALS)), all);
        issued(HTTP.form(TOKEN, BY_CREDENTIALS + "&redirect_uri=x&=&&x&%C3%A9=1"), all);
        issued(HTTP.send("POST", TOKEN, Map.of("Authorization", "Bearer nonsense"), bytes(BY_CREDENTIALS)), all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"READ|READ", "READ%20CREATE|READ CREATE", "READ,CREATE|READ CREATE",
        "READ+CREATE|READ CREATE", "READ,%20CREATE|READ CREATE", "%20,READ%20,,|READ", "CREATE,READ|CREATE READ",
        "READ,READ|READ", "%52EAD|READ"})
    void issues_a_token_for_fewer_scopes(String wanted, String granted) {
        issued(HTTP.form(TOKEN, BY_CREDENTIALS + "&scope=" + scopes(wanted)), scopes(granted));
    }

    private static String scopes(String names) {
        return names.replace("READ", READ).replace("%52EAD", READ.replace("R", "%52")).replace("CREATE", CREATE);
    }

    @Test
    void a_token_is_good_for_its_own_scopes_alone() {
        var token = issued(HTTP.form(TOKEN, BY_CREDENTIALS + "&scope=" + PROFILE + "," + CREATE),
                PROFILE + " " + CREATE);
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("POST", WORKFLOWS, token, "{").mustBe(Expected.UNREADABLE_BODY);
    }

    @ParameterizedTest
    @CsvSource({"ZohoCRM.settings.ALL,ZohoCRM.settings.connected_workflows.READ",
        "ZohoCRM.settings.ALL,ZohoCRM.settings.connected_workflows.ALL",
        "ZohoCRM.settings.ALL,zohocrm.SETTINGS.connected_workflows.read",
        "ZohoCRM.settings.connected_workflows.ALL,ZohoCRM.settings.connected_workflows.READ"})
    void issues_a_token_for_a_scope_that_a_granted_one_includes(String granted, String wanted) {
        var client = ORGANIZATION.client(ORGANIZATION.asha(), 3600, granted);
        var form = "grant_type=client_credentials&" + client.form() + "&scope=" + wanted;
        var token = issued(HTTP.form(TOKEN, form), wanted);
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
        HTTP.form(TOKEN, form + ",aaaserver.profile.READ").mustBe(error("invalid_scope"));
    }

    @Test
    void a_token_for_a_part_of_what_is_granted_is_good_for_no_more() {
        var client = ORGANIZATION.client(ORGANIZATION.asha(), 3600, "ZohoCRM.settings.ALL");
        var form = "grant_type=client_credentials&" + client.form() + "&scope=";
        var read = issued(HTTP.form(TOKEN, form + READ), READ);
        HTTP.send("GET", WORKFLOWS, read, null).mustBe(NOTHING);
        HTTP.send("POST", WORKFLOWS, read, "{").mustBe(OAUTH_SCOPE_MISMATCH);
        var other = issued(HTTP.form(TOKEN, form + "ZohoCRM.settings.modules.ALL"), "ZohoCRM.settings.modules.ALL");
        HTTP.send("GET", WORKFLOWS, other, null).mustBe(OAUTH_SCOPE_MISMATCH);
    }

    @Test
    void an_empty_parameter_is_a_missing_one() {
        issued(HTTP.form(TOKEN, BY_CREDENTIALS + "&scope="), READ + " " + CREATE + " " + PROFILE);
        HTTP.form(TOKEN, "grant_type=&" + CLIENT.form()).mustBe(error("invalid_request"));
        HTTP.form(TOKEN, "grant_type=refresh_token&refresh_token=&" + CLIENT.form()).mustBe(error("invalid_request"));
        HTTP.form(REVOKE, "token=").mustBe(error("invalid_request"));
    }

    @Test
    void compares_scopes_without_case() {
        var reply = HTTP.form(TOKEN, BY_CREDENTIALS + "&scope=" + READ.toUpperCase(Locale.ROOT));
        assertThat(reply.status()).isEqualTo(200);
        HTTP.send("GET", WORKFLOWS, reply.json().get("access_token").asString(), null).mustBe(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZohoCRM.settings.ALL", "ZohoCRM.settings.connected_workflows.ALL",
        "ZohoCRM.settings.connected_workflows", "ConnectedWorkflow.admin", ",", "%20", "READ,ZohoCRM.settings.ALL",
        "READ%09CREATE", "READ;CREATE", "READ%0ACREATE", "*", "%C3%A9"})
    void refuses_scopes_that_the_client_does_not_have(String wanted) {
        HTTP.form(TOKEN, BY_CREDENTIALS + "&scope=" + scopes(wanted)).mustBe(error("invalid_scope"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void refuses_with_the_name_of_the_error_and_nothing_else(String form, String error) {
        HTTP.form(TOKEN, form).mustBe(error(error));
        HTTP.send("POST", TOKEN, Map.of(), bytes(form)).mustBe(error(error));
    }

    private static Stream<Arguments> badRequests() {
        var secret = "client_secret=" + CLIENT.clientSecret();
        var id = "client_id=" + CLIENT.clientId();
        var other = ORGANIZATION.client(ORGANIZATION.asha(), 3600, READ);
        return Stream.of(
                Stream.of("", "&", "=", "x", "{}", "{\"grant_type\":\"client_credentials\"}", CLIENT.form(),
                        "Grant_Type=client_credentials&" + CLIENT.form(), BY_CREDENTIALS + "&x=%zz",
                        BY_CREDENTIALS + "&x=%", BY_CREDENTIALS + "&%4=1", BY_CREDENTIALS + "&client_id=other",
                        BY_CREDENTIALS + "&grant_type=refresh_token", BY_CREDENTIALS + "&scope=%00",
                        "grant_type=client_credentials%00&" + CLIENT.form(), BY_CREDENTIALS + "&scope=a&scope=b",
                        "grant_type=refresh_token&" + CLIENT.form(), "grant_type=client_credentials&client_id=%00",
                        "grant_type=client_credentials&client_id=a%00b&" + secret)
                        .map(form -> Arguments.of(form, "invalid_request")),
                Stream.of("password", "authorization-code", "implicit", "CLIENT_CREDENTIALS", "client_credentials%20",
                        "client-credentials", "x", "%C3%A9", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                        .map(type -> Arguments.of("grant_type=" + type + "&" + CLIENT.form(),
                                "unsupported_grant_type")),
                Stream.of("grant_type=client_credentials", "grant_type=client_credentials&" + id,
                        "grant_type=client_credentials&" + secret, "grant_type=client_credentials&client_id=&" + secret,
                        "grant_type=client_credentials&client_secret=&" + id,
                        "grant_type=client_credentials&client_id=nobody&" + secret,
                        "grant_type=client_credentials&client_secret=wrong&" + id,
                        "grant_type=client_credentials&" + id + "&" + secret + "%20",
                        "grant_type=client_credentials&" + id + "&client_secret=" + CLIENT.refreshToken(),
                        "grant_type=client_credentials&" + id + "&client_secret=" + other.clientSecret(),
                        "grant_type=client_credentials&client_id=" + "x".repeat(60_000) + "&" + secret,
                        "grant_type=client_credentials&client_id=%FF&" + secret,
                        "grant_type=client_credentials&client_id=%ED%A0%80&" + secret,
                        "grant_type=client_credentials&client_id='%20or%201=1%20--&" + secret,
                        "grant_type=refresh_token&refresh_token=" + CLIENT.refreshToken(),
                        "grant_type=refresh_token&refresh_token=" + CLIENT.refreshToken() + "&client_secret=wrong&"
                                + id,
                        "grant_type=refresh_token&refresh_token=x&client_secret=wrong&" + id,
                        "grant_type=refresh_token&client_secret=wrong&" + id,
                        "grant_type=client_credentials&scope=nonsense&client_secret=wrong&" + id)
                        .map(form -> Arguments.of(form, "invalid_client")),
                Stream.of("x", "%C3%A9", CLIENT.clientSecret(), other.refreshToken(), CLIENT.refreshToken() + "x",
                        "x".repeat(10_000))
                        .map(token -> Arguments.of(
                                "grant_type=refresh_token&refresh_token=" + token + "&" + CLIENT.form(),
                                "invalid_code")))
                .flatMap(cases -> cases);
    }

    @Test
    void refuses_an_access_token_as_a_refresh_token() {
        var token = issued(HTTP.form(TOKEN, BY_CREDENTIALS), READ + " " + CREATE + " " + PROFILE);
        HTTP.form(TOKEN, "grant_type=refresh_token&refresh_token=" + token + "&" + CLIENT.form())
                .mustBe(error("invalid_code"));
    }

    @Test
    void refuses_malformed_query_strings() {
        for (var query : List.of("%zz=1", "x=%25zz%", "client_id=%00")) {
            HTTP.sendLines("POST " + TOKEN + "?" + query + " HTTP/1.1", "Host: x", "Content-Length: 0")
                    .mustBe(error("invalid_request"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x:y", ":", ":x", "CLIENT:", "CLIENT:wrong", "\u0000:\u0000", "CLIENT:SECRETx"})
    void answers_400_to_a_bad_client_by_HTTP_Basic_too(String credentials) {
        var reply = basic("Basic", credentials.replace("CLIENT", CLIENT.clientId()).replace("SECRET",
                CLIENT.clientSecret()), "grant_type=client_credentials");
        reply.mustBe(error(credentials.matches("x|\u0000:\u0000") ? "invalid_request" : "invalid_client"));
        assertThat(reply.header("WWW-Authenticate")).isNull();
    }

    @Test
    void refuses_malformed_or_contradicting_HTTP_Basic() {
        for (var header : List.of("Basic", "Basic ", "Basic !!!", "Basic " + "A".repeat(7), "Basic eA== eA==")) {
            var reply = HTTP.send("POST", TOKEN, Map.of("Authorization", header),
                    bytes("grant_type=client_credentials"));
            assertThat(reply.json().get("error").asString()).isIn("invalid_request", "invalid_client");
            reply.mustBe(error(reply.json().get("error").asString()));
        }
        basic("Basic", "other:secret", BY_CREDENTIALS).mustBe(error("invalid_request"));
        basic("Basic", CLIENT.clientId() + ":other", BY_CREDENTIALS).mustBe(error("invalid_request"));
    }

    @ParameterizedTest
    @ValueSource(ints = {(64 << 10) + 1, 300 << 10, 5 << 20})
    void refuses_very_large_bodies(int size) {
        var form = BY_CREDENTIALS + "&x=" + "y".repeat(size);
        HTTP.form(TOKEN, form).mustBe(error("invalid_request"));
        HTTP.sendChunked("POST", TOKEN, Map.of(), bytes(form)).mustBe(error("invalid_request"));
        HTTP.form(REVOKE, "token=x&x=" + "y".repeat(size)).mustBe(error("invalid_request"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 86_400})
    void says_how_long_a_token_lives(int seconds) {
        var client = ORGANIZATION.client(ORGANIZATION.asha(), seconds, READ);
        for (var grant : List.of("client_credentials", "refresh_token&refresh_token=" + client.refreshToken())) {
            var reply = HTTP.form(TOKEN, "grant_type=" + grant + "&" + client.form());
            assertThat(reply.json().get("expires_in").asInt()).isEqualTo(seconds);
        }
    }

    @Test
    void a_token_ends_when_it_says() {
        var client = ORGANIZATION.client(ORGANIZATION.asha(), 2, READ);
        var token = HTTP.form(TOKEN, "grant_type=client_credentials&" + client.form()).json().get("access_token")
                .asString();
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
        Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> HTTP.send("GET", WORKFLOWS, token, null).mustBe(INVALID_TOKEN));
    }

    @Test
    void revokes_an_access_token_alone() {
        var first = refreshed(HTTP.form(TOKEN, BY_REFRESHING));
        var second = refreshed(HTTP.form(TOKEN, BY_REFRESHING));
        HTTP.send("GET", WORKFLOWS, first, null).mustBe(NOTHING);
        HTTP.form(REVOKE, "token=" + first).mustBe(REVOKED);
        HTTP.send("GET", WORKFLOWS, first, null).mustBe(INVALID_TOKEN);
        HTTP.send("GET", WORKFLOWS, second, null).mustBe(NOTHING);
        HTTP.form(REVOKE, "token=" + first).mustBe(REVOKED);
        refreshed(HTTP.form(TOKEN, BY_REFRESHING));
    }

    @Test
    void revokes_a_refresh_token_with_the_access_tokens_that_were_got_by_it() {
        var client = ORGANIZATION.client(ORGANIZATION.asha(), 3600, READ);
        var refresh = "grant_type=refresh_token&refresh_token=" + client.refreshToken() + "&" + client.form();
        var token = issued(HTTP.form(TOKEN, refresh), READ);
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
        HTTP.form(REVOKE, "token=" + client.refreshToken()).mustBe(REVOKED);
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(INVALID_TOKEN);
        HTTP.form(TOKEN, refresh).mustBe(error("invalid_code"));
    }

    @Test
    void revokes_for_whoever_knows_the_token_but_not_for_another_client() {
        var other = ORGANIZATION.client(ORGANIZATION.asha(), 3600, READ);
        var token = refreshed(HTTP.form(TOKEN, BY_REFRESHING));
        HTTP.form(REVOKE, "token=" + token + "&" + other.form()).mustBe(REVOKED);
        HTTP.form(REVOKE, "token=" + token + "&client_id=" + CLIENT.clientId() + "&client_secret=wrong")
                .mustBe(error("invalid_client"));
        HTTP.form(REVOKE, "token=" + token + "&client_id=" + CLIENT.clientId()).mustBe(error("invalid_client"));
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
        HTTP.form(REVOKE, "token=" + token + "&" + CLIENT.form()).mustBe(REVOKED);
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(INVALID_TOKEN);

        var another = refreshed(HTTP.form(TOKEN, BY_REFRESHING));
        HTTP.send("POST", REVOKE + "?token=" + another, Map.of(), null).mustBe(REVOKED);
        HTTP.send("GET", WORKFLOWS, another, null).mustBe(INVALID_TOKEN);
    }

    @Test
    void answers_success_to_revoking_what_is_unknown_and_refuses_what_is_malformed() {
        HTTP.form(REVOKE, "token=unknown").mustBe(REVOKED);
        HTTP.form(REVOKE, "token=unknown&token_type_hint=refresh_token").mustBe(REVOKED);
        for (var form : List.of("", "x=1", "token", "token=%zz", "token=%00", "token=a&token=b")) {
            HTTP.form(REVOKE, form).mustBe(error("invalid_request"));
        }
    }

    @Test
    void no_secret_is_in_the_database() {
        var token = issued(HTTP.form(TOKEN, BY_CREDENTIALS), READ + " " + CREATE + " " + PROFILE);
        var rows = Stream.of("oauth_client", "access_token", "refresh_token")
                .flatMap(table -> RunningServer.shared().database().asOwner()
                        .queryForList("select t::text from connected_workflow." + table + " t", String.class).stream())
                .toList();
        assertThat(rows).anyMatch(row -> row.contains(CLIENT.clientId()));
        for (var secret : List.of(token, CLIENT.clientSecret(), CLIENT.refreshToken())) {
            assertThat(rows).noneMatch(row -> row.contains(secret) || row.contains(hex(secret)));
        }
    }

    @Test
    void no_cache_may_keep_a_token() {
        assertThat(HTTP.form(TOKEN, BY_CREDENTIALS).header("Cache-Control")).isEqualTo("no-store");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    private static Reply basic(String scheme, String credentials, String form) {
        return HTTP.send("POST", TOKEN,
                Map.of("Authorization", scheme + " " + Base64.getEncoder().encodeToString(bytes(credentials)),
                        "Content-Type", "application/x-www-form-urlencoded"),
                bytes(form));
    }

    private static String issued(Reply reply, String scope) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var token = reply.json().get("access_token").asString();
        assertThat(token).matches("[A-Za-z0-9\\-._~+/]{43,}=*");
        reply.mustBe(Expected.of(200, """
            {"access_token":"%s","api_domain":"%s","token_type":"Bearer","expires_in":3600,"scope":"%s"}"""
                .formatted(token, HTTP.server(), scope)));
        return token;
    }

    private static String refreshed(Reply reply) {
        return issued(reply, READ + " " + CREATE + " " + PROFILE);
    }

    private static Expected error(String name) {
        return Expected.of(400, "{'error':'" + name + "'}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
