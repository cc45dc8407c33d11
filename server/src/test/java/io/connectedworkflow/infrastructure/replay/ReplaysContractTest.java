package io.connectedworkflow.infrastructure.replay;

import static io.connectedworkflow.infrastructure.replay.Replaying.REPLAYS;
import static io.connectedworkflow.infrastructure.replay.Replaying.SCOPE;
import static io.connectedworkflow.infrastructure.replay.Replaying.UNKNOWN;
import static io.connectedworkflow.testing.Expected.INVALID_REQUEST_METHOD;
import static io.connectedworkflow.testing.Expected.INVALID_URL_PATTERN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
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

/** Replays over HTTP: what is asked, what comes of it, and what is refused. */
class ReplaysContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final JdbcTemplate OWNER = RunningServer.shared().database().asOwner();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final TestOrganization organization = ADMIN.organization();
    private final Replaying auditor = new Replaying(HTTP, organization.token(SCOPE));

    private static Replaying administrator() {
        return new Replaying(HTTP, ADMIN.token());
    }

    private void change(String token, String method, String path, String fields) {
        var reply = HTTP.send(method, Http.WORKFLOWS + "/" + path, token,
                "{\"connected_workflows\":[{" + fields + "}]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private void change(String workflow, String fields) {
        change(organization.token(), "PUT", workflow, fields);
    }

    private long position(int event) {
        return Objects.requireNonNull(OWNER.queryForList("""
            select global_index from connected_workflow.domain_event where organization_id = ?
            order by global_index""", Long.class, organization.id()).get(event - 1));
    }

    private Instant time(int event) {
        return Objects.requireNonNull(
                OWNER.queryForObject("select time_stamp from connected_workflow.domain_event where global_index = ?",
                        OffsetDateTime.class, position(event)))
                .toInstant();
    }

    private static Expected invalid(String field) {
        return Expected.bare(400, "INVALID_DATA", "invalid data: $." + field,
                "'api_name':'%1$s','json_path':'$.%1$s'".formatted(field));
    }

    private static Expected invalidParameter(String name) {
        return Expected.bare(400, "INVALID_DATA", "invalid data", "'param_name':'" + name + "'");
    }

    private static List<String> texts(JsonNode elements, String... keys) {
        return elements.valueStream().map(element -> {
            var texts = new ArrayList<String>();
            for (var key : keys) {
                texts.add(element.path(key).asString(""));
            }
            return String.join(" ", texts);
        }).toList();
    }

    @Test
    void tells_who_did_what_how_often_and_what_came_of_it() {
        var ravi = organization.addUser("Ravi Kumar", "1");
        var token = organization.tokenOf(ravi, TestOrganization.ALL);
        var first = organization.create("a, b é", "Contacts");
        change(first, "\"description\":\"x\\n\\\"y\\\"\"");
        change(token, "PUT", first, "\"nodes\":[{\"module\":{\"api_name\":\"Deals\"}}]");
        change(token, "PUT", first + "/actions/activate", "");
        var second = organization.create("b", "Deals");
        change(token, "DELETE", second, "");
        var head = position(6);

        var asked = auditor.send("POST", "", "{}");
        var id = Replaying.in(asked).get("id").asString();
        asked.mustBe(new Expected(201, asked.json()));
        assertThat(Replaying.withoutTimes(Replaying.in(asked))).isEqualTo(Expected.of(200, """
            {"status":"running","organization_id":"%s","from":null,"to":%d,"head":true,"events_total":6,
             "events_done":0,"requested_by":"%s","finished_at":null,"differences":0}""".formatted(organization.id(),
                Replaying.in(asked).get("to").asLong(), organization.asha())).body());
        assertThat(Replaying.in(asked).get("to").asLong()).isGreaterThanOrEqualTo(head);

        var ended = auditor.ended(id);
        assertThat(Replaying.withoutTimes(ended)).isEqualTo(Expected.of(200, """
            {"status":"done","organization_id":"%s","from":null,"to":%d,"head":true,"events_total":6,
             "events_done":6,"requested_by":"%s","differences":0}""".formatted(organization.id(),
                ended.get("to").asLong(), organization.asha())).body());
        var nodes = organization.get(first).json().at("/connected_workflows/0/nodes");
        var report = Http.JSON.createObjectNode();
        report.set("replay", ended);
        report.set("counts", counts("WorkflowDescribed", organization.asha(), 1, "WorkflowDrafted",
                organization.asha(), 2, "NodeAdded", ravi, 1, "WorkflowActivated", ravi, 1, "WorkflowDeleted", ravi,
                1));
        report.set("workflows", Expected.of(200, """
            [{"id":"%1$s","organization_id":"%2$s","version":4,"deleted":false,"sequence_number":1,
              "created_time":"%3$s","created_by":"%4$s","modified_time":"%5$s","modified_by":"%6$s",
              "name":"a, b é","description":"x\\n\\"y\\"","status":"active",
              "nodes":[{"id":"%7$s","primary":true,"module":{"id":"4876876000000002179","api_name":"Contacts"}},
                       {"id":"%8$s","primary":false,"module":{"id":"%9$s","api_name":"Deals"}}],
              "connections":[],"rules":[]},
             {"id":"%10$s","organization_id":"%2$s","version":2,"deleted":true}]""".formatted(first,
                organization.id(), TIME.format(time(1)), organization.asha(), TIME.format(time(4)), ravi,
                nodes.at("/0/id").asString(), nodes.at("/1/id").asString(), nodes.at("/1/module/id").asString(),
                second)).body());
        report.putArray("differences");
        auditor.get("/" + id + "/report").mustBe(new Expected(200, report));
        auditor.get("/" + id).mustBe(new Expected(200,
                Http.JSON.createObjectNode().set("replays", Http.JSON.createArrayNode().add(ended))));
    }

    private static JsonNode counts(Object... eventsUsersAndCounts) {
        var counts = new ArrayList<JsonNode>();
        for (var i = 0; i < eventsUsersAndCounts.length; i += 3) {
            counts.add(Http.JSON.createObjectNode().put("user_id", (String) eventsUsersAndCounts[i + 1])
                    .put("event", (String) eventsUsersAndCounts[i]).put("count", (int) eventsUsersAndCounts[i + 2]));
        }
        counts.sort((one, other) -> (one.get("user_id").asString() + one.get("event").asString())
                .compareTo(other.get("user_id").asString() + other.get("event").asString()));
        return Http.JSON.createArrayNode().addAll(counts);
    }

    @Test
    void can_be_downloaded_as_tables() {
        var workflow = organization.create("a, b é", "Contacts");
        change(workflow, "\"description\":\"x\\r\\n\\\"y\\\"\"");
        var id = auditor.ask("{}");
        auditor.ended(id);
        var root = organization.get(workflow).json().at("/connected_workflows/0/nodes/0/id").asString();

        var counts = auditor.csv(id, "?part=counts");
        assertThat(counts.status()).isEqualTo(200);
        assertThat(counts.headers().allValues("Content-Type")).containsExactly("text/csv;charset=UTF-8");
        assertThat(counts.body()).isEqualTo("""
            user_id,event,count
            %1$s,WorkflowDescribed,1
            %1$s,WorkflowDrafted,1
            """.formatted(organization.asha()).replace("\n", "\r\n"));
        assertThat(auditor.csv(id, "?part=workflows").body()).isEqualTo("""
            id,organization_id,version,deleted,sequence_number,created_time,created_by,modified_time,modified_by,name,\
            description,status,nodes,connections,rules
            %s,%s,2,false,1,%s,%s,%s,%s,"a, b é","x@""y""\",draft,\
            "[{""id"":""%s"",""primary"":true,""module"":{""id"":""4876876000000002179"",""api_name"":""Contacts""}}]",\
            [],[]
            """.formatted(workflow, organization.id(), TIME.format(time(1)), organization.asha(),
                TIME.format(time(2)), organization.asha(), root).replace("\n", "\r\n").replace("@", "\r\n"));
        assertThat(auditor.csv(id, "?part=differences").body())
                .isEqualTo("organization_id,workflow_id,what,path,expected,actual\r\n");
    }

    @Test
    void a_table_has_no_formula_in_it_and_the_report_says_what_it_was() {
        var workflow = organization.create("-2", "Contacts");
        change(workflow, "\"description\":\"=HYPERLINK(\\\"http://x\\\";\\\"a\\\")\"");
        var id = auditor.ask("{}");
        auditor.ended(id);

        assertThat(texts(auditor.report(id).get("workflows"), "name", "description"))
                .containsExactly("-2 =HYPERLINK(\"http://x\";\"a\")");
        assertThat(auditor.csv(id, "?part=workflows").body())
                .contains(",'-2,\"'=HYPERLINK(\"\"http://x\"\";\"\"a\"\")\",draft,");
    }

    @Test
    void needs_to_know_which_part_a_table_is_of() {
        var id = auditor.ask("{}");
        auditor.csv(id, "").mustBe(Expected.bare(400, "REQUIRED_PARAM_MISSING",
                "One of the expected parameter is missing", "'param_name':'part'"));
        auditor.csv(id, "?part=Counts").mustBe(invalidParameter("part"));
        auditor.csv("1", "?part=x").mustBe(UNKNOWN);
    }

    @Test
    void begins_and_ends_at_positions_both_of_which_count() {
        var workflow = organization.create("a", "Contacts");
        var other = organization.create("b", "Deals");
        change(workflow, "\"name\":\"c\"");
        change(workflow, "\"name\":\"d\"");
        change(other, "\"name\":\"e\"");

        var report = auditor.replayed("{'from':%d,'to':%d}".formatted(position(3), position(4)));
        assertThat(texts(report.get("counts"), "event", "count")).containsExactly("WorkflowRenamed 2");
        assertThat(texts(report.get("workflows"), "id", "version", "name")).containsExactly(workflow + " 3 d");
        assertThat(texts(report, "from", "to", "head", "events_total", "events_done"))
                .contains("%d %d false 2 2".formatted(position(3), position(4)));

        report = auditor.replayed("{'from':null,'to':%d}".formatted(position(3)));
        assertThat(texts(report.get("workflows"), "id", "version", "name")).containsExactly(workflow + " 2 c",
                other + " 1 b");

        report = auditor.replayed("{'from':%d}".formatted(position(5)));
        assertThat(report.at("/replay/head").asBoolean()).isTrue();
        assertThat(texts(report.get("workflows"), "id", "version", "name")).containsExactly(other + " 2 e");

        report = auditor.replayed("{'from':%d,'to':%d}".formatted(position(5), Long.MAX_VALUE));
        assertThat(report.at("/replay/head").asBoolean()).isTrue();
        assertThat(report.at("/replay/to").asLong()).isBetween(position(5), Long.MAX_VALUE - 1);
        report = auditor.replayed("{'from':%d,'to':%d}".formatted(Long.MAX_VALUE, Long.MAX_VALUE));
        assertThat(report.get("workflows")).isEmpty();
        assertThat(report.get("counts")).isEmpty();
    }

    @Test
    void begins_at_an_instant_and_ends_before_another() {
        var workflow = organization.create("a", "Contacts");
        change(workflow, "\"name\":\"b\"");
        change(workflow, "\"name\":\"c\"");
        var second = time(2);
        var third = time(3);
        assertThat(third).isAfter(second).isAfter(time(1).plusMillis(1));

        var report = auditor
                .replayed("{'from':'%s','to':'%s'}".formatted(second.atOffset(ZoneOffset.ofHours(5)),
                        TIME.format(third)));
        assertThat(texts(report.get("counts"), "event", "count")).containsExactly("WorkflowRenamed 1");
        assertThat(texts(report.get("workflows"), "version", "name")).containsExactly("2 b");
        assertThat(texts(report, "from", "to", "head", "events_total"))
                .contains(second + " " + TIME.format(third) + " false 1");

        report = auditor.replayed("{'from':%d,'to':'2199-01-01T00:00:00Z'}".formatted(position(2)));
        assertThat(texts(report.get("workflows"), "version", "name")).containsExactly("3 c");
        assertThat(report.at("/replay/head").asBoolean()).isTrue();
        assertThat(report.at("/replay/to").asString()).isEqualTo("2199-01-01T00:00:00Z");
        report = auditor.replayed("{'to':'2020-01-01T00:00:00Z'}");
        assertThat(report.get("workflows")).isEmpty();
        assertThat(report.at("/replay/head").asBoolean()).isFalse();
    }

    @Test
    void begins_and_ends_with_all_of_a_second_where_there_is_no_fraction() {
        var workflow = organization.create("a", "Contacts");
        change(workflow, "\"name\":\"b\"");
        var first = time(1).truncatedTo(ChronoUnit.SECONDS);
        var last = time(2).truncatedTo(ChronoUnit.SECONDS);

        var report = auditor.replayed("{'from':'%s','to':'%s'}".formatted(first, last));
        assertThat(texts(report.get("workflows"), "version", "name")).containsExactly("2 b");
        assertThat(texts(report, "from", "to", "head", "events_total")).contains(first + " " + last + " true 2");
        report = auditor.replayed("{'to':'%s'}".formatted(TIME.format(first)));
        assertThat(report.get("workflows")).isEmpty();
        assertThat(report.at("/replay/to").asString()).isEqualTo(TIME.format(first));
    }

    @Test
    void is_about_an_organization_s_own_and_shown_to_no_other() {
        organization.create("a", "Contacts");
        var stranger = ADMIN.organization();
        stranger.create("b", "Contacts");
        var other = new Replaying(HTTP, stranger.token(SCOPE));

        var id = auditor.ask("{'organization':'%s'}".formatted(organization.id()));
        assertThat(texts(auditor.replayed("{}").get("workflows"), "name")).containsExactly("a");
        auditor.send("POST", "", "{'organization':'%s'}".formatted(stranger.id())).mustBe(invalid("organization"));
        other.get("/" + id).mustBe(UNKNOWN);
        other.get("/" + id + "/report").mustBe(UNKNOWN);
        other.csv(id, "?part=counts").mustBe(UNKNOWN);
        other.send("POST", "/" + id + "/actions/cancel", null).mustBe(UNKNOWN);
        other.get("").mustBe(NOTHING);
        other.get("?organization=" + organization.id()).mustBe(invalidParameter("organization"));
        assertThat(administrator().now(id).get("requested_by").asString()).isEqualTo(organization.asha());
    }

    @Test
    void an_administrator_sees_all_and_asks_about_one_or_all() {
        organization.create("a", "Contacts");
        var one = administrator().ask("{'organization':'%s'}".formatted(organization.id()));
        assertThat(texts(administrator().report(one).path("workflows"), "name").size()).isBetween(0, 1);
        assertThat(administrator().ended(one).get("requested_by").isNull()).isTrue();
        assertThat(auditor.now(one).get("status").asString()).isEqualTo("done");
        administrator().get("?organization=" + organization.id()).mustBe(new Expected(200, Expected.of(200,
                "{'replays':[%s],'info':{'page_size':200,'more_records':false}}".formatted(auditor.now(one))).body()));

        var all = administrator().ask("{'to':1}");
        assertThat(administrator().ended(all).get("organization_id").isNull()).isTrue();
        auditor.get("/" + all).mustBe(UNKNOWN);
    }

    @Test
    void lists_the_newest_first_page_by_page() {
        auditor.get("").mustBe(NOTHING);
        var ids = List.of(auditor.ask("{}"), auditor.ask("{'from':7}"), auditor.ask("{}"));
        ids.forEach(auditor::ended);

        var first = auditor.get("?page_size=2");
        assertThat(texts(first.json().get("replays"), "id")).containsExactly(ids.get(2), ids.get(1));
        var token = first.json().at("/info/next_page_token").asString();
        first.mustBe(new Expected(200, Expected.of(200, "{'replays':[%s,%s],'info':{'page_size':2,".formatted(
                auditor.now(ids.get(2)), auditor.now(ids.get(1))) + "'more_records':true,'next_page_token':'" + token
                + "'}}").body()));
        auditor.get("?page_size=2&page_token=" + token).mustBe(new Expected(200, Expected.of(200,
                "{'replays':[%s],'info':{'page_size':2,'more_records':false}}".formatted(auditor.now(ids.get(0))))
                .body()));
        administrator().get("?page_token=" + token).mustBe(invalidParameter("page_token"));
    }

    @ParameterizedTest
    @CsvSource({"page_size, 0", "page_size, 201", "page_size, x", "page_token, x", "page_token, MSAx",
        "organization, x", "organization, 1"})
    void refuses_lists_that_cannot_be(String name, String value) {
        auditor.get("?" + name + "=" + value).mustBe(invalidParameter(name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"from|'yesterday'", "from|'2026-11-24'",
        "from|'2026-11-24T07:00:00'",
        "from|''", "from|0", "from|-1", "from|99999999999999999999", "from|'+12026-11-24T07:00:00Z'",
        "to|'x'", "to|0", "to|'1'", "organization|'x'", "organization|''", "organization|'1,2'",
        "organization|'99999999999999999999'", "organization|'1'"})
    void refuses_values_that_cannot_be(String field, String value) {
        auditor.send("POST", "", "{'%s':%s}".formatted(field, value)).mustBe(invalid(field));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"from|true|integer", "from|1.0|integer",
        "from|1e3|integer", "from|{}|integer",
        "to|[]|integer", "organization|1|text", "organization|false|text"})
    void refuses_values_of_another_type(String field, String value, String type) {
        auditor.send("POST", "", "{'%s':%s}".formatted(field, value)).mustBe(Expected.bare(400, "INVALID_DATA",
                "invalid data: $." + field,
                "'expected_data_type':'%1$s','api_name':'%2$s','json_path':'$.%2$s'".formatted(type, field)));
    }

    @Test
    void refuses_an_end_before_the_beginning_and_the_first_fault_answers() {
        auditor.send("POST", "", "{'from':7,'to':6}").mustBe(invalid("to"));
        auditor.send("POST", "", "{'from':'2026-11-24T07:00:00.001Z','to':'2026-11-24T07:00:00.000Z'}")
                .mustBe(invalid("to"));
        auditor.send("POST", "", "{'organization':'x','to':'x','from':'x'}").mustBe(invalid("from"));
        auditor.send("POST", "", "{'organization':'x','to':'x'}").mustBe(invalid("to"));
        auditor.get("").mustBe(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "[{}]", "null", "7", "{} {}", "{'from':1,'from':2}"})
    void refuses_a_body_that_is_no_object(String body) {
        auditor.send("POST", "", body).mustBe(UNREADABLE_BODY);
    }

    @Test
    void ignores_keys_that_it_does_not_know() {
        assertThat(auditor.replayed("{'from':null,'to':null,'organization':null,'x':[1]}").at("/replay/head")
                .asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x", "9999999999999999999", "1234567890123456789"})
    void refuses_ids_that_nobody_has(String id) {
        auditor.get("/" + id).mustBe(UNKNOWN);
        auditor.get("/" + id + "/report").mustBe(UNKNOWN);
        auditor.send("POST", "/" + id + "/actions/cancel", null).mustBe(UNKNOWN);
    }

    @Test
    void cancelling_what_has_ended_changes_nothing() {
        var id = auditor.ask("{}");
        var ended = auditor.ended(id);
        auditor.send("POST", "/" + id + "/actions/cancel", "not even JSON").mustBe(new Expected(200,
                Http.JSON.createObjectNode().set("replays", Http.JSON.createArrayNode().add(ended))));
    }

    @Test
    void needs_the_auditor_s_scope() {
        var id = auditor.ask("{}");
        for (var token : List.of(organization.token(), organization.token("ConnectedWorkflow.admin"))) {
            var nobody = new Replaying(HTTP, token);
            nobody.send("POST", "", "{}").mustBe(OAUTH_SCOPE_MISMATCH);
            nobody.get("").mustBe(OAUTH_SCOPE_MISMATCH);
            nobody.get("/" + id).mustBe(OAUTH_SCOPE_MISMATCH);
            nobody.get("/" + id + "/report").mustBe(OAUTH_SCOPE_MISMATCH);
            nobody.send("POST", "/" + id + "/actions/cancel", null).mustBe(OAUTH_SCOPE_MISMATCH);
        }
        HTTP.send("POST", REPLAYS, Map.of(), null).mustBe(Expected.AUTHENTICATION_FAILURE);
    }

    @Test
    void knows_no_other_path_and_no_other_method() {
        for (var method : List.of("PUT", "DELETE", "PATCH")) {
            auditor.send(method, "", null).mustBe(INVALID_REQUEST_METHOD);
            auditor.send(method, "/1", null).mustBe(INVALID_REQUEST_METHOD);
            auditor.send(method, "/1/report", null).mustBe(INVALID_REQUEST_METHOD);
            auditor.send(method, "/1/actions/cancel", null).mustBe(INVALID_REQUEST_METHOD);
        }
        auditor.get("/1/actions/cancel").mustBe(INVALID_REQUEST_METHOD);
        for (var path : List.of("/", "/1/", "/1/x", "/1/report/", "/1/actions", "/1/actions/x")) {
            auditor.get(path).mustBe(INVALID_URL_PATTERN);
        }
    }
}
