package io.connectedworkflow.infrastructure.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A workflow's past over HTTP: its history, what it was, what has changed, and the way back. */
class HistoryContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final String RESTORED = "connected workflow restored successfully";

    private final TestOrganization organization = ADMIN.organization();
    private String workflow = "";
    private String root = "";
    private String deal = "";
    private String connection = "";

    /** Drafted, described, one node more, connected: four versions. */
    @BeforeEach
    void a_workflow_with_a_past() {
        workflow = organization.create("contacts-process", "Contacts");
        root = shown("").at("/nodes/0/id").asString();
        put("'description':'why'");
        put("'nodes':[{'module':{'api_name':'Deals'},'reference_id':'d'}],'connections':[{'source_node':{'id':'" + root
                + "'},'target_node':{'reference_id':'d'}}]");
        deal = shown("").at("/nodes/1/id").asString();
        connection = shown("").at("/connections/0/id").asString();
    }

    @Test
    void tells_who_did_what_newest_first_with_what_was_different_then() {
        var sent = send("PUT", "", Map.of("X-Request-Id", "my-request"), "{'connected_workflows':[{'name':'other'}]}");
        assertThat(sent.status()).isEqualTo(200);
        var history = get("/history").json();
        var user = "{'id':'" + organization.asha() + "','name':'Asha Rao'}";
        var expected = """
            {'history':[
              {'version':5,'event':'workflow renamed','time':T,'time_exact':T,'user':U,'request_id':'my-request','changes':[
                {'path':'name','from':'contacts-process','to':'other'}]},
              {'version':4,'event':'connection added','time':T,'time_exact':T,'user':U,'request_id':R,'changes':[
                {'path':'connections[CONNECTION]','from':null,'to':{'id':'CONNECTION',
                  'source_node':{'id':'ROOT'},'target_node':{'id':'DEAL'}}}]},
              {'version':3,'event':'node added','time':T,'time_exact':T,'user':U,'request_id':R,'changes':[
                {'path':'nodes[DEAL]','from':null,'to':{'id':'DEAL','primary':false,
                  'module':{'id':'4876876000000002181','api_name':'Deals'}}}]},
              {'version':2,'event':'workflow described','time':T,'time_exact':T,'user':U,'request_id':R,'changes':[
                {'path':'description','from':null,'to':'why'}]},
              {'version':1,'event':'workflow drafted','time':T,'time_exact':T,'user':U,'request_id':R,'changes':[
                {'path':'name','from':null,'to':'contacts-process'},{'path':'status','from':null,'to':'draft'},
                {'path':'nodes[ROOT]','from':null,'to':{'id':'ROOT','primary':true,
                  'module':{'id':'4876876000000002179','api_name':'Contacts'}}}]}],
             'info':{'page_size':200,'more_records':false}}"""
                .replace("CONNECTION", connection).replace("ROOT", root).replace("DEAL", deal)
                .replace(":U,", ":" + user + ",")
                .replace(":T,", ":'a time',").replace(":R,", ":'a request',");

        assertThat(comparable(history.toString())).isEqualTo(json(expected));
        assertThat(history.at("/history/3/time")).isEqualTo(shown("?version=2").get("modified_time"));
    }

    @Test
    void turns_the_pages_of_a_history_and_loses_nothing_that_happens_meanwhile() {
        var versions = new ArrayList<Integer>();
        var page = get("/history?page_size=3").json();
        put("'name':'meanwhile'");
        while (true) {
            page.get("history").forEach(entry -> versions.add(entry.get("version").asInt()));
            assertThat(page.at("/info/page_size").asInt()).isEqualTo(3);
            if (!page.at("/info/more_records").asBoolean()) {
                break;
            }
            page = get("/history?page_size=3&page_token=" + page.at("/info/next_page_token").asString()).json();
        }
        assertThat(page.at("/info").propertyNames()).doesNotContain("next_page_token");
        assertThat(versions).containsExactly(4, 3, 2, 1);
    }

    @Test
    void shows_what_a_workflow_was_at_a_version() {
        var now = organization.get(workflow);
        assertThat(get("?version=4").body()).isEqualTo(now.body());
        assertThat(get("?version=4").header("ETag")).isEqualTo("\"4\"");
        assertThat(get("?version=3").header("ETag")).isEqualTo("\"3\"");
        assertThat(shown("?version=3").get("connections")).isEmpty();
        assertThat(shown("?version=2").get("nodes")).hasSize(1);
        assertThat(shown("?version=2").get("description").asString()).isEqualTo("why");
        assertThat(shown("?version=1").get("description").isNull()).isTrue();
    }

    @Test
    void shows_what_a_workflow_was_at_an_instant() {
        var between = nextMillisecond();
        put("'name':'later'");
        assertThat(shown("?as_of=" + exactly(between)).get("name").asString()).isEqualTo("contacts-process");
        assertThat(shown("?as_of=" + exactly(between).replace("Z", "+00:00")).get("name").asString())
                .isEqualTo("contacts-process");
        assertThat(shown("?as_of=" + between.plusSeconds(3600)).get("name").asString()).isEqualTo("later");
        get("?as_of=2020-01-01T00:00:00Z").mustBe(Expected.UNKNOWN_WORKFLOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "America/New_York", "UTC"})
    void shows_by_the_time_that_it_shows_what_it_shows(String zone) {
        organization.change(document -> document.put("time_zone", zone));
        var drafted = shown("").get("created_time").asString();
        var shown = shown("");
        var modified = shown.get("modified_time").asString();

        for (var time : List.of(modified, modified.replace("+", "%2B"))) {
            assertThat(shown("?as_of=" + time)).isEqualTo(shown);
            assertThat(list("?as_of=" + time).json()).isEqualTo(list("").json());
        }
        // Its creation is a moment of that second at least.
        assertThat(get("?as_of=" + drafted).status()).isEqualTo(200);
        assertThat(list("?as_of=" + drafted).json().at("/connected_workflows/0/created_time").asString())
                .isEqualTo(drafted);
        var changes = get("/diff?from=2020-01-01T00:00:00Z&to=" + modified).json();
        assertThat(changes.at("/diff/to/version").asInt()).isEqualTo(4);
        assertThat(get("/diff?from=" + modified + "&to=" + modified).json().at("/diff/from/version").asInt())
                .isEqualTo(4);
        assertThat(get("/history").json().get("history")).allSatisfy(entry -> assertThat(
                get("?as_of=" + entry.get("time").asString()).status()).isEqualTo(200));
    }

    @Test
    void shows_by_the_exact_time_of_its_history_what_had_happened_by_then_and_nothing_that_came_later() {
        nextMillisecond();
        put("'name':'later'");
        nextMillisecond();
        put("'name':'latest'");
        var history = get("/history").json().get("history");

        var exact = history.get(1).get("time_exact").asString();
        assertThat(exact).matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}\\+00:00");
        assertThat(history.get(1).get("time").asString()).isEqualTo(exact.replaceAll("\\.[0-9]{3}", ""));
        assertThat(shown("?as_of=" + exact).get("name").asString()).isEqualTo("later");
        assertThat(list("?as_of=" + exact).json().at("/connected_workflows/0/name").asString()).isEqualTo("later");
        assertThat(get("/diff?from=" + exact + "&to=" + history.get(0).get("time_exact").asString()).json()
                .get("diff").get("changes").findValuesAsString("from")).containsExactly("later");
    }

    @Test
    void lists_what_an_organization_had_at_an_instant() {
        var second = organization.create("second", "Leads");
        var instant = nextMillisecond();
        var both = exactly(instant);
        put("'name':'renamed'");
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + second, organization.token(), null);
        organization.create("third", "Leads");
        var then = list("?as_of=" + both).json();

        assertThat(then.findValuesAsString("name")).contains("contacts-process", "second").doesNotContain("renamed");
        assertThat(then.get("connected_workflows")).hasSize(2);
        assertThat(then.get("connected_workflows").findValues("sequence_number")).extracting(JsonNode::asInt)
                .containsExactly(1, 2);
        assertThat(list("?as_of=" + both + "&name_contains=SEC").json().get("connected_workflows")).hasSize(1);
        assertThat(list("?as_of=" + both + "&module=Deals").json().at("/connected_workflows/0/name").asString())
                .isEqualTo("contacts-process");
        list("?as_of=" + both + "&status=active").mustBe(Expected.NOTHING);
        list("?as_of=2020-01-01T00:00:00Z").mustBe(Expected.NOTHING);

        var first = list("?as_of=" + both + "&page_size=1").json();
        assertThat(first.get("connected_workflows")).hasSize(1);
        var next = list("?as_of=" + both + "&page_size=1&page_token=" + first.at("/info/next_page_token").asString())
                .json();
        assertThat(next.at("/connected_workflows/0/name").asString()).isEqualTo("second");
        assertThat(next.at("/info/more_records").asBoolean()).isFalse();
        list("?as_of=" + exactly(instant.plusMillis(1)) + "&page_size=1&page_token="
                + first.at("/info/next_page_token").asString()).mustBe(badParameter("page_token"));
    }

    @Test
    void tells_the_difference_of_two_moments() {
        var before = exactly(nextMillisecond());
        put("'description':null,'nodes':[{'id':'" + deal + "','_delete':null}]");
        var expected = """
            {'diff':{'from':{'version':4,'modified_time':'a time'},'to':{'version':6,'modified_time':'a time'},'changes':[
              {'path':'description','from':'why','to':null},
              {'path':'nodes[%1$s]','from':{'id':'%1$s','primary':false,
                'module':{'id':'4876876000000002181','api_name':'Deals'}},'to':null},
              {'path':'connections[%2$s]','from':{'id':'%2$s','source_node':{'id':'%3$s'},'target_node':{'id':'%1$s'}},
                'to':null}]}}"""
                .formatted(deal, connection, root);

        assertThat(comparable(get("/diff?from=4&to=6").body())).isEqualTo(json(expected));
        assertThat(comparable(get("/diff?from=" + before + "&to=6").body())).isEqualTo(json(expected));
        assertThat(get("/diff?from=6&to=6").json().at("/diff/changes")).isEmpty();
        assertThat(get("/diff?from=6&to=4").json().at("/diff/changes/0/to").asString()).isEqualTo("why");
        assertThat(get("/diff?from=2020-01-01T00:00:00Z&to=1").json().at("/diff/from").isNull()).isTrue();
    }

    @Test
    void brings_back_what_was_with_the_same_ids() {
        var then = shown("");
        put("'name':'other','description':null,'nodes':[{'id':'" + deal + "','_delete':null}]");
        HTTP.send("PUT", Http.WORKFLOWS + "/" + workflow + "/actions/activate", organization.token(), null);
        restore("{'version':4}").mustBe(Expected.success(200, workflow, RESTORED));
        var now = shown("");

        for (var key : List.of("name", "description", "nodes", "connections", "rules", "involved_modules")) {
            assertThat(now.get(key)).as(key).isEqualTo(then.get(key));
        }
        assertThat(now.get("status").asString()).isEqualTo("active");
        assertThat(get("/history").json().get("history").findValuesAsString("event")).startsWith("connection added",
                "node added", "workflow described", "workflow renamed", "workflow activated", "node removed");
        var version = get("").header("ETag");
        restore("{'version':4}").mustBe(Expected.success(200, workflow, RESTORED));
        assertThat(get("").header("ETag")).isEqualTo(version);
    }

    @Test
    void brings_back_a_deleted_workflow_in_its_old_place() {
        organization.create("second", "Leads");
        var then = shown("");
        delete();
        get("").mustBe(Expected.UNKNOWN_WORKFLOW);
        get("?version=5").mustBe(Expected.UNKNOWN_WORKFLOW);
        assertThat(shown("?version=4")).isEqualTo(then);
        assertThat(get("/history?page_size=1").json().at("/history/0/event").asString())
                .isEqualTo("workflow deleted");

        restore("{'version':4}").mustBe(Expected.success(200, workflow, RESTORED));
        var now = shown("");
        for (var key : List.of("name", "description", "status", "sequence_number", "created_time", "created_by",
                "nodes",
                "connections", "rules")) {
            assertThat(now.get(key)).as(key).isEqualTo(then.get(key));
        }
        assertThat(organization.list().json().at("/connected_workflows/0/id").asString()).isEqualTo(workflow);
        organization.tryToCreate("contacts-process", "Tasks").mustBe(Expected.item("DUPLICATE_DATA",
                "Duplicate connected workflow name", "'api_name':'name','json_path':'$.connected_workflows[0].name'"));
    }

    @Test
    void does_not_bring_back_what_stands_in_the_way_of_others() {
        delete();
        var other = organization.create("Contacts-Process", "Deals");
        restore("{'version':4}").mustBe(Expected.item("DUPLICATE_DATA", "Duplicate connected workflow name",
                at("version")));
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + other, organization.token(), null);
        other = organization.create("other", "Contacts");
        restore("{'version':4}").mustBe(noPlace(1));
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + other, organization.token(), null);
        organization.create("other", "Deals");
        organization.change(document -> document.putObject("limits").put("connected_workflows_limit", 1));
        restore("{'version':4}").mustBe(noPlace(1));
        get("").mustBe(Expected.UNKNOWN_WORKFLOW);
    }

    @Test
    void does_not_bring_back_what_is_not_allowed_today() {
        put("'nodes':[{'id':'" + deal + "','_delete':null}]");
        organization.change(document -> document.putObject("limits").put("modules_limit_per_process", 1));
        restore("{'version':4}").mustBe(Expected.item("LIMIT_EXCEEDED", "Maximum number of nodes reached",
                "'limit':1,'limit_due_to':[{'api_name':'nodes','json_path':'$.nodes'}]"));
        organization.change(document -> {
            document.remove("limits");
            document.putArray("modules").addObject().put("id", "4876876000000002179").put("api_name", "Contacts");
        });
        restore("{'version':4}").mustBe(Expected.bare(400, "INVALID_DATA", "Unsupported module is used",
                "'modules_disabled':[{'id':'4876876000000002181','api_name':'Deals'}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {} | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'version','json_path':'$.version'
        {'version':null} | MANDATORY_NOT_FOUND | Required field not found | 'api_name':'version','json_path':'$.version'
        {'version':'4'} | INVALID_DATA | invalid data | 'expected_data_type':'integer','api_name':'version','json_path':'$.version'
        {'version':1.0} | INVALID_DATA | invalid data | 'expected_data_type':'integer','api_name':'version','json_path':'$.version'
        {'version':0} | INVALID_DATA | invalid data | 'api_name':'version','json_path':'$.version'
        {'version':5} | INVALID_DATA | invalid data | 'api_name':'version','json_path':'$.version'
        {'version':-1} | INVALID_DATA | invalid data | 'api_name':'version','json_path':'$.version'
        {'version':99999999999999999999} | INVALID_DATA | invalid data | 'api_name':'version','json_path':'$.version'
        """, quoteCharacter = '`')
    void refuses_to_bring_back_what_never_was(String body, String code, String message, String details) {
        restore(body).mustBe(Expected.item(code, message, details));
        assertThat(get("").header("ETag")).isEqualTo("\"4\"");
    }

    @Test
    void refuses_to_bring_back_a_time_when_it_was_not_there() {
        delete();
        restore("{'version':5}").mustBe(Expected.item("INVALID_DATA", "invalid data", at("version")));
    }

    @Test
    void looks_at_the_path_then_at_the_version_then_at_the_body() {
        restoreOf("4876876000019340001", Map.of("If-Match", "x"), "{").mustBe(Expected.UNKNOWN_WORKFLOW);
        restoreOf(workflow, Map.of("If-Match", "x"), "{").mustBe(
                Expected.bare(400, "INVALID_DATA", "invalid data", "'header':'If-Match'"));
        restoreOf(workflow, Map.of("If-Match", "\"3\""), "{").mustBe(Expected.bare(412, "PRECONDITION_FAILED",
                "The connected workflow has been changed", "'version':4"));
        restoreOf(workflow, Map.of("If-Match", "\"4\""), "{").mustBe(Expected.UNREADABLE_BODY);
        restoreOf(workflow, Map.of("If-Match", "\"4\""), "{\"version\":1}").mustBe(
                Expected.success(200, workflow, RESTORED));
    }

    @Test
    void brings_back_once_what_is_asked_for_twice_with_one_key() {
        delete();
        var key = Map.of("Idempotency-Key", "again");
        restoreOf(workflow, key, "{\"version\":4}").mustBe(Expected.success(200, workflow, RESTORED));
        var version = get("").header("ETag");
        restoreOf(workflow, key, "{\"version\":4}").mustBe(Expected.success(200, workflow, RESTORED));
        assertThat(get("").header("ETag")).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"?version=0 | version", "?version=x | version", "?version=5 | version",
        "?version=-1 | version", "?as_of=yesterday | as_of", "?as_of=%2B10000-01-01T00:00:00Z | as_of",
        "?as_of=2026-01-01T00:00:00 | as_of",
        "?as_of=2026-01-01T00:00:00Z&version=1 | version", "/history?page_size=0 | page_size",
        "/history?page_size=201 | page_size", "/history?page_token=x | page_token", "/diff?from=0&to=1 | from",
        "/diff?from=1&to=5 | to", "/diff?from=1&to=tomorrow | to"})
    void refuses_what_is_no_moment_and_no_page(String query, String parameter) {
        get(query).mustBe(badParameter(parameter));
    }

    @Test
    void refuses_a_list_of_no_moment() {
        list("?as_of=x").mustBe(badParameter("as_of"));
        list("?as_of=%2B999999-01-01T00:00:00Z").mustBe(badParameter("as_of"));
        list("?as_of=9999-12-31T23:59:59Z&page_size=1").mustBe(Expected.of(200, list("?page_size=1").body()));
    }

    @ParameterizedTest
    @CsvSource({"/diff,from", "/diff?from=0,to", "/diff?to=x,from", "/diff?to=1,from", "/diff?from=1,to",
        "/diff?from=1&to=,to"})
    void refuses_a_difference_to_nothing(String query, String parameter) {
        get(query).mustBe(Expected.bare(400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing",
                "'param_name':'" + parameter + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?version=1", "?as_of=x", "/history?page_size=x", "/diff"})
    void shows_another_organization_nothing(String query) {
        var foreign = ADMIN.organization().token();
        HTTP.send("GET", Http.WORKFLOWS + "/" + workflow + query, foreign, null).mustBe(Expected.UNKNOWN_WORKFLOW);
        HTTP.send("POST", Http.WORKFLOWS + "/" + workflow + "/actions/restore", foreign, "{\"version\":1}")
                .mustBe(Expected.UNKNOWN_WORKFLOW);
    }

    private static Expected noPlace(int limit) {
        return Expected.item("LIMIT_EXCEEDED",
                "Cannot create more connected workflows due to edition limits or because only one connected workflow is "
                        + "allowed per primary module.",
                "'limit':" + limit + ",'limit_due_to':[{" + at("version") + "}]");
    }

    private static String at(String key) {
        return "'api_name':'" + key + "','json_path':'$." + key + "'";
    }

    private static Expected badParameter(String name) {
        return Expected.bare(400, "INVALID_DATA", "invalid data", "'param_name':'" + name + "'");
    }

    /** With a fraction, for without one it would be all of its second. */
    private static String exactly(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    /** A time after everything that has been answered, and before everything that is asked for from now on. */
    private static Instant nextMillisecond() {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        while (!Instant.now().truncatedTo(ChronoUnit.MILLIS).isAfter(now)) {
            Thread.onSpinWait();
        }
        return now;
    }

    private void delete() {
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + workflow, organization.token(), null)
                .mustBe(Expected.success(200, workflow, "connected workflow deleted successfully"));
    }

    private Reply restore(String body) {
        return restoreOf(workflow, Map.of(), body.replace('\'', '"'));
    }

    private Reply restoreOf(String id, Map<String, String> headers, String body) {
        return sendTo("POST", Http.WORKFLOWS + "/" + id + "/actions/restore", headers, body);
    }

    private void put(String item) {
        send("PUT", "", Map.of(), "{'connected_workflows':[{" + item + "}]}")
                .mustBe(Expected.success(200, workflow, "connected workflow updated successfully"));
    }

    private Reply send(String method, String rest, Map<String, String> headers, String body) {
        return sendTo(method, Http.WORKFLOWS + "/" + workflow + rest, headers, body.replace('\'', '"'));
    }

    private Reply sendTo(String method, String path, Map<String, String> headers, String body) {
        var all = new HashMap<>(Http.authorization(organization.token()));
        all.putAll(headers);
        return HTTP.send(method, path, all, body.getBytes(StandardCharsets.UTF_8));
    }

    private Reply get(String rest) {
        return HTTP.send("GET", Http.WORKFLOWS + "/" + workflow + rest, organization.token(), null);
    }

    private Reply list(String query) {
        return HTTP.send("GET", Http.WORKFLOWS + query, organization.token(), null);
    }

    private JsonNode shown(String query) {
        return get(query).json().at("/connected_workflows/0");
    }

    // Times and generated names of requests are new each time.
    private static JsonNode comparable(String body) {
        return Http.JSON.readTree(body.replaceAll("\"[0-9-]{10}T[0-9:]{8}(\\.[0-9]{3})?\\+00:00\"", "\"a time\"")
                .replaceAll("\"request_id\":\"[0-9a-f-]{36}\"", "\"request_id\":\"a request\""));
    }

    private static JsonNode json(String text) {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }
}
