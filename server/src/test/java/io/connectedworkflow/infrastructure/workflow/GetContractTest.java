package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.infrastructure.workflow.WorkflowOnTheWire.inEnvelope;
import static io.connectedworkflow.testing.TestOrganization.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting one workflow over HTTP: section 4.3 of the contract, and row 9 of section 2. */
class GetContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final TestOrganization ORGANIZATION = ADMIN.organization();
    private static final String WORKFLOW = ORGANIZATION.create("a", "Contacts");

    private final Instant start = Instant.now();

    @Test
    void answers_the_whole_workflow() {
        var organization = ADMIN.organization(document -> document.put("time_zone", "America/St_Johns"));
        var id = created(organization.postItem("""
            {"name":"contacts-process","description":"from first call to invoice",
             "primary_module":{"api_name":"Contacts","id":"4876876000000002179"}}"""));
        var reply = organization.get(id);
        var answered = reply.json().at("/connected_workflows/0");
        reply.mustBe(new Expected(200, inEnvelope(new WorkflowOnTheWire(id, "contacts-process", 1)
                .description("from first call to invoice").by(organization.asha(), "Asha Rao")
                .module("4876876000000002179", "Contacts").at(answered, start, ZoneId.of("America/St_Johns"))
                .whole(answered))));
    }

    @Test
    void answers_null_where_there_is_no_description() {
        var reply = ORGANIZATION.get(WORKFLOW);
        var answered = reply.json().at("/connected_workflows/0");
        reply.mustBe(new Expected(200, inEnvelope(new WorkflowOnTheWire(WORKFLOW, "a", 1)
                .by(ORGANIZATION.asha(), "Asha Rao").module("4876876000000002179", "Contacts")
                .at(answered, Instant.EPOCH, ZoneId.of("UTC")).whole(answered))));
        assertThat(answered.get("description").isNull()).isTrue();
    }

    @Test
    void answers_the_list_s_element_and_the_inner_parts() {
        var listed = ORGANIZATION.list().json().at("/connected_workflows/0").asObject();
        var got = ORGANIZATION.get(WORKFLOW).json().at("/connected_workflows/0").asObject();
        got.remove("nodes");
        got.remove("connections");
        got.remove("rules");
        assertThat(got).isEqualTo(listed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?include_inner_details=execute_when.details.criteria.field.field_label",
        "?include_inner_details=x,,y", "?x=1", "?"})
    void ignores_what_asks_for_more_than_there_is(String query) {
        HTTP.send("GET", Http.WORKFLOWS + "/" + WORKFLOW + query, ORGANIZATION.token(), null)
                .mustBe(new Expected(200, ORGANIZATION.get(WORKFLOW).json()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "4876876000019340001", "9223372036854775807", "9223372036854775808",
        "99999999999999999999", "00000000000000000001", "-1", "+1", "1.0", "1e3", "0x10", "1,2", "1_0", "x", "null",
        "actions", "rules", "connected_workflows", "%20", "%31", "%2e", "%2e%2e", "%0A", "%7Bid%7D", "%25", "%C3%A9",
        "%E2%80%AE", ".", "..", "..;", "..;x=1", ";", ";x=1", ".;", "*", "'", "a:b", "@", "$", "!", "(1)", "~", "=",
        "&", "a+b", "%D9%A1"})
    void refuses_what_is_no_id_of_a_workflow(String id) {
        ORGANIZATION.get(id).mustBe(Expected.UNKNOWN_WORKFLOW);
    }

    @Test
    void refuses_what_is_nearly_the_id_of_a_workflow() {
        for (var id : new String[]{WORKFLOW + "0", "0" + WORKFLOW, WORKFLOW.substring(1), WORKFLOW + "%20",
            "%20" + WORKFLOW, WORKFLOW + ";x=1", WORKFLOW + "%09", "+" + WORKFLOW, WORKFLOW + ".0",
            "%3" + WORKFLOW.charAt(0) + WORKFLOW.substring(1)}) {
            ORGANIZATION.get(id).mustBe(Expected.UNKNOWN_WORKFLOW);
        }
        var node = ORGANIZATION.get(WORKFLOW).json().at("/connected_workflows/0/nodes/0/id").asString();
        ORGANIZATION.get(node).mustBe(Expected.UNKNOWN_WORKFLOW);
        ORGANIZATION.get("4876876000000002179").mustBe(Expected.UNKNOWN_WORKFLOW);
        ORGANIZATION.get("1".repeat(7000)).mustBe(Expected.UNKNOWN_WORKFLOW);
        ORGANIZATION.get("x".repeat(7000)).mustBe(Expected.UNKNOWN_WORKFLOW);
    }
}
