package io.connectedworkflow.infrastructure.replay;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.replay.ReadModelRebuild;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.refusal.Refusal.ConcurrentChange;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Gate;
import io.connectedworkflow.testing.Tables;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.Together;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Views and register can be made from the events again, at any time, and come out the same. */
class RebuildTest {

    private static final String BEFORE_THE_END_OF_A_REBUILD = """
        before update on connected_workflow.workflow_view_fold for each row""";

    private static TestDatabase place;
    private static JdbcTemplate owner;
    private static ConfigurableApplicationContext server;
    private static ConnectedWorkflows workflows;
    private static ReadModelRebuild rebuild;

    @BeforeAll
    static void start() {
        place = TestPostgres.newDatabase();
        server = ServerContext.start(place);
        owner = place.asOwner();
        workflows = server.getBean(ConnectedWorkflows.class);
        rebuild = server.getBean(ReadModelRebuild.class);
        for (var organization = 1; organization <= 5; organization++) {
            var caller = Callers.of(Integer.toString(organization), 1000);
            for (var i = 0; i < 2 * organization; i++) {
                var id = workflows.create(caller, draft(" Name É " + i, i)).orElseThrow();
                if (i < organization) {
                    workflows.activate(caller, id, null).orElseThrow();
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void tear_down_the_gate() {
        Gate.tearDown(place);
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, Thread::startVirtualThread);
    }

    private static List<String> derived() {
        return Tables.dump(owner, Tables.DERIVED);
    }

    private static void assertRebuildChangesNothing() {
        var before = derived();

        assertThat(rebuild.run()).isTrue();

        assertThat(derived()).isEqualTo(before);
    }

    @Test
    void what_is_right_stays_as_it_is() {
        assertThat(derived()).hasSizeGreaterThan(60);
        assertRebuildChangesNothing();
    }

    @Test
    void the_order_of_commits_does_not_matter() throws SQLException {
        var gate = new Gate(place, """
            after insert on connected_workflow.domain_event for each row when (new.organization_id = '101')""");
        CompletableFuture<String> held;
        String fast;
        try (var closed = gate.closed()) {
            held = inBackground(() -> workflows.create(Callers.of("101", 5), draft("slow", 0)).orElseThrow());
            gate.awaitWaiting(1);
            fast = workflows.create(Callers.of("102", 5), draft("fast", 0)).orElseThrow();
            assertThat(held).isNotDone();
            assertThat(closed.isClosed()).isFalse();
        }
        var slow = held.join();
        assertThat(owner.queryForList("""
            select aggregate_identifier from connected_workflow.domain_event
            where organization_id in ('101', '102') order by global_index""", String.class))
                .containsExactly(slow, fast);
        assertRebuildChangesNothing();
        assertThat(workflows.list(Callers.of("101", 5)).orElseThrow()).extracting(WorkflowSummary::name)
                .containsExactly("slow");
        assertThat(workflows.list(Callers.of("102", 5)).orElseThrow()).extracting(WorkflowSummary::name)
                .containsExactly("fast");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete from connected_workflow.workflow_view",
        "delete from connected_workflow.workflow_view where organization_id = '3'",
        "delete from connected_workflow.workflow_register", "delete from connected_workflow.organization_register",
        "truncate connected_workflow.workflow_view, connected_workflow.workflow_register, "
                + "connected_workflow.organization_register",
        "update connected_workflow.workflow_view set document = jsonb_set(document, '{name}', '\"wrong\"')",
        "update connected_workflow.workflow_view set version = 99, sequence_number = sequence_number + 1",
        "update connected_workflow.workflow_view set organization_id = '1'",
        "update connected_workflow.workflow_register set name_key = workflow_id, module_id = workflow_id",
        "update connected_workflow.organization_register set workflows = workflows + 1",
        "update connected_workflow.organization_register set last_sequence_number = 0",
        "update connected_workflow.organization_register set active = 0",
        "update connected_workflow.workflow_register set active = not active",
        "insert into connected_workflow.workflow_register values ('1', '1', 'ghost', 'ghost', false)",
        "insert into connected_workflow.workflow_view values ('1', '1', 99, 1, 'DRAFT', 'ghost', '{}', '{}')",
        "insert into connected_workflow.organization_register values ('ghost', 3, 3)"})
    void what_is_wrong_becomes_right(String corruption) {
        var right = rightOnes();
        owner.execute(corruption);
        assertThat(rightOnes()).isNotEqualTo(right);

        assertThat(rebuild.run()).isFalse();

        assertThat(rightOnes()).isEqualTo(right);
        assertRebuildChangesNothing();
    }

    // That an organization was locked once and has nothing is as good as that it never was.
    private static List<String> rightOnes() {
        return derived().stream().filter(row -> !row.matches("organization_register \\(.*,0,0,f\\)")).toList();
    }

    @Test
    void writers_wait_and_readers_do_not() throws SQLException {
        var gate = new Gate(place, BEFORE_THE_END_OF_A_REBUILD);
        var caller = Callers.of("201", 1000);
        workflows.create(caller, draft("before", 0)).orElseThrow();
        CompletableFuture<Boolean> rebuilding;
        CompletableFuture<String> writing;
        try (var closed = gate.closed()) {
            rebuilding = inBackground(rebuild::run);
            gate.awaitWaiting(1);
            writing = inBackground(() -> workflows.create(caller, draft("meanwhile", 1)).orElseThrow());
            gate.awaitWaiting(2);

            assertThat(workflows.list(caller).orElseThrow()).extracting(WorkflowSummary::name)
                    .containsExactly("before");
            assertThat(rebuilding).isNotDone();
            assertThat(writing).isNotDone();
            assertThat(closed.isClosed()).isFalse();
        }

        assertThat(rebuilding.join()).isTrue();
        assertThat(writing.join()).isNotEmpty();
        assertThat(workflows.list(caller).orElseThrow()).extracting(WorkflowSummary::name).containsExactly("before",
                "meanwhile");
        assertRebuildChangesNothing();
    }

    @Test
    void a_command_waits_for_a_rebuild_no_longer_than_for_another_command() throws SQLException {
        var gate = new Gate(place, BEFORE_THE_END_OF_A_REBUILD);
        var caller = Callers.of("202", 1000);
        var workflow = workflows.create(caller, draft("before", 0)).orElseThrow();
        CompletableFuture<Boolean> rebuilding;
        try (var closed = gate.closed()) {
            rebuilding = inBackground(rebuild::run);
            gate.awaitWaiting(1);

            assertThat(List.of(inBackground(() -> workflows.activate(caller, workflow, null)),
                    inBackground(() -> workflows.create(caller, draft("too late", 1))))).extracting(
                            CompletableFuture::join)
                    .containsOnly(new Outcome.Refused<>(new ConcurrentChange()));

            assertThat(rebuilding).isNotDone();
            assertThat(closed.isClosed()).isFalse();
        }

        assertThat(rebuilding.join()).isTrue();
        assertThat(workflows.list(caller).orElseThrow()).extracting(WorkflowSummary::name).containsExactly("before");
        workflows.activate(caller, workflow, null).orElseThrow();
        assertThat(workflows.get(caller, workflow).orElseThrow().status()).isEqualTo(WorkflowStatus.ACTIVE);
    }

    @Test
    void nothing_is_lost_that_is_written_while_rebuilding() {
        var writers = 4;
        var rebuilds = 10;
        var over = new AtomicBoolean();

        var written = Together.run(writers + 1, thread -> {
            var count = 0;
            if (thread == writers) {
                for (var i = 0; i < rebuilds; i++) {
                    count += rebuild.run() ? 0 : 1;
                }
                over.set(true);
                return count;
            }
            var caller = Callers.of("30" + thread % 2, 1000);
            while (!over.get() && count < 490) {
                workflows.create(caller, draft("name-%d-%d".formatted(thread, count), thread * 250 + count % 250))
                        .orElseThrow();
                count++;
            }
            return count;
        });

        assertThat(written.getLast()).as("rebuilds that found a difference").isZero();
        assertThat(workflows.list(Callers.of("300", 1000)).orElseThrow()).hasSize(written.get(0) + written.get(2));
        assertThat(workflows.list(Callers.of("301", 1000)).orElseThrow()).hasSize(written.get(1) + written.get(3));
        assertRebuildChangesNothing();
    }

    @Test
    void a_start_with_another_fold_rebuilds_by_itself_on_however_many_nodes() {
        var right = derived();
        owner.update("update connected_workflow.workflow_view_fold set fold = ?", WorkflowView.VIEW_SCHEMA_VERSION - 1);
        owner.update("delete from connected_workflow.workflow_view");
        assertThat(rebuild.isNeeded()).isTrue();

        Together.run(2, node -> ServerProcess.start(ServerProcess.on(place))).forEach(ServerProcess::close);

        assertThat(derived()).isEqualTo(right);
        assertThat(rebuild.isNeeded()).isFalse();
        assertRebuildChangesNothing();
    }

    @Test
    void a_start_with_the_same_fold_leaves_everything_alone() {
        var versions = rowVersions();

        ServerContext.start(place).close();

        assertThat(rowVersions()).isEqualTo(versions);
    }

    private static List<String> rowVersions() {
        return owner.query("select workflow_id || xmin from connected_workflow.workflow_view order by 1",
                (row, i) -> row.getString(1));
    }
}
