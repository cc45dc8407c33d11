package io.connectedworkflow.infrastructure.audit;

import static io.connectedworkflow.testing.Expected.INVALID_REQUEST_METHOD;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who tried what and was refused: what is remembered of it, and how an auditor reads it over HTTP. */
class RefusalsContractTest {

    private static final String REFUSALS = "/audit/v1/refusals";
    private static final String SCOPE = "ConnectedWorkflow.audit";
    private static final String UNKNOWN = Http.WORKFLOWS + "/4876876000019340001";
    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final JdbcTemplate OWNER = RunningServer.shared().database().asOwner();

    private final TestOrganization organization = ADMIN.organization();
    private final String auditor = organization.token(SCOPE);
    private final Instant start = Instant.now().minusMillis(1);

    private Reply refusals(String query) {
        return HTTP.send("GET", REFUSALS + query, auditor, null);
    }

    private void awaitRemembered(int count) {
        await().untilAsserted(() -> assertThat(OWNER.queryForObject(
                "select count(*) from connected_workflow.refused_request where organization_id = ?", Integer.class,
                organization.id())).isEqualTo(count));
    }

    /** What was remembered, the newest first. */
    private List<JsonNode> remembered(int count) {
        awaitRemembered(count);
        var reply = refusals("");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("refusals").valueStream().toList();
    }

    /** Fails unless this one refusal is remembered, as this. */
    private void mustBeRemembered(Reply refused, @Nullable String user, String method, String path,
            @Nullable String workflow) {
        var found = (ObjectNode) remembered(1).getFirst();
        assertThat(Instant.parse(found.get("time").asString())).isBetween(start, Instant.now());
        assertThat(found.remove("time").asString()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z");
        var body = refused.json();
        var result = body.has("code") ? body : body.valueStream().findFirst().orElseThrow().get(0);
        var expected = Http.JSON.createObjectNode().put("organization_id", organization.id()).put("user_id", user)
                .put("request_id", refused.header("X-Request-Id")).put("method", method).put("path", path)
                .put("workflow_id", workflow).put("status", refused.status())
                .put("code", result.get("code").asString()).put("message", result.get("message").asString());
        assertThat(found).isEqualTo(expected);
    }

    private static Reply lines(String query, String token) {
        return HTTP.send("GET", REFUSALS + query,
                Map.of("Authorization", "Bearer " + token, "Accept", "application/x-ndjson"), null);
    }

    private static Expected invalid(String parameter) {
        return Expected.bare(400, "INVALID_DATA", "invalid data", "'param_name':'" + parameter + "'");
    }

    @Test
    void remembers_whoever_lacks_the_scope() {
        var refused = HTTP.send("POST", Http.WORKFLOWS + "?x=secret", auditor, "{}").mustBe(OAUTH_SCOPE_MISMATCH);
        mustBeRemembered(refused, organization.asha(), "POST", Http.WORKFLOWS, null);
    }

    @Test
    void remembers_what_the_edition_does_not_have() {
        organization.change(document -> document.put("edition", "free"));
        mustBeRemembered(organization.post("{}").mustBe(Expected.FEATURE_NOT_SUPPORTED), organization.asha(), "POST",
                Http.WORKFLOWS, null);
    }

    @Test
    void remembers_whoever_lacks_the_permission() {
        var guest = organization.addUser("Guest", "2");
        var refused = HTTP.send("DELETE", UNKNOWN, organization.tokenOf(guest, TestOrganization.ALL), null)
                .mustBe(Expected.NO_PERMISSION);
        mustBeRemembered(refused, guest, "DELETE", UNKNOWN, "4876876000019340001");
    }

    @Test
    void remembers_an_unknown_id_in_the_path() {
        var path = UNKNOWN + "/actions/activate";
        mustBeRemembered(HTTP.send("PUT", path, organization.token(), null).mustBe(Expected.UNKNOWN_WORKFLOW),
                organization.asha(), "PUT", path, "4876876000019340001");
    }

    @Test
    void remembers_what_is_no_id_in_the_path() {
        var path = Http.WORKFLOWS + "/x%20'y";
        mustBeRemembered(HTTP.send("DELETE", path, organization.token(), null).mustBe(Expected.UNKNOWN_WORKFLOW),
                organization.asha(), "DELETE", path, null);
    }

    @Test
    void remembers_the_beginning_of_a_long_path() {
        var path = Http.WORKFLOWS + "/" + "1".repeat(3000);
        mustBeRemembered(HTTP.send("DELETE", path, organization.token(), null).mustBe(Expected.UNKNOWN_WORKFLOW),
                organization.asha(), "DELETE", path.substring(0, 500), null);
    }

    @Test
    void remembers_a_malformed_header() {
        var id = organization.create("a", "Contacts");
        var path = Http.WORKFLOWS + "/" + id;
        var refused = HTTP.send("DELETE", path, Map.of("Authorization", "Bearer " + organization.token(),
                "Idempotency-Key", "x y"), null);
        refused.mustBe(Expected.bare(400, "INVALID_DATA", "invalid data", "'header':'Idempotency-Key'"));
        mustBeRemembered(refused, organization.asha(), "DELETE", path, id);
    }

    @Test
    void remembers_a_stale_version() {
        var id = organization.create("a", "Contacts");
        var refused = HTTP.send("DELETE", Http.WORKFLOWS + "/" + id,
                Map.of("Authorization", "Bearer " + organization.token(), "If-Match", "\"9\""), null);
        assertThat(refused.status()).isEqualTo(412);
        mustBeRemembered(refused, organization.asha(), "DELETE", Http.WORKFLOWS + "/" + id, id);
    }

    @Test
    void remembers_a_reused_idempotency_key() {
        var headers = Map.of("Authorization", "Bearer " + organization.token(), "Idempotency-Key", "x");
        var sample = "{\"connected_workflows\":[{\"name\":\"a\",\"primary_module\":{\"api_name\":\"Contacts\"}}]}";
        TestOrganization.created(HTTP.send("POST", Http.WORKFLOWS, headers, sample.getBytes(StandardCharsets.UTF_8)));
        TestOrganization.created(HTTP.send("POST", Http.WORKFLOWS, headers, sample.getBytes(StandardCharsets.UTF_8)));
        var refused = HTTP.send("POST", Http.WORKFLOWS, headers, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).isEqualTo(422);
        mustBeRemembered(refused, organization.asha(), "POST", Http.WORKFLOWS, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{", "{}", "{\"connected_workflows\":[{}]}",
        "{\"connected_workflows\":[{\"name\":\"a\",\"primary_module\":{\"api_name\":\"Nonsense\"}}]}"})
    void remembers_a_body_that_is_refused(String body) {
        mustBeRemembered(organization.post(body), organization.asha(), "POST", Http.WORKFLOWS, null);
    }

    @Test
    void remembers_a_body_that_is_too_large() {
        mustBeRemembered(organization.post("x".repeat(300_000)).mustBe(Expected.BODY_TOO_LARGE), organization.asha(),
                "POST", Http.WORKFLOWS, null);
    }

    @Test
    void remembers_what_the_state_does_not_allow() {
        organization.create("a", "Contacts");
        var refused = organization.tryToCreate("a", "Deals");
        assertThat(refused.body()).contains("DUPLICATE_DATA");
        mustBeRemembered(refused, organization.asha(), "POST", Http.WORKFLOWS, null);
    }

    @Test
    void remembers_an_administrator_who_is_of_no_organization() {
        var id = "an-administrator-" + System.nanoTime();
        HTTP.send("POST", Http.WORKFLOWS, Map.of("Authorization", "Bearer " + ADMIN.token(), "X-Request-Id", id),
                new byte[0]).mustBe(OAUTH_SCOPE_MISMATCH);
        await().untilAsserted(() -> assertThat(lines("?code=OAUTH_SCOPE_MISMATCH", ADMIN.token()).body().lines()
                .map(Http.JSON::readTree).filter(line -> line.get("request_id").asString().equals(id)))
                .singleElement().satisfies(line -> {
                    assertThat(line.get("organization_id").isNull()).isTrue();
                    assertThat(line.get("user_id").isNull()).isTrue();
                }));
    }

    @Test
    void remembers_nothing_else() {
        var id = organization.create("a", "Contacts");
        organization.get("1").mustBe(Expected.UNKNOWN_WORKFLOW);
        HTTP.send("GET", Http.WORKFLOWS, auditor, null).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("PATCH", UNKNOWN, organization.token(), "{}").mustBe(INVALID_REQUEST_METHOD);
        HTTP.send("POST", "/crm/v8/nowhere", organization.token(), "{}").mustBe(Expected.INVALID_URL_PATTERN);
        HTTP.send("POST", Http.WORKFLOWS, "unknown", "{}").mustBe(Expected.INVALID_TOKEN);
        HTTP.send("PUT", organization.path(), organization.token(), "{}").mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + id, organization.token(), null);
        // Whatever came before would have been written before this one.
        mustBeRemembered(organization.post("{"), organization.asha(), "POST", Http.WORKFLOWS, null);
    }

    @Test
    void answers_nothing_where_there_is_nothing() {
        refusals("").mustBe(NOTHING);
        assertThat(lines("", auditor).body()).isEmpty();
    }

    @Test
    void filters_by_workflow_user_code_and_time() {
        var ravi = organization.addUser("Ravi", "1");
        organization.post("{");
        organization.tryToCreate("a", "Nonsense");
        HTTP.send("DELETE", UNKNOWN, organization.tokenOf(ravi, TestOrganization.ALL), null);
        organization.post("{}");
        var all = remembered(4);
        assertThat(all).extracting(refusal -> refusal.get("code").asString()).containsExactly("MANDATORY_NOT_FOUND",
                "INVALID_DATA", "INVALID_DATA", "INVALID_DATA");

        mustFind("?workflow=4876876000019340001", all.subList(1, 2));
        mustFind("?user=" + ravi, all.subList(1, 2));
        mustFind("?code=MANDATORY_NOT_FOUND", all.subList(0, 1));
        mustFind("?code=INVALID_DATA&user=" + organization.asha(), all.subList(2, 4));
        var second = Instant.parse(all.get(2).get("time").asString());
        var newer = all.stream().filter(one -> !Instant.parse(one.get("time").asString()).isBefore(second)).toList();
        mustFind("?from=" + second, newer);
        mustFind("?to=" + second, all.subList(newer.size(), 4));
        mustFind("?organization=" + organization.id(), all);
        refusals("?code=NOT_ALLOWED").mustBe(NOTHING);
    }

    private void mustFind(String query, List<JsonNode> expected) {
        if (expected.isEmpty()) {
            refusals(query).mustBe(NOTHING);
            return;
        }
        var body = Http.JSON.createObjectNode();
        body.putArray("refusals").addAll(expected);
        body.putObject("info").put("page_size", 200).put("more_records", false);
        refusals(query).mustBe(new Expected(200, body));
        assertThat(lines(query, auditor).body().lines().map(Http.JSON::readTree)).isEqualTo(expected);
    }

    @Test
    void pages_through_all_once_the_newest_first() {
        for (var i = 0; i < 7; i++) {
            organization.post("{");
        }
        var all = remembered(7);
        for (var size = 1; size <= 7; size++) {
            var seen = new ArrayList<JsonNode>();
            var token = "";
            while (seen.size() < 7) {
                var reply = refusals("?page_size=" + size + token);
                reply.json().get("refusals").forEach(seen::add);
                assertThat(reply.json().at("/info/more_records").asBoolean()).isEqualTo(seen.size() < 7);
                token = "&page_token=" + reply.json().at("/info/next_page_token").asString("");
            }
            assertThat(seen).isEqualTo(all);
        }
        var times = all.stream().map(one -> Instant.parse(one.get("time").asString())).toList();
        assertThat(times.reversed()).isSorted();
        var token = Objects.requireNonNull(refusals("?page_size=1").json().at("/info/next_page_token").asString());
        refusals("?code=INVALID_DATA&page_token=" + token).mustBe(invalid("page_token"));
        lines("?page_token=" + token, auditor).mustBe(invalid("page_token"));
    }

    @ParameterizedTest
    @CsvSource({"organization, x", "organization, 1", "workflow, x", "user, x", "code, invalid_data", "code, %20",
        "from, x", "to, x", "page_size, 0", "page_size, 201", "page_token, x"})
    void refuses_malformed_parameters(String name, String value) {
        refusals("?" + name + "=" + value).mustBe(invalid(name));
    }

    @Test
    void is_shown_to_auditors_of_the_organization_and_to_administrators() {
        organization.post("{");
        var all = remembered(1);
        HTTP.send("GET", REFUSALS, organization.token(), null).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("GET", REFUSALS, ADMIN.organization().token(SCOPE), null).mustBe(NOTHING);
        assertThat(lines("?organization=" + organization.id(), ADMIN.token()).body().lines().map(Http.JSON::readTree))
                .isEqualTo(all);
        HTTP.send("POST", REFUSALS, auditor, "{}").mustBe(INVALID_REQUEST_METHOD);
    }
}
