package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.replay.ReadModels;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.infrastructure.postgres.AdvisoryLocks;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.LongStatements;
import io.connectedworkflow.infrastructure.workflow.PostgresWorkflowRegister;
import io.connectedworkflow.infrastructure.workflow.PostgresWorkflowViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Views and register in PostgreSQL, as a whole. */
final class PostgresReadModels implements ReadModels {

    private static final int BATCH = 1000;
    // A view may have a MiB.
    private static final int MOST_CHARACTERS = 4 << 20;

    private static final String COUNT = """
        insert into connected_workflow.organization_register as r
            (organization_id, last_sequence_number, workflows, active)
        select e.organization_id, max((e.payload ->> 'sequenceNumber')::bigint),
            (select count(*) from connected_workflow.workflow_register w
                where w.organization_id = e.organization_id),
            (select count(*) from connected_workflow.workflow_register w
                where w.organization_id = e.organization_id and w.active)
        from connected_workflow.domain_event e where e.payload_type = 'WorkflowDrafted'
        group by e.organization_id
        on conflict (organization_id) do update
        set last_sequence_number = greatest(r.last_sequence_number, excluded.last_sequence_number),
            workflows = excluded.workflows, active = excluded.active""";

    // Of an organization whose rows are not all made anew, whoever knows them all has given out the last number.
    private static final String FORGET_COUNTS = """
        update connected_workflow.organization_register r
        set last_sequence_number = case when exists (select from connected_workflow.domain_event e
                where e.organization_id = r.organization_id and e.aggregate_identifier = any (?))
            then r.last_sequence_number else 0 end,
            workflows = (select count(*) from connected_workflow.workflow_register w
                where w.organization_id = r.organization_id),
            active = (select count(*) from connected_workflow.workflow_register w
                where w.organization_id = r.organization_id and w.active)""";

    // Sums of hashes have no limit of length, and need no order.
    private static final String DIGEST = """
        select (select count(*) || '/' || coalesce(sum(hashtextextended(v::text, 0)), 0)
                from connected_workflow.workflow_view v)
            || ' ' || (select count(*) || '/' || coalesce(sum(hashtextextended(w::text, 0)), 0)
                from connected_workflow.workflow_register w)
            || ' ' || (select count(*) || '/' || coalesce(sum(hashtextextended(o::text, 0)), 0)
                from connected_workflow.organization_register o
                where o.workflows <> 0 or o.last_sequence_number <> 0)""";

    private final Database database;

    PostgresReadModels(Database database) {
        this.database = database;
    }

    @Override
    public int fold() {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject("select fold from connected_workflow.workflow_view_fold", Integer.class));
    }

    @Override
    public Rebuilt replaceAll(int fold, Function<Consumer<WorkflowView>, List<String>> rebuild) {
        return Objects.requireNonNull(database.transactions().execute(status -> {
            var jdbc = database.jdbc();
            // Every command holds it shared until it has committed, and bounds its own waits.
            jdbc.execute("set local lock_timeout = 0");
            jdbc.execute((ConnectionCallback<?>) connection -> {
                LongStatements.allowOn(connection);
                return null;
            });
            jdbc.query("select pg_advisory_xact_lock(" + AdvisoryLocks.READ_MODELS + ")", row -> {});
            var before = jdbc.queryForObject(DIGEST, String.class);
            jdbc.execute("savepoint before_rebuild");
            var stand = replaceAllBut(List.of(), rebuild);
            if (!stand.isEmpty()) {
                // Which they are is known at the end, when their rows are gone.
                jdbc.execute("rollback to savepoint before_rebuild");
                replaceAllBut(stand, rebuild);
            }
            jdbc.update("update connected_workflow.workflow_view_fold set fold = ?", fold);
            return new Rebuilt(Objects.equals(before, jdbc.queryForObject(DIGEST, String.class)), stand);
        }));
    }

    private List<String> replaceAllBut(List<String> those, Function<Consumer<WorkflowView>, List<String>> rebuild) {
        var jdbc = database.jdbc();
        var ids = (Object) those.toArray(String[]::new);
        jdbc.update("delete from connected_workflow.workflow_view where workflow_id <> all (?)", ids);
        jdbc.update("delete from connected_workflow.workflow_register where workflow_id <> all (?)", ids);
        jdbc.update(FORGET_COUNTS, ids);
        var batch = new Batch(jdbc);
        var stand = rebuild.apply(batch::add);
        batch.send();
        jdbc.update(COUNT);
        return stand;
    }

    private static final class Batch {

        private final JdbcTemplate jdbc;
        private final List<Object[]> views = new ArrayList<>();
        private final List<Object[]> entries = new ArrayList<>();
        private long characters;

        private Batch(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        private void add(WorkflowView view) {
            var parameters = PostgresWorkflowViews.parameters(view);
            views.add(parameters);
            characters += ((String) parameters[parameters.length - 1]).length();
            entries.add(new Object[]{view.id(), view.organizationId(), WorkflowName.key(view.name()),
                view.diagram().root().moduleId(), Boolean.toString(view.status() == WorkflowStatus.ACTIVE)});
            if (views.size() == BATCH || characters > MOST_CHARACTERS) {
                send();
            }
        }

        private void send() {
            jdbc.batchUpdate(PostgresWorkflowViews.SAVE, views);
            jdbc.batchUpdate(PostgresWorkflowRegister.ENTER, entries);
            views.clear();
            entries.clear();
            characters = 0;
        }
    }
}
