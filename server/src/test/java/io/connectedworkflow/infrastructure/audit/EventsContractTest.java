package io.connectedworkflow.infrastructure.audit;

import static io.connectedworkflow.testing.Expected.INVALID_REQUEST_METHOD;
import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.INVALID_URL_PATTERN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happened, across workflows: the auditor's endpoint over HTTP. */
class EventsContractTest {

    private static final String EVENTS = "/audit/v1/events";
    private static final String SCOPE = "ConnectedWorkflow.audit";
    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final JdbcTemplate OWNER = RunningServer.shared().database().asOwner();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final TestOrganization organization = ADMIN.organization();
    private final String auditor = organization.token(SCOPE);

    private Reply events(String query) {
        return HTTP.send("GET", EVENTS + query, auditor, null);
    }

    private static List<JsonNode> in(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("events").valueStream().toList();
    }

    private static Reply lines(String query, String token) {
        return HTTP.send("GET", EVENTS + query,
                Map.of("Authorization", "Bearer " + token, "Accept", "application/x-ndjson"), null);
    }

    private static Expected invalid(String parameter) {
        return Expected.bare(400, "INVALID_DATA", "invalid data", "'param_name':'" + parameter + "'");
    }

    /** What the log has of an organization, as the answer tells it. */
    private static ArrayNode log(String condition, Object... values) {
        var log = Http.JSON.createArrayNode();
        OWNER.query("""
            select *, meta_data ->> 'requestId' as request_id from connected_workflow.domain_event where\s"""
                + condition + " order by global_index", row -> {
                    log.addObject().put("position", row.getInt("global_index"))
                            .put("event_id", row.getString("event_identifier"))
                            .put("workflow_id", row.getString("aggregate_identifier"))
                            .put("version", row.getInt("sequence_number") + 1)
                            .put("event", row.getString("payload_type"))
                            .put("revision", row.getString("payload_revision"))
                            .put("time", TIME.format(row.getObject("time_stamp", OffsetDateTime.class)))
                            .put("organization_id", row.getString("organization_id"))
                            .put("user_id", row.getString("user_id")).put("request_id", row.getString("request_id"))
                            .set("data", Http.JSON.readTree(row.getString("payload")));
                }, values);
        return log;
    }

    private static Expected page(ArrayNode events) {
        var body = Http.JSON.createObjectNode();
        body.set("events", events);
        body.putObject("info").put("page_size", 200).put("more_records", false);
        return new Expected(200, body);
    }

    private String withNode(String workflow) {
        return change(workflow, "\"nodes\":[{\"module\":{\"api_name\":\"Deals\"}}]");
    }

    private String change(String workflow, String fields) {
        var reply = HTTP.send("PUT", Http.WORKFLOWS + "/" + workflow, organization.token(),
                "{\"connected_workflows\":[{" + fields + "}]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return Objects.requireNonNull(reply.header("X-Request-Id"));
    }

    @Test
    void tells_what_happened_when_who_did_it_and_by_which_request() {
        var before = Instant.now().minusMillis(1);
        var draft = HTTP.send("POST", Http.WORKFLOWS, organization.token(), """
            {"connected_workflows":[{"name":"a","primary_module":{"api_name":"Contacts"}}]}""");
        var id = TestOrganization.created(draft);
        var root = organization.get(id).json().at("/connected_workflows/0/nodes/0/id").asString();

        var reply = events("");

        var event = (ObjectNode) in(reply).getFirst();
        assertThat(Instant.parse(event.get("time").asString())).isBetween(before, Instant.now());
        assertThat(event.get("time").asString()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z");
        assertThat(event.get("event_id").asString()).isNotBlank();
        assertThat(event.get("position").isIntegralNumber()).isTrue();
        event.remove(List.of("time", "event_id", "position"));
        assertThat(event).isEqualTo(Expected.of(200, """
            {"workflow_id":"%1$s","version":1,"event":"WorkflowDrafted","revision":"1","organization_id":"%2$s",
             "user_id":"%3$s","request_id":"%4$s","data":{"workflowId":"%1$s","organizationId":"%2$s","userId":"%3$s",
             "rootNodeId":"%5$s","name":"a","description":null,"primaryModuleId":"4876876000000002179",
             "primaryModuleApiName":"Contacts","sequenceNumber":1,"edition":"ENTERPRISE",
             "permission":"MANAGE_AUTOMATIONS","connectedWorkflowsLimit":25}}""".formatted(id, organization.id(),
                organization.asha(), draft.header("X-Request-Id"), root)).body());
        reply.mustBe(page(log("organization_id = ?", organization.id())));
    }

    @Test
    void tells_all_in_the_order_of_the_log() {
        var first = organization.create("a", "Contacts");
        var second = organization.create("b", "Deals");
        withNode(first);
        change(second, "\"name\":\"c\",\"description\":\"d\"");
        withNode(second);

        var log = log("organization_id = ?", organization.id());
        assertThat(log.valueStream().map(event -> event.get("event").asString())).containsExactly("WorkflowDrafted",
                "WorkflowDrafted", "NodeAdded", "WorkflowRenamed", "WorkflowDescribed", "NodeAdded");
        events("").mustBe(page(log));
    }

    @Test
    void answers_nothing_where_there_is_nothing() {
        events("").mustBe(NOTHING);
        organization.create("a", "Contacts");
        events("?workflow=1").mustBe(NOTHING);
        events("?user=1").mustBe(NOTHING);
        events("?event=RuleRemoved").mustBe(NOTHING);
        events("?to=2020-01-01T00:00:00Z").mustBe(NOTHING);
        events("?from=2199-01-01T00:00:00Z").mustBe(NOTHING);
    }

    @Test
    void filters_by_workflow_user_and_event() {
        var ravi = organization.addUser("Ravi Kumar", "1");
        var first = organization.create("a", "Contacts");
        var second = TestOrganization.created(HTTP.send("POST", Http.WORKFLOWS,
                organization.tokenOf(ravi, TestOrganization.ALL), """
                    {"connected_workflows":[{"name":"b","primary_module":{"api_name":"Deals"}}]}"""));
        withNode(first);
        withNode(second);

        events("?workflow=" + second).mustBe(page(log("aggregate_identifier = ?", second)));
        events("?user=" + ravi).mustBe(page(log("organization_id = ? and user_id = ?", organization.id(), ravi)));
        events("?event=NodeAdded")
                .mustBe(page(log("organization_id = ? and payload_type = 'NodeAdded'", organization.id())));
        events("?workflow=" + second + "&user=" + organization.asha() + "&event=NodeAdded")
                .mustBe(page(log("aggregate_identifier = ? and payload_type = 'NodeAdded'", second)));
        events("?workflow=" + first + "&user=" + ravi).mustBe(NOTHING);
    }

    @Test
    void filters_by_time_from_an_instant_to_before_another() {
        var workflow = organization.create("a", "Contacts");
        withNode(workflow);
        var all = log("organization_id = ?", organization.id());
        var first = Instant.parse(all.get(0).get("time").asString());
        var drafted = TIME.format(first);
        var later = TIME.format(Instant.parse(all.get(1).get("time").asString()).plusMillis(1));

        events("?from=" + drafted + "&to=" + later).mustBe(page(all));
        events("?from=" + drafted).mustBe(page(all));
        events("?to=" + drafted).mustBe(NOTHING);
        events("?from=" + later).mustBe(NOTHING);
        events("?from=" + drafted + "&to=" + drafted).mustBe(NOTHING);
        var kolkata = TIME.withZone(ZoneOffset.ofHoursMinutes(5, 30)).format(first).replace("Z", "+05:30");
        for (var from : List.of(kolkata, kolkata.replace("+", "%2B"), kolkata.replace("+", "%20"))) {
            events("?from=" + from).mustBe(page(all));
            events("?to=" + from).mustBe(NOTHING);
        }
        events("?from=" + TIME.format(first.minusSeconds(1)) + "&to="
                + TIME.withZone(ZoneOffset.ofHours(-3)).format(first).replace("Z", "-03:00")).mustBe(NOTHING);
    }

    @Test
    void a_time_without_a_fraction_is_all_of_its_second() {
        var workflow = organization.create("a", "Contacts");
        withNode(workflow);
        var all = log("organization_id = ?", organization.id());
        var first = Instant.parse(all.get(0).get("time").asString()).truncatedTo(ChronoUnit.SECONDS);
        var last = Instant.parse(all.get(1).get("time").asString()).truncatedTo(ChronoUnit.SECONDS);

        events("?from=" + first + "&to=" + last).mustBe(page(all));
        events("?from=" + first).mustBe(page(all));
        events("?to=" + last).mustBe(page(all));
        events("?to=" + first.minusSeconds(1)).mustBe(NOTHING);
        events("?from=" + last.plusSeconds(1)).mustBe(NOTHING);
        events("?to=" + TIME.format(first)).mustBe(NOTHING);
        assertThat(lines("?from=" + first + "&to=" + last, auditor).body().lines()).hasSize(2);
        var token = events("?page_size=1&to=" + last).json().at("/info/next_page_token").asString();
        assertThat(in(events("?page_size=1&to=" + last + "&page_token=" + token))).containsExactly(all.get(1));
        events("?page_size=1&to=" + TIME.format(last.plusSeconds(1)) + "&page_token=" + token)
                .mustBe(invalid("page_token"));
    }

    @Test
    void pages_through_everything_once() {
        organization.giveModules(7);
        for (var i = 1; i <= 7; i++) {
            organization.create("workflow " + i, "Module" + i);
        }
        var all = log("organization_id = ?", organization.id());
        for (var size = 1; size <= 8; size++) {
            var seen = new ArrayList<JsonNode>();
            var token = "";
            do {
                var reply = events("?page_size=" + size + token);
                var page = in(reply);
                seen.addAll(page);
                var info = reply.json().get("info");
                var more = seen.size() < 7;
                assertThat(page).hasSize(more ? size : page.size());
                assertThat(info.get("page_size").asInt()).isEqualTo(size);
                assertThat(info.get("more_records").asBoolean()).isEqualTo(more);
                assertThat(info.has("next_page_token")).isEqualTo(more);
                token = more ? "&page_token=" + info.get("next_page_token").asString() : null;
            } while (token != null);
            assertThat(seen).containsExactlyElementsOf(all);
        }
    }

    @Test
    void pages_through_one_workflow() {
        var workflow = organization.create("a", "Contacts");
        organization.create("b", "Deals");
        change(workflow, "\"name\":\"x\",\"description\":\"y\"");
        change(workflow, "\"description\":\"z\"");
        var seen = new ArrayList<JsonNode>();
        var token = "";
        for (var page = 1; page <= 2; page++) {
            var reply = events("?page_size=2&workflow=" + workflow + token);
            seen.addAll(in(reply));
            token = "&page_token=" + reply.json().at("/info/next_page_token").asString("");
        }
        assertThat(seen).containsExactlyElementsOf(log("aggregate_identifier = ?", workflow)).hasSize(4);
        assertThat(token).isEqualTo("&page_token=");
    }

    @Test
    void refuses_a_page_token_that_does_not_belong_to_the_filters() {
        organization.create("a", "Contacts");
        organization.create("b", "Deals");
        var token = events("?page_size=1").json().at("/info/next_page_token").asString();
        events("?page_size=1&page_token=" + token).mustBe(new Expected(200,
                events("?page_size=1&organization=" + organization.id() + "&page_token=" + token).json()));
        for (var other : List.of("event=WorkflowDrafted", "user=" + organization.asha(), "workflow=1",
                "from=2020-01-01T00:00:00Z", "to=2199-01-01T00:00:00Z")) {
            events("?page_size=1&" + other + "&page_token=" + token).mustBe(invalid("page_token"));
        }
        HTTP.send("GET", EVENTS + "?page_token=" + token, ADMIN.token(), null).mustBe(invalid("page_token"));
        HTTP.send("GET", EVENTS + "?page_token=" + token, ADMIN.organization().token(SCOPE), null)
                .mustBe(invalid("page_token"));
        for (var malformed : List.of("x", "MQ", "%20", "-", "0", token + "x", token.substring(2), "a".repeat(3000))) {
            events("?page_token=" + malformed).mustBe(invalid("page_token"));
        }
    }

    @ParameterizedTest
    @CsvSource({"organization, x", "organization, -1", "organization, 99999999999999999999", "workflow, x",
        "workflow, '1,2'", "user, x", "user, %00", "event, Nonsense", "event, nodeadded", "event, NodeAdded%20",
        "from, yesterday", "from, 2026-11-24", "from, 2026-11-24T07:00:00", "from, 2026-13-24T07:00:00Z",
        "from, 1700000000", "from, %2B12026-11-24T07:00:00Z", "from, -0001-11-24T07:00:00Z", "to, x",
        "to, 2026-11-24T07:00:00+99:00", "to, 2026-11-24T07:00:00", "page_size, 0", "page_size, 201", "page_size, -1",
        "page_size, x", "page_size, 1e1", "page_size, 99999999999", "page_size, 010", "page_token, x"})
    void refuses_malformed_parameters(String name, String value) {
        events("?" + name + "=" + value).mustBe(invalid(name));
        lines("?" + name + "=" + value, auditor).mustBe(invalid(name));
    }

    @Test
    void refuses_a_time_that_ends_before_it_begins() {
        events("?from=2026-11-24T07:00:00Z&to=2026-11-24T06:59:59.999Z").mustBe(invalid("to"));
    }

    @Test
    void shows_an_organization_s_auditor_no_other_organization() {
        var other = ADMIN.organization();
        other.create("a", "Contacts");
        var workflow = organization.create("a", "Contacts");

        events("?organization=" + other.id()).mustBe(invalid("organization"));
        lines("?organization=" + other.id(), auditor).mustBe(invalid("organization"));
        events("?organization=1").mustBe(invalid("organization"));
        events("?organization=" + organization.id()).mustBe(page(log("aggregate_identifier = ?", workflow)));
        HTTP.send("GET", EVENTS + "?workflow=" + workflow, other.token(SCOPE), null).mustBe(NOTHING);
        HTTP.send("GET", EVENTS + "?user=" + organization.asha(), other.token(SCOPE), null).mustBe(NOTHING);
    }

    @Test
    void shows_an_administrator_all_organizations_or_one() {
        var other = ADMIN.organization();
        var first = organization.create("a", "Contacts");
        var second = other.create("b", "Contacts");

        HTTP.send("GET", EVENTS + "?organization=" + other.id(), ADMIN.token(), null)
                .mustBe(page(log("aggregate_identifier = ?", second)));
        HTTP.send("GET", EVENTS + "?workflow=" + first, ADMIN.token(), null)
                .mustBe(page(log("aggregate_identifier = ?", first)));
        HTTP.send("GET", EVENTS + "?organization=1", ADMIN.token(), null).mustBe(NOTHING);
        var all = lines("", ADMIN.token()).body().lines().map(Http.JSON::readTree).toList();
        assertThat(all).containsExactlyElementsOf(log("true"));
    }

    @Test
    void needs_the_auditor_s_scope_and_nothing_else() {
        organization.create("a", "Contacts");
        var guest = organization.addUser("Guest", "2");
        organization.change(document -> document.put("edition", "free"));
        for (var token : List.of(auditor, organization.token("connectedworkflow.AUDIT", "x"),
                organization.tokenOf(guest, SCOPE))) {
            HTTP.send("GET", EVENTS, token, null).mustBe(page(log("organization_id = ?", organization.id())));
        }
        for (var token : List.of(organization.token(), organization.token("ZohoCRM.settings.ALL"),
                organization.token("ConnectedWorkflow.admin"), organization.token("ConnectedWorkflow.audit.READ"))) {
            HTTP.send("GET", EVENTS, token, null).mustBe(OAUTH_SCOPE_MISMATCH);
            HTTP.send("GET", EVENTS + "?page_size=x", token, null).mustBe(OAUTH_SCOPE_MISMATCH);
        }
        HTTP.send("GET", Http.WORKFLOWS, auditor, null).mustBe(OAUTH_SCOPE_MISMATCH);
        HTTP.send("GET", Admin.ORGANIZATIONS, auditor, null).mustBe(OAUTH_SCOPE_MISMATCH);
        organization.change(document -> document.at("/users/0").asObject().put("active", false));
        events("").mustBe(INVALID_TOKEN);
    }

    @Test
    void knows_no_other_path_and_no_other_method() {
        for (var method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            HTTP.send(method, EVENTS, auditor, null).mustBe(INVALID_REQUEST_METHOD);
        }
        for (var path : List.of("/audit", "/audit/v1", "/audit/v1/", "/audit/v1/events/", "/audit/v1/events/1",
                "/audit/v2/events", "/crm/v8/audit/v1/events")) {
            HTTP.send("GET", path, auditor, null).mustBe(INVALID_URL_PATTERN);
        }
        HTTP.send("GET", EVENTS, Map.of(), null).mustBe(Expected.AUTHENTICATION_FAILURE);
    }

    @Test
    void tells_the_same_line_by_line() {
        var workflow = organization.create("a \u2713", "Contacts");
        change(workflow, "\"description\":\"first\\nsecond\\u2028third\"");

        var reply = lines("", auditor);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().allValues("Content-Type")).containsExactly("application/x-ndjson;charset=UTF-8");
        assertThat(reply.header("X-Request-Id")).isNotBlank();
        assertThat(reply.body()).endsWith("\n");
        assertThat(List.of(reply.body().split("\n"))).hasSize(2).map(Http.JSON::readTree)
                .containsExactlyElementsOf(log("organization_id = ?", organization.id()));
        var filtered = lines("?event=WorkflowDescribed", auditor);
        assertThat(filtered.body().split("\n")).hasSize(1);
    }

    @Test
    void nothing_is_no_line() {
        var reply = lines("", auditor);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.headers().allValues("Content-Type")).containsExactly("application/x-ndjson;charset=UTF-8");
    }

    @Test
    void lines_have_no_pages() {
        organization.create("a", "Contacts");
        organization.create("b", "Deals");
        var token = events("?page_size=1").json().at("/info/next_page_token").asString();
        lines("?page_token=" + token, auditor).mustBe(invalid("page_token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/html", "application/json, application/x-ndjson",
        "application/x-ndjsonx", "application/*"})
    void whoever_does_not_ask_for_lines_gets_pages(String accept) {
        HTTP.send("GET", EVENTS, Map.of("Authorization", "Bearer " + auditor, "Accept", accept), null)
                .mustBe(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "APPLICATION/X-NDJSON", "application/x-ndjson;q=0.9",
        "text/html, application/x-ndjson, */*", "application/x-ndjson, application/json"})
    void whoever_asks_for_lines_gets_lines(String accept) {
        var reply = HTTP.send("GET", EVENTS, Map.of("Authorization", "Bearer " + auditor, "Accept", accept), null);
        assertThat(reply.headers().allValues("Content-Type")).containsExactly("application/x-ndjson;charset=UTF-8");
    }

    @Test
    void other_endpoints_have_no_lines() {
        HTTP.send("GET", Http.WORKFLOWS, Map.of("Authorization", "Bearer " + organization.token(), "Accept",
                "application/x-ndjson"), null).mustBe(NOTHING);
    }
}
