package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.replay.Replay;
import io.connectedworkflow.application.replay.Replay.Status;
import io.connectedworkflow.application.replay.ReplayBatch;
import io.connectedworkflow.application.replay.ReplayBatch.Deviation;
import io.connectedworkflow.application.replay.ReplayBatch.Progress;
import io.connectedworkflow.application.replay.ReplayBatch.Stage;
import io.connectedworkflow.application.replay.ReplayStep;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.infrastructure.postgres.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goes on with replays, by one batch at a time, in one transaction: its snapshot is the moment at which everything is
 * read, and what the batch comes to is committed together with how far the replay is. Whoever is at a batch holds a lock
 * that ends with it, however it ends, so that any node can go on. Nobody else waits for a batch: it locks nothing that
 * commands need, and has no transaction id before it writes.
 */
final class ReplayWork {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayWork.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final ReplayStep step;
    private final PostgresReplays replays;
    private final TransactionTemplate snapshot;

    ReplayWork(Database database, ReplayStep step, PostgresReplays replays) {
        this.database = database;
        this.step = step;
        this.replays = replays;
        snapshot = new TransactionTemplate(database.transactionManager());
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    private record Running(Replay replay, Progress progress) {}

    /**
     * Goes on with the oldest replay that no other node is at.
     *
     * @return whether there was one
     */
    boolean goOn() {
        // Who folds otherwise than those who made the views cannot say what should be there.
        var running = database.jdbc().queryForList("""
            select id from connected_workflow.replay where status = 'RUNNING'
            and exists (select from connected_workflow.workflow_view_fold where fold = ?) order by id""",
                String.class, WorkflowView.VIEW_SCHEMA_VERSION);
        return running.stream().anyMatch(this::goOn);
    }

    private boolean goOn(String id) {
        try {
            return Boolean.TRUE.equals(snapshot.execute(status -> batch(id)));
        } catch (TransientDataAccessException | DataAccessResourceFailureException | TransactionException again) {
            throw again;
        } catch (RuntimeException fault) {
            // Whatever it is, it would be the same the next time, and hold up all other replays.
            LOG.error("Replay {} has failed", id, fault);
            replays.end(id, Status.FAILED);
            return true;
        }
    }

    private boolean batch(String id) {
        var jdbc = database.jdbc();
        if (!Boolean.TRUE.equals(jdbc.queryForObject(
                "select pg_try_advisory_xact_lock(" + PostgresReplays.LOCK + ")", Boolean.class, id))) {
            return false;
        }
        var running = jdbc.query("""
            select %s, stage, after from connected_workflow.replay where id = ? and status = 'RUNNING'"""
                .formatted(PostgresReplays.COLUMNS),
                (row, i) -> new Running(PostgresReplays.replay(row, i),
                        new Progress(Stage.valueOf(row.getString("stage")), row.getString("after"))),
                id);
        running.forEach(found -> save(id, step.next(found.replay(), found.progress(),
                organization -> hasOtherViews(id, organization))));
        return !running.isEmpty();
    }

    private boolean hasOtherViews(String id, String organization) {
        return Boolean.TRUE.equals(database.jdbc().queryForObject("""
            select exists (select from connected_workflow.replay_difference
                where replay_id = ? and organization_id = ? and what = 'VIEW')""", Boolean.class, id, organization));
    }

    private void save(String id, ReplayBatch batch) {
        var jdbc = database.jdbc();
        var next = batch.next();
        var ends = next.stage() == Stage.END;
        // First, for it fails if somebody else has changed it between this snapshot and its lock.
        jdbc.update("""
            update connected_workflow.replay set events_done = events_done + ?, differences = differences + ?,
                stage = ?, after = ?, status = ?, finished_at = case when ? then now() end
            where id = ?""", batch.events(), batch.deviations().size(), next.stage().name(), next.after(),
                (ends ? Status.DONE : Status.RUNNING).name(), ends, id);
        jdbc.batchUpdate("""
            insert into connected_workflow.replay_count as c (replay_id, user_id, event, events) values (?, ?, ?, ?)
            on conflict (replay_id, user_id, event) do update set events = c.events + excluded.events""",
                batch.counts().stream()
                        .map(count -> new Object[]{id, count.userId(), count.event(), count.events()}).toList());
        jdbc.batchUpdate("""
            insert into connected_workflow.replay_workflow (replay_id, workflow_id, document)
            values (?, ?, ?::json)""",
                batch.workflows().stream()
                        .map(ended -> new Object[]{id, ended.workflowId(), json(ReplayAnswers.workflow(ended))})
                        .toList());
        jdbc.batchUpdate("""
            insert into connected_workflow.replay_difference
                (replay_id, organization_id, workflow_id, what, path, expected, actual)
            values (?, ?, ?, ?, ?, ?::json, ?::json)""",
                batch.deviations().stream().map(deviation -> values(id, deviation)).toList());
    }

    private static @Nullable Object[] values(String id, Deviation found) {
        return new @Nullable Object[]{id, found.organizationId(), found.workflowId(), found.what().name(),
            found.change().path(), json(found.change().from()), json(found.change().to())};
    }

    private static String json(@Nullable Object value) {
        return JSON.writeValueAsString(value);
    }
}
