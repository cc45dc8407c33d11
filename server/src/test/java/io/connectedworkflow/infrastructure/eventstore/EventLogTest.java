package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Callers.draft;
import static io.connectedworkflow.testing.Http.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;

/** The log is readable without us, findable by organization, user and time, and never rewritten. */
class EventLogTest {

    private static TestDatabase place;
    private static JdbcTemplate owner;
    private static ConfigurableApplicationContext server;
    private static ConnectedWorkflows workflows;

    @BeforeAll
    static void start() {
        place = TestPostgres.newDatabase();
        server = ServerContext.start(place);
        owner = place.asOwner();
        workflows = server.getBean(ConnectedWorkflows.class);
        workflows.create(Callers.of("1000", 25), draft("contacts-process", 0)).orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode json(String column, String workflowId) {
        return JSON.readTree(owner.queryForObject("select %s::text from connected_workflow.domain_event "
                .formatted(column) + "where aggregate_identifier = ?", String.class, workflowId));
    }

    @Test
    void an_event_has_a_logical_name_a_revision_and_plain_fields() {
        var id = workflows.create(Callers.of("1001", 25), WorkflowDraft.of("contacts-process",
                "from first call to invoice", ModuleReference.named("Module_3"))).orElseThrow();

        var row = owner.queryForMap("select * from connected_workflow.domain_event where aggregate_identifier = ?", id);
        assertThat(row).containsEntry("payload_type", "WorkflowDrafted").containsEntry("payload_revision", "1")
                .containsEntry("type", "ConnectedWorkflow").containsEntry("sequence_number", 0L)
                .containsEntry("organization_id", "1001").containsEntry("user_id", Callers.USER);
        var payload = json("payload", id);
        assertThat(payload.get("rootNodeId").stringValue()).matches("[0-9]{19}").isNotEqualTo(id);
        assertThat(payload).isEqualTo(JSON.readTree("""
            {"workflowId": "%s", "organizationId": "1001", "userId": "%s", "rootNodeId": "%s",
             "name": "contacts-process", "description": "from first call to invoice", "primaryModuleId": "2003",
             "primaryModuleApiName": "Module_3", "sequenceNumber": 1, "edition": "ENTERPRISE",
             "permission": "MANAGE_AUTOMATIONS", "connectedWorkflowsLimit": 25}
            """.formatted(id, Callers.USER, payload.get("rootNodeId").stringValue())));
    }

    @Test
    void an_event_says_in_which_request_it_happened() {
        var id = workflows.create(Callers.of("1002", 25), draft("contacts-process", 0)).orElseThrow();

        var metaData = json("meta_data", id);
        assertThat(metaData.propertyNames()).containsExactlyInAnyOrder("requestId", "correlationId", "traceId");
        assertThat(metaData.get("requestId").stringValue()).isEqualTo("request-1");
        assertThat(metaData.get("correlationId").stringValue()).isNotBlank()
                .isEqualTo(metaData.get("traceId").stringValue());
    }

    @Test
    void an_event_happened_at_a_whole_millisecond_the_one_that_readers_see() {
        var caller = Callers.of("1003", 25);
        var begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var id = workflows.create(caller, draft("contacts-process", 0)).orElseThrow();
        var end = Instant.now();

        var stored = owner.queryForList(
                "select time_stamp from connected_workflow.domain_event where aggregate_identifier = ?",
                Timestamp.class, id).getFirst().toInstant();
        assertThat(stored).isBetween(begin, end).isEqualTo(stored.truncatedTo(ChronoUnit.MILLIS));
        assertThat(workflows.get(caller, id).orElseThrow()).satisfies(view -> {
            assertThat(view.createdAt()).isEqualTo(stored);
            assertThat(view.modifiedAt()).isEqualTo(stored);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"update connected_workflow.domain_event set user_id = '1'",
        "update connected_workflow.domain_event set user_id = user_id where false",
        "delete from connected_workflow.domain_event", "truncate connected_workflow.domain_event"})
    void nobody_rewrites_history(String statement) {
        assertThatThrownBy(() -> place.asServer().execute(statement))
                .rootCause().hasMessageContaining("permission denied for table domain_event");
        assertThatThrownBy(() -> owner.execute(statement)).rootCause()
                .hasMessageContaining("The event log is append-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alter table connected_workflow.domain_event disable trigger append_only",
        "drop trigger append_only on connected_workflow.domain_event", "drop table connected_workflow.domain_event",
        "create or replace function connected_workflow.refuse_to_rewrite_history() returns trigger language plpgsql "
                + "as 'begin return null; end'",
        "set session_replication_role = replica", "create table connected_workflow.mine (id integer)",
        "alter sequence connected_workflow.domain_event_global_index_seq restart",
        "delete from connected_workflow.schema_history"})
    void the_running_server_may_not_even_try_to(String statement) {
        assertThatThrownBy(() -> place.asServer().execute(statement)).rootCause()
                .message().containsAnyOf("permission denied", "must be owner");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        organization_id = '7' and global_index > 10 order by global_index limit 20 | domain_event_of_organization
        organization_id = '7' and user_id = '3' order by global_index limit 20     | domain_event_of_user
        time_stamp between '2026-03-01' and '2026-03-02'                           | domain_event_by_time
        aggregate_identifier = '77' order by sequence_number   | domain_event_aggregate_identifier_sequence_number_key
        """)
    void the_log_is_found_by_index(String condition, String index) {
        var plan = owner.execute((ConnectionCallback<List<String>>) connection -> {
            var session = new JdbcTemplate(
                    new SingleConnectionDataSource(connection, true));
            session.execute("begin");
            session.execute("""
                insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type,
                    event_identifier, payload_type, payload_revision, payload, meta_data, time_stamp,
                    organization_id, user_id)
                select n::text, 0, 'ConnectedWorkflow', n::text, 'WorkflowDrafted', '1', '{}', '{}',
                    timestamptz '2026-01-01' + n * interval '1 hour', (n % 100)::text, (n % 10)::text
                from generate_series(1, 5000) n""");
            session.execute("analyze connected_workflow.domain_event");
            session.execute("set local enable_seqscan = off");
            var lines = session.queryForList(
                    "explain select * from connected_workflow.domain_event where " + condition, String.class);
            session.execute("rollback");
            return lines;
        });

        assertThat(plan).anyMatch(line -> line.matches(".*\\b" + index + "\\b.*"));
    }
}
