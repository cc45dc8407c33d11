package io.connectedworkflow.infrastructure.history;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.replay.ReadModelRebuild;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.Tables;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestWorkflow;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A workflow whose past was allowed once and would not be today: it is shown, rebuilt, changed and restored as any other. */
class PastUnderFormerRulesTest {

    private static final RunningServer SERVER = RunningServer.start();
    private static final JdbcTemplate OWNER = SERVER.database().asOwner();
    private static final String NAME = "#".repeat(60);
    private static final String DESCRIPTION = "d".repeat(600);
    private static final int CONDITIONS = 15;
    private static final int DEPTH = 8;

    private final TestOrganization organization = SERVER.admin().organization();
    private final String workflow = recorded();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /** The events of a workflow as they might have been under other rules. */
    private String recorded() {
        var made = new TestWorkflow(SERVER.http(), organization);
        made.createRule(made.root(), "Contacts");
        var id = Long.toString(Long.parseLong(made.id()) - 1);
        var events = OWNER.query("""
            select sequence_number, payload_type, payload::text from connected_workflow.domain_event
            where aggregate_identifier = ? order by sequence_number""",
                (row, i) -> new Object[]{row.getLong(1), row.getString(2), row.getString(3)}, made.id());
        assertThat(SERVER.http().send("DELETE", made.path(), organization.token(), null).status()).isEqualTo(200);
        events.forEach(event -> OWNER.update("""
            insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type, event_identifier,
                payload_type, payload_revision, payload, meta_data, time_stamp, organization_id, user_id)
            select ?, sequence_number, type, gen_random_uuid(), payload_type, payload_revision, ?::jsonb, meta_data,
                time_stamp, organization_id, user_id
            from connected_workflow.domain_event where aggregate_identifier = ? and sequence_number = ?""", id,
                former((String) event[1], ((String) event[2]).replace(made.id(), id)), made.id(), event[0]));
        rebuild();
        return id;
    }

    private static String former(String type, String payload) {
        var event = (ObjectNode) Http.JSON.readTree(payload);
        if (type.equals("WorkflowDrafted")) {
            event.put("name", NAME).put("description", DESCRIPTION);
        } else if (type.equals("RuleAdded")) {
            conditions((ArrayNode) event.get("conditions"));
        }
        return event.toString();
    }

    private static void conditions(ArrayNode conditions) {
        var first = (ObjectNode) conditions.get(0);
        var criteria = Http.JSON.readTree("""
            {"field":{"apiName":"Gone","id":null},"comparator":"EQUAL","type":"VALUE","value":"x"}""");
        for (var depth = 0; depth < DEPTH; depth++) {
            criteria = Http.JSON.createObjectNode().put("groupOperator", "AND").set("group",
                    Http.JSON.createArrayNode().add(criteria));
        }
        first.set("criteria", criteria);
        var action = (ObjectNode) first.get("actions").get(0);
        var actions = (ArrayNode) first.get("actions");
        IntStream.range(0, 100).forEach(i -> actions.add(action.deepCopy().put("id", "9" + i)));
        IntStream.range(2, CONDITIONS + 1)
                .forEach(i -> conditions.add(first.deepCopy().put("id", "8" + i).put("sequenceNumber", i)));
    }

    private static void rebuild() {
        assertThat(SERVER.context().getBean(ReadModelRebuild.class).rebuild().stood()).isEmpty();
    }

    private Reply send(String method, String path, @Nullable String body) {
        var reply = SERVER.http().send(method, WORKFLOWS + path, organization.token(), body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    private void isShown() {
        var shown = send("GET", "/" + workflow, null).json().at("/connected_workflows/0");
        assertThat(shown.get("name").asString()).isEqualTo(NAME);
        assertThat(shown.get("description").asString()).isEqualTo(DESCRIPTION);
        var rule = send("GET", "/" + workflow + "/rules/" + shown.at("/rules/0/id").asString(), null).json()
                .at("/rules/0/conditions");
        assertThat(rule).hasSize(CONDITIONS);
        assertThat(rule.at("/0/instant_actions/actions").size()).isGreaterThan(100);
    }

    @Test
    void is_shown_listed_and_found() {
        isShown();
        for (var list : new String[]{"", "?name_contains=%23%23", "?as_of=2100-01-01T00:00:00Z",
            "?as_of=2100-01-01T00:00:00Z&name_contains=%23%23"}) {
            assertThat(send("GET", list, null).json().at("/connected_workflows/0/name").asString()).as(list)
                    .isEqualTo(NAME);
        }
    }

    @Test
    void has_a_history_differences_and_a_rebuild() {
        var last = send("GET", "/" + workflow + "/history", null).json().at("/history/0/version").asInt();
        var changes = send("GET", "/" + workflow + "/diff?from=1&to=" + last, null).json();
        assertThat(changes.toString()).contains("Gone");
        assertThat(send("GET", "/" + workflow + "?version=1", null).json().at("/connected_workflows/0/name").asString())
                .isEqualTo(NAME);

        var before = Tables.dump(OWNER, Tables.DERIVED);
        rebuild();
        assertThat(Tables.dump(OWNER, Tables.DERIVED)).isEqualTo(before);
    }

    @Test
    void is_compared_with_what_is_live() {
        var auditor = organization.token("ConnectedWorkflow.audit");
        var id = SERVER.http().send("POST", "/audit/v1/replays", auditor, "{}").json()
                .at("/replays/0/id").asString();
        await().until(() -> SERVER.http().send("GET", "/audit/v1/replays/" + id, auditor, null).body()
                .contains("\"done\""));
        var report = SERVER.http().send("GET", "/audit/v1/replays/" + id + "/report", auditor, null);
        assertThat(report.body()).contains(NAME);
        assertThat(report.json().at("/replay/head").asBoolean()).isTrue();
        assertThat(report.json().get("differences")).isEmpty();
    }

    @Test
    void is_activated_changed_deleted_and_restored() {
        send("PUT", "/" + workflow + "/actions/activate", null);
        send("PUT", "/" + workflow + "/actions/deactivate", null);
        var version = send("GET", "/" + workflow + "/history", null).json().at("/history/0/version").asInt();
        send("PUT", "/" + workflow, "{\"connected_workflows\":[{\"name\":\"new\",\"description\":null}]}");
        send("POST", "/" + workflow + "/actions/restore", "{\"version\":" + version + "}");
        isShown();
        send("DELETE", "/" + workflow, null);
        send("POST", "/" + workflow + "/actions/restore", "{\"version\":" + version + "}");
        isShown();
    }
}
