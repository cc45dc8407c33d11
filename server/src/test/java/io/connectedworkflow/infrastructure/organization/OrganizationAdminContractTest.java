package io.connectedworkflow.infrastructure.organization;

import static io.connectedworkflow.testing.Expected.BODY_TOO_LARGE;
import static io.connectedworkflow.testing.Expected.INVALID_REQUEST_METHOD;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static io.connectedworkflow.testing.Expected.bare;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.Together;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The administration of organizations: "Admin API" in the design, and the bare envelope of the contract. */
class OrganizationAdminContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final int MAXIMUM_BYTES = 8 << 20;

    private static final Expected UNKNOWN = bare(404, "NOT_FOUND", "There is no such organization", "");
    private static final Expected BAD_ID = bare(400, "INVALID_DATA",
            "org_id must be 1 to 19 decimal digits below 2^63", "");
    private static final String WHOLE = """
        {"name":"Ünïcode & Co ✓","edition":"ultimate","time_zone":"Asia/Kolkata",
         "limits":{"connected_workflows_limit":7,"modules_limit_per_process":8,"rules":{"limit_per_module":9}},
         "modules":[{"id":"1","api_name":"Custom","supported":false,"fields":[
                       {"id":"2","api_name":"Name","field_label":"The name","data_type":"text"},
                       {"id":null,"api_name":"Age","field_label":null,"data_type":"whatever"}]},
                    {"id":"9223372036854775807","api_name":"Plain","supported":true,"fields":[]}],
         "profiles":[{"id":"0","name":"Administrator","permissions":["manage_automations","Something else","",
                                                                     "manage_automations"]},
                     {"id":"00","name":"Nobody","permissions":[]}],
         "users":[{"id":"5","full_name":"Asha Rao","email":"asha@example.com","profile_id":"0","active":false},
                  {"id":"6","full_name":"Ravi","email":null,"profile_id":"00","active":true}]}""";

    private final String id = Admin.newId();
    private final String path = Admin.ORGANIZATIONS + "/" + id;

    @Test
    void creates_with_201_replaces_with_200_and_answers_the_document_each_time() {
        var document = (ObjectNode) Http.JSON.readTree(WHOLE);
        document.put("org_id", id);
        put(WHOLE).mustBe(new Expected(201, document));
        get().mustBe(new Expected(200, document));
        put(WHOLE).mustBe(new Expected(200, document));
        document.put("name", "Other").putNull("limits");
        put(document.toString()).mustBe(new Expected(200, document));
        get().mustBe(new Expected(200, document));
    }

    @Test
    void fills_in_defaults() {
        put("""
            {"name":"Test","edition":"free","limits":{"rules":{}},"modules":[{"id":"1","api_name":"Custom","fields":
             [{"api_name":"Name","data_type":"text"}]}],"profiles":[{"id":"1","name":"P","permissions":[]}],
             "users":[{"id":"1","full_name":"U","profile_id":"1"}]}""").mustBe(Expected.of(201,
                """
                    {"org_id":"%s","name":"Test","edition":"free","time_zone":"UTC",
                     "limits":{"connected_workflows_limit":null,"modules_limit_per_process":null,"rules":{"limit_per_module":null}},
                     "modules":[{"id":"1","api_name":"Custom","supported":true,
                                 "fields":[{"id":null,"api_name":"Name","field_label":null,"data_type":"text"}]}],
                     "profiles":[{"id":"1","name":"P","permissions":[]}],
                     "users":[{"id":"1","full_name":"U","email":null,"profile_id":"1","active":true}]}"""
                        .formatted(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'name':'Test','edition':'standard'}",
        "{'name':'Test','edition':'standard','time_zone':null,'limits':null,'modules':null,'profiles':null,'users':null}"})
    void starts_with_the_catalogue_of_the_contract(String body) {
        put(body).mustBe(catalogue());
    }

    private Expected catalogue() {
        var supported = List.of("Leads", "Accounts", "Contacts", "Deals", "Campaigns", "Tasks", "Cases", "Events",
                "Calls", "Solutions", "Products", "Vendors", "Price_Books", "Quotes", "Sales_Orders", "Purchase_Orders",
                "Invoices");
        var document = (ObjectNode) Http.JSON.readTree("""
            {"org_id":"%s","name":"Test","edition":"standard","time_zone":"UTC","limits":null,"modules":[],
             "profiles":[],"users":[]}""".formatted(id));
        var number = 4_876_876_000_000_002_175L;
        for (var name : Stream.concat(supported.stream(), Stream.of("Notes", "Attachments")).toList()) {
            document.withArray("modules").addObject().put("id", Long.toString(number)).put("api_name", name)
                    .put("supported", supported.contains(name)).putArray("fields");
            number += 2;
        }
        return new Expected(201, document);
    }

    @Test
    void keeps_an_empty_list_of_modules_empty() {
        var reply = put("{'name':'Test','edition':'standard','modules':[]}");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().get("modules")).isEmpty();
    }

    @Test
    void ignores_unknown_keys_with_all_that_is_in_them() {
        var unknown = "'x':'\\u0000','\\ud800':1e131072,'y':" + "[".repeat(90) + "]".repeat(90) + ",'z':"
                + "7".repeat(2000);
        put("{'org_id':'1'," + unknown + ",'name':'Test','edition':'standard','limits':{" + unknown
                + "},'modules':[{'id':'1','api_name':'A'," + unknown + ",'fields':[{'api_name':'B','data_type':'c',"
                + unknown + "}]}]}").mustBe(Expected.of(201, """
                    {"org_id":"%s","name":"Test","edition":"standard","time_zone":"UTC",
                     "limits":{"connected_workflows_limit":null,"modules_limit_per_process":null,"rules":null},
                     "modules":[{"id":"1","api_name":"A","supported":true,
                                 "fields":[{"id":null,"api_name":"B","field_label":null,"data_type":"c"}]}],
                     "profiles":[],"users":[]}""".formatted(id)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refuses_a_fault_with_a_message_that_names_the_field(String field, String value, Expected answer) {
        put(with(field, value)).mustBe(answer);
        get().mustBe(UNKNOWN);
    }

    private static Stream<Arguments> faults() {
        var editions = "'supported_values':['free','standard','professional','enterprise','ultimate'],";
        return Stream.of(
                faults(OrganizationAdminContractTest::missing, "name", "", "null", "''", "' \\t\\n'"),
                faults(at -> wrongType("text", at), "name", "5", "true", "[]", "{}", "1e131072"),
                faults(OrganizationAdminContractTest::invalid, "name", "'a\\u0000'", "'\\ud800'"),
                faults(OrganizationAdminContractTest::missing, "edition", "", "null", "''"),
                faults(at -> wrongType("text", at), "edition", "5", "['free']"),
                faults(at -> refused("INVALID_DATA", "invalid data", editions, at), "edition", "'Free'", "'gold'",
                        "'free '", "'ENTERPRISE'"),
                faults(at -> wrongType("text", at), "time_zone", "5", "{}"),
                faults(OrganizationAdminContractTest::invalid, "time_zone", "''", "'Mars/Olympus'", "'asia/kolkata'",
                        "'+05:30:15'", "'\\u0000'", "'../UTC'"),
                faults(at -> wrongType("jsonobject", at), "limits", "5", "[]", "'x'", "true"),
                faults(at -> wrongType("integer", at), "limits.connected_workflows_limit", "'5'", "5.5", "true", "1e1",
                        "2147483648", "-2147483649", "[]", "1e131072", "7".repeat(2000)),
                faults(OrganizationAdminContractTest::invalid, "limits.connected_workflows_limit", "-1", "-2147483648"),
                faults(at -> wrongType("integer", at), "limits.modules_limit_per_process", "'5'", "5.0"),
                faults(OrganizationAdminContractTest::invalid, "limits.modules_limit_per_process", "0", "-1"),
                faults(at -> wrongType("jsonobject", at), "limits.rules", "5", "[]"),
                faults(at -> wrongType("integer", at), "limits.rules.limit_per_module", "'5'", "5.0"),
                faults(OrganizationAdminContractTest::invalid, "limits.rules.limit_per_module", "-1"),
                faults(at -> wrongType("jsonarray", at), "modules", "5", "{}", "'x'"),
                faults(at -> wrongType("jsonobject", at), "modules[0]", "5", "null", "[]", "'Contacts'"),
                faults(OrganizationAdminContractTest::missing, "modules[0].id", "", "null"),
                ids("modules[0].id"),
                faults(OrganizationAdminContractTest::missing, "modules[0].api_name", "", "null", "''", "' '"),
                faults(at -> wrongType("text", at), "modules[0].api_name", "5"),
                faults(OrganizationAdminContractTest::invalid, "modules[0].api_name", "'a\\u0000'", "'\\udfff'"),
                faults(at -> wrongType("boolean", at), "modules[0].supported", "'true'", "1", "[]"),
                faults(at -> wrongType("jsonarray", at), "modules[0].fields", "5", "{}"),
                faults(at -> wrongType("jsonobject", at), "modules[0].fields[0]", "5", "null"),
                ids("modules[0].fields[0].id"),
                faults(OrganizationAdminContractTest::missing, "modules[0].fields[0].api_name", "", "null", "''"),
                faults(OrganizationAdminContractTest::invalid, "modules[0].fields[0].api_name", "'\\u0000'"),
                faults(at -> wrongType("text", at), "modules[0].fields[0].field_label", "5"),
                faults(OrganizationAdminContractTest::invalid, "modules[0].fields[0].field_label", "'\\u0000'"),
                faults(OrganizationAdminContractTest::missing, "modules[0].fields[0].data_type", "", "null"),
                faults(at -> wrongType("text", at), "modules[0].fields[0].data_type", "5"),
                faults(OrganizationAdminContractTest::invalid, "modules[0].fields[0].data_type", "'\\u0000'"),
                faults(at -> wrongType("jsonarray", at), "profiles", "5", "{}"),
                faults(at -> wrongType("jsonobject", at), "profiles[0]", "5", "null"),
                faults(OrganizationAdminContractTest::missing, "profiles[0].id", "", "null"),
                ids("profiles[0].id"),
                faults(OrganizationAdminContractTest::missing, "profiles[0].name", "", "null", "''"),
                faults(OrganizationAdminContractTest::invalid, "profiles[0].name", "'\\u0000'"),
                faults(OrganizationAdminContractTest::missing, "profiles[0].permissions", "", "null"),
                faults(at -> wrongType("jsonarray", at), "profiles[0].permissions", "'manage_automations'", "{}"),
                faults(at -> wrongType("text", at), "profiles[0].permissions[0]", "5", "null", "[]"),
                faults(OrganizationAdminContractTest::invalid, "profiles[0].permissions[0]", "'\\u0000'", "'\\ud800'"),
                faults(at -> wrongType("jsonarray", at), "users", "5", "{}"),
                faults(at -> wrongType("jsonobject", at), "users[0]", "5", "null"),
                faults(OrganizationAdminContractTest::missing, "users[0].id", "", "null"),
                ids("users[0].id"),
                faults(OrganizationAdminContractTest::missing, "users[0].full_name", "", "null", "''", "'\\u2003'"),
                faults(OrganizationAdminContractTest::invalid, "users[0].full_name", "'\\u0000'"),
                faults(at -> wrongType("text", at), "users[0].email", "5"),
                faults(OrganizationAdminContractTest::invalid, "users[0].email", "'\\u0000'"),
                faults(OrganizationAdminContractTest::missing, "users[0].profile_id", "", "null"),
                ids("users[0].profile_id"),
                faults(OrganizationAdminContractTest::invalid, "users[0].profile_id", "'8'", "'01'"),
                faults(at -> wrongType("boolean", at), "users[0].active", "'yes'", "0"),
                Stream.of("modules[1].id", "modules[1].api_name", "modules[0].fields[1].id",
                        "modules[0].fields[1].api_name", "profiles[1].id", "users[1].id")
                        .map(at -> Arguments.of(at, "twice",
                                bare(400, "INVALID_DATA", "Duplicate value: $." + at, ""))))
                .flatMap(faults -> faults);
    }

    private interface Answering {
        Expected at(String field);
    }

    private static Stream<Arguments> faults(Answering answer, String field, String... values) {
        return Stream.of(values).map(value -> Arguments.of(field, value, answer.at(field)));
    }

    private static Stream<Arguments> ids(String field) {
        return Stream.concat(faults(at -> wrongType("text", at), field, "5", "{}"),
                faults(OrganizationAdminContractTest::invalid, field, "''", "'x'", "' 1'", "'-1'", "'+1'", "'1.0'",
                        "'9223372036854775808'", "'00000000000000000001'", "'\\u0661'", "'1\\u0000'"));
    }

    /** A valid document but for the value of one field; an empty value leaves the field out. */
    private static String with(String field, String value) {
        var document = (ObjectNode) Http.JSON.readTree("""
            {"name":"Test","edition":"standard","limits":{"rules":{}},
             "modules":[{"id":"1","api_name":"A","fields":[{"id":"1","api_name":"B","data_type":"text"},
                                                           {"id":"2","api_name":"C","data_type":"text"}]},
                        {"id":"2","api_name":"B"}],
             "profiles":[{"id":"1","name":"P","permissions":[]},{"id":"2","name":"P","permissions":[]}],
             "users":[{"id":"1","full_name":"U","profile_id":"1"},{"id":"2","full_name":"U","profile_id":"1"}]}""");
        var pointer = "/" + field.replace('.', '/').replace("[", "/").replace("]", "");
        var key = pointer.substring(pointer.lastIndexOf('/') + 1);
        var parent = document.at(pointer.substring(0, pointer.lastIndexOf('/')));
        if (value.equals("twice")) {
            var first = document.at(pointer.replaceFirst("/1/([a-z_]+)$", "/0/$1"));
            ((ObjectNode) parent).set(key, first);
        } else if (value.isEmpty()) {
            ((ObjectNode) parent).remove(key);
        } else {
            var json = value.replace('\'', '"');
            var marker = "MARKER";
            if (parent instanceof ObjectNode object) {
                object.put(key, marker);
            } else if (parent.isEmpty()) {
                parent.asArray().add(marker);
            } else {
                parent.asArray().set(Integer.parseInt(key), marker);
            }
            return document.toString().replace("\"" + marker + "\"", json);
        }
        return document.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "+1", "1.0", "00000000000000000001", "9223372036854775808", "%31", "%20", "..",
        "1;x=1", "null"})
    void refuses_what_is_no_id_of_an_organization(String bad) {
        ADMIN.send("PUT", Admin.ORGANIZATIONS + "/" + bad, "{\"name\":\"Test\",\"edition\":\"free\"}").mustBe(BAD_ID);
        ADMIN.send("GET", Admin.ORGANIZATIONS + "/" + bad, null).mustBe(UNKNOWN);
        ADMIN.send("DELETE", Admin.ORGANIZATIONS + "/" + bad, null).mustBe(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "'x'", "null", "{", "{}{}", "{'name':'a','name':'a','edition':'free'}"})
    void refuses_what_is_not_one_json_object(String body) {
        put(body).mustBe(UNREADABLE_BODY);
    }

    @Test
    void takes_5000_modules_and_every_one_of_them_counts() {
        var organization = ADMIN.organization();
        organization.change(document -> {
            var modules = document.putArray("modules");
            IntStream.rangeClosed(1, 5000).forEach(i -> {
                var module = modules.addObject().put("id", Integer.toString(i)).put("api_name", "Module" + i);
                for (var field : List.of("Name", "Owner", "Amount")) {
                    module.withArray("fields").addObject().put("id", i + "" + field.length()).put("api_name", field)
                            .put("field_label", field).put("data_type", "text");
                }
            });
        });
        organization.create("first", "Module1");
        organization.create("last", "Module5000");
        assertThat(ADMIN.send("GET", organization.path(), null).json().get("modules")).hasSize(5000);
    }

    @Test
    void takes_8_MiB_and_no_more() {
        var document = "{\"name\":\"Test\",\"edition\":\"free\",\"unknown\":\"%s\"}";
        var filler = "x".repeat(MAXIMUM_BYTES - document.length() + 2);
        var largest = document.formatted(filler).getBytes(StandardCharsets.UTF_8);
        assertThat(largest).hasSize(MAXIMUM_BYTES);
        var headers = Http.authorization(ADMIN.token());
        assertThat(HTTP.send("PUT", path, headers, largest).status()).isEqualTo(201);

        var tooLarge = document.formatted(filler + "x").getBytes(StandardCharsets.UTF_8);
        HTTP.send("PUT", path, headers, tooLarge).mustBe(BODY_TOO_LARGE);
        HTTP.sendChunked("PUT", path, headers, tooLarge).mustBe(BODY_TOO_LARGE);
    }

    @Test
    void knows_no_organization_that_was_never_put() {
        get().mustBe(UNKNOWN);
        ADMIN.send("DELETE", path, null).mustBe(UNKNOWN);
        ADMIN.send("GET", path + "/users/1/clients", null).mustBe(UNKNOWN);
        ADMIN.send("POST", path + "/users/1/clients", "{\"scopes\":[\"a\"]}").mustBe(UNKNOWN);
        ADMIN.send("DELETE", path + "/users/1/clients/x", null).mustBe(UNKNOWN);
    }

    @Test
    void deletes_an_organization_once_it_has_no_workflows() {
        var organization = ADMIN.organization();
        ADMIN.send("DELETE", organization.path(), null).mustBe(NOTHING);
        ADMIN.send("GET", organization.path(), null).mustBe(UNKNOWN);
        ADMIN.send("DELETE", organization.path(), null).mustBe(UNKNOWN);
        put("{'name':'Test','edition':'free'}");
        ADMIN.send("DELETE", path, null).mustBe(NOTHING);
        assertThat(put("{'name':'Test','edition':'free'}").status()).isEqualTo(201);
    }

    @Test
    void gives_no_organization_the_past_of_another() {
        var organization = ADMIN.organization();
        var workflow = organization.create("a", "Contacts");
        HTTP.send("DELETE", Http.WORKFLOWS + "/" + workflow, organization.token(), null);
        ADMIN.send("DELETE", organization.path(), null).mustBe(NOTHING);

        ADMIN.send("PUT", organization.path(), organization.document().toString()).mustBe(bare(409, "CONFLICT",
                "An organization that was deleted had this id, and its past is kept: choose another one", ""));
        ADMIN.send("GET", organization.path(), null).mustBe(UNKNOWN);
    }

    @Test
    void does_not_delete_an_organization_that_has_workflows() {
        var organization = ADMIN.organization();
        organization.create("a", "Contacts");
        ADMIN.send("DELETE", organization.path(), null)
                .mustBe(bare(409, "CONFLICT", "The organization still has connected workflows", ""));
        assertThat(ADMIN.send("GET", organization.path(), null).status()).isEqualTo(200);
        organization.create("b", "Deals");
    }

    @Test
    void deleting_an_organization_revokes_its_clients() {
        var organization = ADMIN.organization();
        var client = organization.client(organization.asha(), 3600, TestOrganization.ALL);
        ADMIN.send("DELETE", organization.path(), null).mustBe(NOTHING);
        HTTP.form("/oauth/v2/token", "grant_type=client_credentials&" + client.form())
                .mustBe(Expected.of(400, "{'error':'invalid_client'}"));
        HTTP.form("/oauth/v2/token",
                "grant_type=refresh_token&refresh_token=" + client.refreshToken() + "&" + client.form())
                .mustBe(Expected.of(400, "{'error':'invalid_client'}"));
    }

    @RepeatedTest(3)
    void no_client_outlives_its_organization_when_both_are_about_at_once() {
        var organization = ADMIN.organization();
        var clients = organization.clientsPath(organization.asha());
        var statuses = Together.run(6, i -> i == 0
                ? ADMIN.send("DELETE", organization.path(), null).status()
                : ADMIN.send("POST", clients, "{\"scopes\":[\"a\"]}").status());

        assertThat(statuses.getFirst()).isEqualTo(204);
        assertThat(statuses.subList(1, 6)).allMatch(status -> status == 201 || status == 404);
        assertThat(RunningServer.shared().database().asOwner().queryForList(
                "select from connected_workflow.oauth_client where organization_id = ?", organization.id())).isEmpty();
    }

    @Test
    void of_those_who_put_an_organization_at_once_one_creates_it() {
        var bodies = IntStream.range(0, 8).mapToObj(i -> "{'name':'Test " + i
                + "','edition':'free','modules':[{'id':'1','api_name':'Name" + i + "'}]}").toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = bodies.stream().map(body -> (Callable<Reply>) () -> put(body)).toList();
            assertThat(threads.invokeAll(calls).stream().map(Future::resultNow).map(Reply::status))
                    .containsExactlyInAnyOrder(201, 200, 200, 200, 200, 200, 200, 200);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void lists_organizations_page_by_page() {
        var own = IntStream.range(0, 5).mapToObj(i -> ADMIN.organization(document -> document.put("name", "List " + i)
                .put("edition", "standard").put("time_zone", "Asia/Kolkata"))).toList();
        var pages = new ArrayList<JsonNode>();
        var query = "?page_size=3";
        for (var more = true; more;) {
            var reply = ADMIN.send("GET", Admin.ORGANIZATIONS + query, null);
            var page = reply.json();
            pages.add(page);
            more = page.at("/info/more_records").asBoolean();
            var info = Http.JSON.createObjectNode().put("page_size", pages.size() == 1 ? 3 : 200)
                    .put("more_records", more);
            if (more) {
                info.put("next_page_token", page.at("/info/next_page_token").asString());
                assertThat(page.get("organizations")).hasSize(pages.size() == 1 ? 3 : 200);
            }
            assertThat(page.get("info")).isEqualTo(info);
            assertThat(page.propertyNames()).containsExactlyInAnyOrder("organizations", "info");
            reply.mustBe(new Expected(200, page));
            query = "?page_size=200&page_token=" + Admin.encoded(info.path("next_page_token").asString(""));
        }
        var all = pages.stream().flatMap(page -> page.get("organizations").valueStream()).toList();
        assertThat(all.stream().map(organization -> organization.get("org_id").asString())).doesNotHaveDuplicates();
        for (var i = 0; i < own.size(); i++) {
            assertThat(all)
                    .contains(Http.JSON.createObjectNode().put("org_id", own.get(i).id()).put("name", "List " + i)
                            .put("edition", "standard").put("time_zone", "Asia/Kolkata"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "1.0", "x", "1e1", "01", "%20", "99999999999999999999", "%D9%A1"})
    void refuses_a_bad_page_size(String size) {
        ADMIN.send("GET", Admin.ORGANIZATIONS + "?page_size=" + size, null)
                .mustBe(bare(400, "INVALID_DATA", "page_size must be a number from 1 to 200", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users/1/clients/x", "/users/1/clients", ""})
    void refuses_every_other_method(String end) {
        for (var method : List.of("PATCH", "OPTIONS", "TRACE", "FOO")) {
            ADMIN.send(method, path + end, null).mustBe(INVALID_REQUEST_METHOD);
        }
    }

    private Reply put(String body) {
        return ADMIN.send("PUT", path, body.replace('\'', '"'));
    }

    private Reply get() {
        return ADMIN.send("GET", path, null);
    }

    private static Expected missing(String at) {
        return refused("MANDATORY_NOT_FOUND", "Required field not found", "", at);
    }

    private static Expected wrongType(String type, String at) {
        return refused("INVALID_DATA", "invalid data", "'expected_data_type':'" + type + "',", at);
    }

    private static Expected invalid(String at) {
        return refused("INVALID_DATA", "invalid data", "", at);
    }

    private static Expected refused(String code, String message, String details, String at) {
        var lastKey = at.substring(at.lastIndexOf('.') + 1).replaceAll("\\[.*", "");
        return bare(400, code, message + ": $." + at,
                details + "'api_name':'" + lastKey + "','json_path':'$." + at + "'");
    }
}
