package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.infrastructure.workflow.WorkflowOnTheWire.inEnvelope;
import static io.connectedworkflow.testing.TestOrganization.ALL;
import static io.connectedworkflow.testing.TestOrganization.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Listing workflows over HTTP: section 4.2 of the contract, and what section 8 says of the directory. */
class ListContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();

    private final Instant start = Instant.now();

    @Test
    void answers_nothing_without_a_body_where_there_is_none() {
        ADMIN.organization().list().mustBe(Expected.NOTHING);
    }

    @Test
    void lists_whole_workflows_by_ascending_sequence_number() {
        var organization = ADMIN.organization(document -> document.put("time_zone", "Asia/Kolkata"));
        var ravi = organization.addUser("Ravi Kumar", "1");
        var first = organization.create("zebra", "Contacts");
        var second = created(organization.postItem(
                """
                    {"name":"Ärger ✓","description":"from first call\\nto invoice","primary_module":{"id":"4876876000000002181"}}"""));
        var third = created(HTTP.send("POST", Http.WORKFLOWS, organization.tokenOf(ravi, ALL),
                """
                    {"connected_workflows":[{"name":"aardvark","description":"","primary_module":{"api_name":"Price_Books"}}]}"""));

        var reply = organization.list();
        var answered = workflows(reply.json());
        var zone = ZoneId.of("Asia/Kolkata");
        reply.mustBe(new Expected(200, inEnvelope(
                new WorkflowOnTheWire(first, "zebra", 1).by(organization.asha(), "Asha Rao")
                        .module("4876876000000002179", "Contacts").at(answered.get(0), start, zone).summary(),
                new WorkflowOnTheWire(second, "Ärger ✓", 2).description("from first call\nto invoice")
                        .by(organization.asha(), "Asha Rao").module("4876876000000002181", "Deals")
                        .at(answered.get(1), start, zone).summary(),
                new WorkflowOnTheWire(third, "aardvark", 3).description("").by(ravi, "Ravi Kumar")
                        .module("4876876000000002199", "Price_Books").at(answered.get(2), start, zone).summary())));
    }

    @Test
    void lists_more_than_nine_in_the_order_of_numbers() {
        var organization = ADMIN.organization();
        organization.giveModules(12);
        IntStream.rangeClosed(1, 12).forEach(i -> organization.create("workflow " + i, "Module" + (13 - i)));
        assertThat(workflows(organization.list().json()).stream()
                .map(workflow -> workflow.get("sequence_number").asInt()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "America/New_York",
        "Etc/GMT+12",
        "Pacific/Kiritimati", "Europe/London"})
    void tells_times_in_the_organization_s_zone(String zone) {
        var organization = ADMIN.organization(document -> document.put("time_zone", zone));
        var id = organization.create("a", "Contacts");
        var reply = organization.list();
        reply.mustBe(new Expected(200, inEnvelope(new WorkflowOnTheWire(id, "a", 1).by(organization.asha(), "Asha Rao")
                .module("4876876000000002179", "Contacts")
                .at(workflows(reply.json()).getFirst(), start, ZoneId.of(zone)).summary())));
    }

    @Test
    void tells_UTC_in_digits_and_the_same_instant_in_another_zone() {
        var organization = ADMIN.organization();
        organization.create("a", "Contacts");
        var utc = workflows(organization.list().json()).getFirst().get("created_time").asString();
        assertThat(utc).endsWith("+00:00");

        organization.change(document -> document.put("time_zone", "Asia/Kolkata"));
        var kolkata = workflows(organization.list().json()).getFirst().get("created_time").asString();
        assertThat(kolkata).endsWith("+05:30");
        assertThat(OffsetDateTime.parse(kolkata)).isEqualTo(OffsetDateTime.parse(utc).withOffsetSameInstant(
                ZoneOffset.ofHoursMinutes(5, 30)));
    }

    @Test
    void shows_what_the_directory_says_now_of_users_and_modules() {
        var organization = ADMIN.organization();
        organization.giveModules(2);
        organization.create("a", "Module1");

        organization.change(document -> document.at("/users/0").asObject().put("full_name", "Asha Rao-Iyer"));
        mustShow(organization, "Asha Rao-Iyer", "Module1");

        organization.change(document -> document.at("/modules/0").asObject().put("api_name", "Renamed"));
        mustShow(organization, "Asha Rao-Iyer", "Renamed");

        organization.change(document -> document.at("/modules/0").asObject().put("supported", false));
        mustShow(organization, "Asha Rao-Iyer", "Renamed");
    }

    @Test
    void shows_a_module_that_vanished_with_the_name_known_last() {
        var organization = ADMIN.organization();
        organization.giveModules(2);
        organization.create("a", "Module1");
        organization.change(document -> document.at("/modules/0").asObject().put("api_name", "Renamed"));
        var modules = organization.document().get("modules").deepCopy();

        organization.change(document -> document.withArray("modules").remove(0));
        mustShow(organization, "Asha Rao", "Renamed");
        organization.change(document -> document.put("name", "Another change"));
        mustShow(organization, "Asha Rao", "Renamed");
        organization.tryToCreate("b", "Renamed").mustBe(moduleInvalid("api_name"));
        organization.postItem("{\"name\":\"b\",\"primary_module\":{\"id\":\"1001\"}}").mustBe(moduleInvalid("id"));

        organization.change(document -> document.set("modules", modules));
        organization.change(document -> document.at("/modules/0").asObject().put("api_name", "Back"));
        mustShow(organization, "Asha Rao", "Back");
        organization.change(document -> document.putArray("modules"));
        mustShow(organization, "Asha Rao", "Back");
    }

    @Test
    void shows_the_user_of_a_workflow_who_is_not_active_any_more() {
        var organization = ADMIN.organization();
        var ravi = organization.addUser("Ravi Kumar", "1");
        created(HTTP.send("POST", Http.WORKFLOWS, organization.tokenOf(ravi, ALL), """
            {"connected_workflows":[{"name":"a","primary_module":{"api_name":"Contacts"}}]}"""));
        organization.change(document -> document.at("/users/1").asObject().put("active", false));
        assertThat(workflows(organization.list().json()).getFirst().at("/created_by/name").asString())
                .isEqualTo("Ravi Kumar");
    }

    @Test
    void ignores_the_parameters_of_other_lists() {
        var organization = ADMIN.organization();
        organization.create("a", "Contacts");
        organization.create("b", "Deals");
        var all = organization.list().json();
        HTTP.send("GET", Http.WORKFLOWS + "?page=2&per_page=1&sort_by=name&include_inner_details=x",
                organization.token(), null).mustBe(new Expected(200, all));
        assertThat(all.propertyNames()).containsExactly("connected_workflows");
    }

    private static void mustShow(TestOrganization organization, String user, String module) {
        for (var reply : List.of(organization.list(),
                organization.get(workflows(organization.list().json()).getFirst().get("id").asString()))) {
            var workflow = workflows(reply.json()).getFirst();
            assertThat(workflow.get("created_by")).isEqualTo(Http.JSON.createObjectNode().put("id", organization.asha())
                    .put("name", user));
            assertThat(workflow.get("modified_by")).isEqualTo(workflow.get("created_by"));
            assertThat(workflow.get("primary_module"))
                    .isEqualTo(Http.JSON.createObjectNode().put("id", "1001").put("api_name", module));
            assertThat(workflow.get("involved_modules"))
                    .isEqualTo(Http.JSON.createArrayNode().add(workflow.get("primary_module")));
            if (workflow.has("nodes")) {
                assertThat(workflow.at("/nodes/0/module")).isEqualTo(workflow.get("primary_module"));
            }
        }
    }

    private static Expected moduleInvalid(String key) {
        return Expected.item("INVALID_DATA", "The module is invalid",
                "'api_name':'%1$s','json_path':'$.connected_workflows[0].primary_module.%1$s'".formatted(key));
    }

    private static List<JsonNode> workflows(JsonNode body) {
        return body.get("connected_workflows").valueStream().toList();
    }
}
