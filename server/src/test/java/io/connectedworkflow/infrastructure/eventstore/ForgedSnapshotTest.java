package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody has written a snapshot with the server's role, which may write snapshots. */
@ExtendWith(OutputCaptureExtension.class)
class ForgedSnapshotTest {

    private static final TestDatabase PLACE = TestPostgres.newDatabase();
    private static final JdbcTemplate SQL = PLACE.asServer();
    private static final String IGNORED = "cannot be one that a server has written";

    private static ConfigurableApplicationContext server;
    private static ConnectedWorkflows workflows;

    private final Caller caller = Callers.of(Admin.newId(), 10);
    private final String other = create("other", 1);
    private final String workflow = create("start", 0);

    @BeforeAll
    static void start() {
        server = ServerContext.start(PLACE);
        workflows = server.getBean(ConnectedWorkflows.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private String create(String name, int module) {
        return workflows.create(caller, draft(name, module)).orElseThrow();
    }

    private void rename(String name) {
        workflows.update(caller, workflow, null, WorkflowChange.builder().name(name).build()).orElseThrow();
    }

    private long version(String id) {
        return workflows.get(caller, id).orElseThrow().version();
    }

    /** A snapshot of the workflow's first event as a server would write it, but for what is said here. */
    private void forge(String payloadType, String payload, long sequenceNumber) {
        SQL.update(
                """
                    insert into connected_workflow.snapshot_event (aggregate_identifier, sequence_number, type, event_identifier,
                        payload_type, payload_revision, payload, meta_data, time_stamp)
                    select aggregate_identifier, ?, 'ConnectedWorkflow', gen_random_uuid(), ?, ?, %s, '{}', clock_timestamp()
                    from connected_workflow.domain_event cross join lateral (select jsonb_build_object('id', aggregate_identifier,
                        'organizationId', organization_id, 'status', 'DRAFT', 'deleted', false, 'configuration',
                        jsonb_build_object('name', 'forged', 'description', null, 'rules', jsonb_build_object('all', '[]'::jsonb),
                            'diagram', jsonb_build_object('nodes', jsonb_build_array(jsonb_build_object('id',
                                payload ->> 'rootNodeId', 'moduleId', payload ->> 'primaryModuleId', 'moduleApiName',
                                payload ->> 'primaryModuleApiName')), 'connections', '[]'::jsonb))) as snapshot) s
                    where aggregate_identifier = ? and sequence_number = 0"""
                        .formatted(payload),
                sequenceNumber, payloadType,
                EventSerializer.snapshotRevision(), workflow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot || '{\"organizationId\": \"1\"}'", "snapshot || '{\"id\": \"1\"}'",
        "snapshot || '{\"status\": \"PAUSED\"}'", "snapshot || '{\"status\": null}'", "snapshot - 'status'",
        "snapshot - 'configuration'", "snapshot || '{\"configuration\": {}}'",
        "snapshot #- '{configuration,rules,all}'", "snapshot || '{\"configuration\": 7}'",
        "snapshot || '{\"deleted\": true}'", "snapshot || '{\"deleted\": \"x\"}'", "'{}'", "'[]'", "'\"x\"'",
        "'null'"})
    void commands_go_by_the_events_where_it_cannot_be_one_of_theirs(String payload) {
        forge("ConnectedWorkflow", payload, 0);

        rename("new");

        assertThat(version(workflow)).isEqualTo(2);
        assertThat(version(other)).isEqualTo(1);
    }

    @Test
    void commands_go_by_the_events_where_it_claims_to_be_another_workflows() {
        forge("ConnectedWorkflow", "snapshot || '{\"id\": \"%s\"}'".formatted(other), 0);

        rename("new");

        assertThat(version(workflow)).isEqualTo(2);
        assertThat(version(other)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WorkflowDrafted", "java.lang.String", "MetaData"})
    void commands_go_by_the_events_where_it_is_something_else(String type) {
        forge(type, "snapshot", 0);

        rename("new");

        assertThat(version(workflow)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -2, 1, 1_000_000, Long.MAX_VALUE})
    void commands_go_by_the_events_where_it_says_what_has_not_happened(long sequenceNumber) {
        forge("ConnectedWorkflow", "snapshot", sequenceNumber);

        rename("new");
        rename("newer");

        assertThat(version(workflow)).isEqualTo(3);
    }

    @Test
    void the_servers_own_is_used_beside_it_and_the_log_tells_seldom_of_what_is_ignored(CapturedOutput output) {
        forge("ConnectedWorkflow", "'{}'", 1_000_000);
        for (var i = 0; i < 130; i++) {
            rename("name " + i);
        }

        assertThat(SQL.queryForList("""
            select sequence_number between 50 and 130 from connected_workflow.snapshot_event
            where aggregate_identifier = ? order by sequence_number""", Boolean.class, workflow))
                .containsExactly(true, false);
        assertThat(output.getOut().split(IGNORED, -1)).hasSizeLessThanOrEqualTo(2);
    }
}
