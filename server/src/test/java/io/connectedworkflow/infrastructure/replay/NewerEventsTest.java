package io.connectedworkflow.infrastructure.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.replay.ReadModelRebuild;
import io.connectedworkflow.infrastructure.evidence.Verdicts;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.Tables;
import io.connectedworkflow.testing.TestOrganization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** A newer release has been at the log, and has left events in it that this one cannot read. */
@ExtendWith(OutputCaptureExtension.class)
class NewerEventsTest {

    private static final RunningServer SERVER = RunningServer.start();
    private static final JdbcTemplate OWNER = SERVER.database().asOwner();
    private static final Expected CONFLICT = Expected.bare(409, "CONFLICT",
            "A newer version wrote something about the connected workflow that this version cannot read", "");

    private final TestOrganization organization = SERVER.admin().organization();
    private final String other = organization.create("other", "Leads");
    private final String workflow = organization.create("contacts-process", "Contacts");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private void append(String id, String type, String revision, String payload) {
        OWNER.update(
                """
                    insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type, event_identifier,
                        payload_type, payload_revision, payload, meta_data, time_stamp, organization_id, user_id)
                    select ?, coalesce(max(sequence_number) + 1, 0), 'ConnectedWorkflow', gen_random_uuid(), ?, ?, ?::jsonb, '{}',
                        date_trunc('milliseconds', clock_timestamp()) + interval '2 seconds', ?, ?
                    from connected_workflow.domain_event where aggregate_identifier = ?""",
                id, type, revision, payload,
                organization.id(), organization.asha(), id);
    }

    /** What a newer node does, its view included. */
    private void tag() {
        append(workflow, "WorkflowTagged", "1", "{\"tags\":[\"x\"]}");
        OWNER.update("""
            update connected_workflow.workflow_view set version = version + 1,
                document = document || '{"tags":["x"]}' || jsonb_build_object('version', version + 1)
            where workflow_id = ?""", workflow);
    }

    private Reply send(String method, String path, @Nullable String body) {
        return SERVER.http().send(method, Http.WORKFLOWS + path, organization.token(),
                body == null ? null : body.replace('\'', '"'));
    }

    private Reply get(String path) {
        return send("GET", path, null);
    }

    private static JsonNode json(String text) {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }

    private void mustRefuseCommands() {
        var before = Tables.dump(OWNER, Tables.WRITTEN);
        for (var change : List.of("'name':'new'", "'description':null", "'name':'contacts-process'")) {
            send("PUT", "/" + workflow, "{'connected_workflows':[{" + change + "}]}").mustBe(CONFLICT);
        }
        send("PUT", "/" + workflow + "/actions/activate", null).mustBe(CONFLICT);
        send("PUT", "/" + workflow + "/actions/deactivate", null).mustBe(CONFLICT);
        send("DELETE", "/" + workflow, null).mustBe(CONFLICT);
        send("POST", "/" + workflow + "/rules", "{'rules':[{}]}").mustBe(CONFLICT);
        send("POST", "/" + workflow + "/actions/restore", "{'version':1}").mustBe(CONFLICT);
        assertThat(Tables.dump(OWNER, Tables.WRITTEN)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"WorkflowTagged|1|{\"tags\":[]}",
        "WorkflowDescribed|2|{}",
        "WorkflowDescribed|1|[]", "WorkflowDescribed|1|\"x\"", "NodeAdded|2.0|{}", "WorkflowDrafted|2|{}"})
    void commands_are_refused_and_write_nothing(String type, String revision, String payload) {
        append(workflow, type, revision, payload);

        mustRefuseCommands();
        assertThat(send("PUT", "/" + other + "/actions/activate", null).status()).isEqualTo(200);
    }

    @Test
    void commands_are_refused_also_where_this_release_could_read_what_follows() {
        tag();
        append(workflow, "WorkflowRenamed", "1", """
            {"workflowId":"%s","organizationId":"%s","userId":"%s","name":"later"}""".formatted(workflow,
                organization.id(), organization.asha()));

        mustRefuseCommands();
    }

    @Test
    void commands_are_refused_behind_a_snapshot_and_where_a_snapshot_hides_what_others_could_read() {
        for (var i = 0; i < 102; i++) {
            assertThat(send("PUT", "/" + workflow, "{'connected_workflows':[{'name':'name " + i + "'}]}").status())
                    .isEqualTo(200);
        }
        await().until(() -> !OWNER.queryForList(
                "select 1 from connected_workflow.snapshot_event where aggregate_identifier = ?", workflow).isEmpty());
        append(workflow, "WorkflowTagged", "1", "{}");
        mustRefuseCommands();

        OWNER.update("""
            update connected_workflow.snapshot_event set payload_revision = '3', sequence_number = (
                select max(sequence_number) from connected_workflow.domain_event e where e.aggregate_identifier = ?)
            where aggregate_identifier = ?""", workflow, workflow);
        mustRefuseCommands();
    }

    @Test
    void what_was_before_can_be_read_and_what_is_now_too() {
        var first = get("/" + workflow + "?version=1").json();
        tag();

        var now = get("/" + workflow);
        assertThat(now.status()).isEqualTo(200);
        assertThat(now.header("ETag")).isEqualTo("\"2\"");
        assertThat(get("").status()).isEqualTo(200);
        assertThat(get("/" + workflow + "?version=1").json()).isEqualTo(first);
        var created = first.at("/connected_workflows/0/created_time").asString();
        assertThat(get("/" + workflow + "?as_of=" + created).json()).isEqualTo(first);
        assertThat(get("/" + workflow + "/diff?from=2020-01-01T00:00:00Z&to=1").json().at("/diff/to/version").asInt())
                .isEqualTo(1);
        for (var query : List.of("?version=2", "?as_of=2199-01-01T00:00:00Z", "/history", "/diff?from=1&to=2",
                "/diff?from=2&to=1", "/diff?from=1&to=2199-01-01T00:00:00Z")) {
            get("/" + workflow + query).mustBe(CONFLICT);
        }
        assertThat(get("/" + other + "/history").status()).isEqualTo(200);
    }

    @Test
    void a_list_of_the_past_leaves_it_out_and_says_so() {
        var before = get("").json();
        tag();
        var theOther = "{'connected_workflows':[" + before.at("/connected_workflows/0") + "],'unreadable':[{'id':'"
                + workflow + "'}]}";

        get("?as_of=2199-01-01T00:00:00Z").mustBe(new Expected(200, json(theOther)));
        assertThat(get("?as_of=" + before.at("/connected_workflows/1/created_time").asString()).json())
                .isEqualTo(before);
        get("?as_of=2199-01-01T00:00:00Z&name_contains=nobody").mustBe(new Expected(200,
                json("{'connected_workflows':[],'unreadable':[{'id':'" + workflow + "'}]}")));
        var page = get("?as_of=2199-01-01T00:00:00Z&page_size=1").json();
        assertThat(page.get("connected_workflows")).hasSize(1);
    }

    @Test
    void what_was_deleted_may_be_there_again() {
        assertThat(send("DELETE", "/" + workflow, null).status()).isEqualTo(200);
        assertThat(get("?as_of=2199-01-01T00:00:00Z").json().has("unreadable")).isFalse();
        append(workflow, "WorkflowUndeleted", "1", "{}");

        assertThat(get("?as_of=2199-01-01T00:00:00Z").json().get("unreadable"))
                .isEqualTo(json("[{'id':'" + workflow + "'}]"));
    }

    @Test
    void a_workflow_may_begin_with_it() {
        var imported = Admin.newId();
        append(imported, "WorkflowImported", "1", "{}");

        get("/" + imported).mustBe(Expected.UNKNOWN_WORKFLOW);
        get("/" + imported + "/history").mustBe(CONFLICT);
        get("/" + imported + "?version=1").mustBe(CONFLICT);
        send("POST", "/" + imported + "/actions/restore", "{'version':1}").mustBe(CONFLICT);
        var listed = get("?as_of=2199-01-01T00:00:00Z").json();
        assertThat(listed.get("connected_workflows")).hasSize(2);
        assertThat(listed.get("unreadable")).isEqualTo(json("[{'id':'" + imported + "'}]"));
        assertThat(get("?as_of=2020-01-01T00:00:00Z").status()).isEqualTo(204);
        var report = replaying().replayed("{}");
        assertThat(report.get("unreadable")).isEqualTo(json("[{'id':'%s','organization_id':'%s','version':1}]"
                .formatted(imported, organization.id())));
        assertThat(report.get("differences")).isEmpty();
    }

    private Replaying replaying() {
        return new Replaying(SERVER.http(), organization.token(Replaying.SCOPE));
    }

    @Test
    void a_replay_reports_which_it_could_not_read() {
        assertThat(send("PUT", "/" + workflow + "/actions/activate", null).status()).isEqualTo(200);
        assertThat(replaying().replayed("{}").has("unreadable")).isFalse();
        tag();
        OWNER.update("update connected_workflow.organization_register set workflows = 7 where organization_id = ?",
                organization.id());

        var report = replaying().replayed("{}");
        assertThat(report.get("unreadable")).isEqualTo(json("[{'id':'%s','organization_id':'%s','version':3}]"
                .formatted(workflow, organization.id())));
        assertThat(report.get("workflows").findValuesAsString("id")).contains(other).doesNotContain(workflow);
        assertThat(report.get("counts").findValuesAsString("event")).contains("WorkflowTagged");
        assertThat(report.get("differences")).isEqualTo(
                json("""
                    [{'organization_id':'%s','workflow_id':null,'what':'register','path':'workflows','expected':2,'actual':7}]"""
                        .formatted(organization.id())));
        var id = report.at("/replay/id").asString();
        assertThat(replaying().csv(id, "?part=unreadable").body())
                .isEqualTo("id,organization_id,version\r\n%s,%s,3\r\n".formatted(workflow, organization.id()));
        assertThat(replaying().csv(id, "?part=workflows").body()).doesNotContain(workflow + ",");
    }

    @Test
    void a_rebuild_leaves_its_rows_as_they_are_and_says_so(CapturedOutput output) {
        assertThat(send("PUT", "/" + workflow + "/actions/activate", null).status()).isEqualTo(200);
        tag();
        var right = Tables.dump(OWNER, Tables.DERIVED);

        var rebuilt = SERVER.context().getBean(ReadModelRebuild.class).rebuild();
        assertThat(rebuilt.same()).isTrue();
        assertThat(rebuilt.stood()).contains(workflow).doesNotContain(other);
        assertThat(Tables.dump(OWNER, Tables.DERIVED)).isEqualTo(right);

        OWNER.update("delete from connected_workflow.workflow_view where workflow_id = ?", other);
        RunningServer.startOn(SERVER.database(), "--connected-workflow.rebuild-views=true").close();
        assertThat(Tables.dump(OWNER, Tables.DERIVED)).isEqualTo(right);
        assertThat(output).containsPattern("left as they are, since a newer version wrote events[^\n]*" + workflow);
    }

    @Test
    void the_log_shows_it_and_its_chain_holds() {
        tag();
        var events = SERVER.http().send("GET", "/audit/v1/events?workflow=" + workflow,
                organization.token(Replaying.SCOPE), null).json().get("events");

        assertThat(events.findValuesAsString("event")).containsExactly("WorkflowDrafted", "WorkflowTagged");
        assertThat(events.get(1).get("data")).isEqualTo(json("{'tags':['x']}"));
        await().until(() -> Boolean.TRUE.equals(OWNER.queryForObject("""
            select position >= (select max(global_index) from connected_workflow.domain_event)
            from connected_workflow.chain_progress""", Boolean.class)));
        assertThat(Verdicts.of(OWNER)).allSatisfy(verdict -> assertThat(verdict.good()).as("%s", verdict).isTrue());
    }

    @Test
    void a_view_that_cannot_be_read_is_refused_in_the_same_way() {
        OWNER.update("""
            update connected_workflow.workflow_view set document = jsonb_set(document, '{status}', '"PAUSED"')
            where workflow_id = ?""", workflow);

        get("/" + workflow).mustBe(CONFLICT);
        get("").mustBe(CONFLICT);
        assertThat(get("/" + other).status()).isEqualTo(200);
        OWNER.update("""
            update connected_workflow.workflow_view set document = jsonb_set(document, '{status}', '"DRAFT"')
            where workflow_id = ?""", workflow);
    }

    @Test
    void an_idempotency_key_is_not_used_up() {
        append(workflow, "WorkflowTagged", "1", "{}");
        SERVER.http().send("DELETE", Http.WORKFLOWS + "/" + workflow,
                Map.of("Authorization", "Bearer " + organization.token(), "Idempotency-Key", "k"), null)
                .mustBe(CONFLICT);
        assertThat(OWNER.queryForList("select * from connected_workflow.idempotency_key where organization_id = ?",
                organization.id())).isEmpty();
    }
}
