package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties.Cors;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told about pages of other origins. */
class CrossOriginTest {

    private static final String PAGE = "https://app.example.com";
    private static final RunningServer SERVER = RunningServer
            .start("--connected-workflow.cors.allowed-origins=" + PAGE + ",http://localhost:5173");
    private static final RunningServer OFF = RunningServer.shared();
    private static final TestOrganization ORGANIZATION = SERVER.admin().organization();
    private static final String TOKEN_ENDPOINT = "/oauth/v2/token";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Reply send(RunningServer server, String method, String path, String... headers) {
        var lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Host: x"));
        lines.addAll(List.of(headers));
        return server.http().sendLines(lines.toArray(String[]::new));
    }

    private static Reply preflight(RunningServer server, String path, String origin, String method,
            String... headers) {
        return send(server, "OPTIONS", path, "Origin: " + origin, "Access-Control-Request-Method: " + method,
                "Access-Control-Request-Headers: " + String.join(",", headers));
    }

    /** What is said about pages, by lower-case names of headers. */
    private static Map<String, String> told(Reply reply) {
        return reply.headers().map().entrySet().stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> String.join(", ", header.getValue())));
    }

    private static void mustBeReadable(Reply reply, String origin) {
        assertThat(told(reply)).isEqualTo(Map.of("access-control-allow-origin", origin,
                "access-control-expose-headers", "ETag, X-Request-Id, Retry-After"));
        assertThat(reply.headers().allValues("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {WORKFLOWS, WORKFLOWS + "/1", WORKFLOWS + "/1/rules/2", "/crm/v8/users?type=CurrentUser",
        TOKEN_ENDPOINT, TOKEN_ENDPOINT + "/revoke"})
    void a_question_in_advance_is_answered_without_a_token(String path) {
        var reply = preflight(SERVER, path, PAGE, "PUT", "authorization", "content-type", "content-encoding",
                "if-match", "idempotency-key", "x-request-id");

        reply.mustBe(Expected.NOTHING);
        assertThat(told(reply)).isEqualTo(Map.of("access-control-allow-origin", PAGE, "access-control-allow-methods",
                "GET,POST,PUT,DELETE", "access-control-allow-headers",
                "authorization, content-type, content-encoding, if-match, idempotency-key, x-request-id",
                "access-control-max-age", "1800", "access-control-expose-headers", "ETag, X-Request-Id, Retry-After"));
        assertThat(reply.headers().allValues("Vary")).contains("Origin");
    }

    @Test
    void the_second_origin_is_allowed_too() {
        assertThat(told(preflight(SERVER, WORKFLOWS, "http://localhost:5173", "GET")))
                .containsEntry("access-control-allow-origin", "http://localhost:5173");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://app.example.com", "https://app.example.com:8443",
        "https://app.example.com.evil.example", "null", "not an origin", "*", "http://a b", "http://a:b", "%%%",
        "https://a:99999999999"})
    void a_page_of_another_origin_is_told_nothing(String origin) {
        var question = preflight(SERVER, WORKFLOWS, origin, "GET");
        question.mustBe(Expected.INVALID_REQUEST_METHOD);
        assertThat(told(question)).isEmpty();

        var list = send(SERVER, "GET", WORKFLOWS, "Origin: " + origin,
                "Authorization: Bearer " + ORGANIZATION.token());
        list.mustBe(Expected.NOTHING);
        assertThat(told(list)).isEmpty();
        assertThat(list.headers().allValues("Vary")).contains("Origin");
    }

    @Test
    void a_method_or_a_header_that_is_not_allowed_is_not_told_to_be() {
        for (var question : List.of(preflight(SERVER, WORKFLOWS, PAGE, "PATCH"),
                preflight(SERVER, WORKFLOWS, PAGE, "TRACE"), preflight(SERVER, WORKFLOWS, PAGE, "GET", "cookie2"))) {
            question.mustBe(Expected.INVALID_REQUEST_METHOD);
            assertThat(told(question)).isEmpty();
        }
    }

    @Test
    void answers_and_refusals_can_be_read() {
        var token = ORGANIZATION.token();
        var nobody = send(SERVER, "GET", WORKFLOWS, "Origin: " + PAGE);
        mustBeReadable(nobody.mustBe(Expected.AUTHENTICATION_FAILURE), PAGE);
        var unknown = send(SERVER, "GET", "/crm/v8/nothing", "Origin: " + PAGE);
        mustBeReadable(unknown.mustBe(Expected.INVALID_URL_PATTERN), PAGE);
        var id = send(SERVER, "GET", WORKFLOWS + "/1", "Origin: " + PAGE, "Authorization: Bearer " + token);
        mustBeReadable(id.mustBe(Expected.UNKNOWN_WORKFLOW), PAGE);
        var list = send(SERVER, "GET", WORKFLOWS, "Origin: " + PAGE, "Authorization: Bearer " + token);
        mustBeReadable(list.mustBe(Expected.NOTHING), PAGE);
        var options = send(SERVER, "OPTIONS", WORKFLOWS, "Origin: " + PAGE);
        options.mustBe(Expected.INVALID_REQUEST_METHOD);
        assertThat(told(options)).isEmpty();
        var grant = send(SERVER, "POST", TOKEN_ENDPOINT + "?grant_type=none", "Origin: " + PAGE, "Content-Length: 0");
        assertThat(grant.status()).isEqualTo(400);
        mustBeReadable(grant, PAGE);
    }

    @Test
    void a_workflow_can_be_created_and_its_version_be_read() {
        var headers = new HashMap<>(Http.authorization(ORGANIZATION.token()));
        headers.put("Origin", PAGE);
        var created = SERVER.http().send("POST", WORKFLOWS, headers, """
            {"connected_workflows":[{"name":"a","primary_module":{"api_name":"Contacts"}}]}""".getBytes(
                StandardCharsets.UTF_8));
        mustBeReadable(created, PAGE);
        var id = TestOrganization.created(created);

        var workflow = SERVER.http().send("GET", WORKFLOWS + "/" + id, headers, null);
        assertThat(workflow.status()).isEqualTo(200);
        assertThat(workflow.header("ETag")).isEqualTo("\"1\"");
        mustBeReadable(workflow, PAGE);
    }

    @Test
    void the_path_comes_before_a_question_in_advance() {
        preflight(SERVER, "/crm/v8/nothing", PAGE, "GET").mustBe(Expected.INVALID_URL_PATTERN);
    }

    @ParameterizedTest
    @ValueSource(strings = {Admin.ORGANIZATIONS, "/audit/v1/events"})
    void what_is_not_the_crms_is_not_for_pages(String path) {
        var question = preflight(SERVER, path, PAGE, "GET");
        question.mustBe(Expected.INVALID_REQUEST_METHOD);
        assertThat(told(question)).isEmpty();
        var reply = send(SERVER, "GET", path, "Origin: " + PAGE);
        reply.mustBe(Expected.AUTHENTICATION_FAILURE);
        assertThat(told(reply)).isEmpty();
    }

    @Test
    void without_a_page_nothing_is_told_but_what_an_answer_depends_on() {
        var reply = send(SERVER, "OPTIONS", WORKFLOWS, "Access-Control-Request-Method: GET");
        reply.mustBe(Expected.INVALID_REQUEST_METHOD);
        assertThat(told(reply)).isEmpty();
        assertThat(reply.headers().allValues("Vary")).contains("Origin");
    }

    @Test
    void it_is_off_unless_it_is_set() {
        var question = preflight(OFF, WORKFLOWS, PAGE, "GET");
        question.mustBe(Expected.INVALID_REQUEST_METHOD);
        assertThat(told(question)).isEmpty();
        var reply = send(OFF, "GET", WORKFLOWS, "Origin: " + PAGE);
        reply.mustBe(Expected.AUTHENTICATION_FAILURE);
        assertThat(told(reply)).isEmpty();
        assertThat(reply.headers().allValues("Vary")).isEmpty();
    }

    @Test
    void all_origins_can_be_allowed() {
        try (var server = RunningServer.start("--connected-workflow.cors.allowed-origins=*")) {
            var reply = send(server, "GET", WORKFLOWS, "Origin: https://anybody.example");
            mustBeReadable(reply.mustBe(Expected.AUTHENTICATION_FAILURE), "*");
            assertThat(told(preflight(server, WORKFLOWS, "null", "GET", "authorization")))
                    .containsEntry("access-control-allow-origin", "*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example.com", "https://app.example.com/", "https://app.example.com/app", "null",
        "https://*.example.com", "https://", "", " ", "https://a b", "https://user@app.example.com",
        "https://app.example.com?x", "**"})
    void what_is_no_origin_is_refused_at_the_start(String origin) {
        assertThatThrownBy(() -> new Cors(List.of(PAGE, origin))).isInstanceOf(CannotStartException.class)
                .hasMessage("connected-workflow.cors.allowed-origins has '" + origin + "', which is no origin: a "
                        + "scheme, a host and perhaps a port, such as https://app.example.com, or * for all");
    }
}
