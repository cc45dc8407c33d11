package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.audit.LogPoint.Time;
import io.connectedworkflow.application.replay.ReplayRange;
import io.connectedworkflow.application.replay.ReplayedLog;
import io.connectedworkflow.infrastructure.audit.Where;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the log in PostgreSQL, workflow by workflow. */
final class PostgresReplayedLog implements ReplayedLog {

    private final Database database;

    PostgresReplayedLog(Database database) {
        this.database = database;
    }

    @Override
    public List<Share> shares(ReplayRange range, String after, int most) {
        var workflows = begun(range.organization(), after);
        var events = events(range).andAlso("aggregate_identifier = w.id");
        return database.jdbc().query("""
            select w.id, w.organization_id, e.events, e.version
            from (select aggregate_identifier as id, organization_id from connected_workflow.domain_event %s
                order by aggregate_identifier limit ?) w
            cross join lateral (select count(*) as events, coalesce(max(sequence_number) + 1, 0) as version
                from connected_workflow.domain_event %s) e
            order by w.id""".formatted(workflows.conditions(), events.conditions()),
                (row, i) -> new Share(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
                workflows.valuesAnd(events.valuesBehind(most)));
    }

    @Override
    public List<Count> counts(ReplayRange range, List<String> workflows) {
        var events = events(range).andAlso("aggregate_identifier = any (?)",
                (Object) workflows.toArray(String[]::new));
        return database.jdbc().query("""
            select user_id, payload_type, count(*) from connected_workflow.domain_event %s
            group by user_id, payload_type order by user_id, payload_type""".formatted(events.conditions()),
                (row, i) -> new Count(row.getString(1), row.getString(2), row.getLong(3)), events.valuesAnd());
    }

    @Override
    public List<String> workflows(@Nullable String organization, String after, int most) {
        var workflows = begun(organization, after);
        return database.jdbc().query("""
            select aggregate_identifier from connected_workflow.domain_event %s
            order by aggregate_identifier limit ?""".formatted(workflows.conditions()),
                (row, i) -> row.getString(1), workflows.valuesAnd(most));
    }

    // Of one organization by indexes of its own (whatever a newer version lets a workflow begin with), of all by that of the
    // workflows.
    private static Where begun(@Nullable String organization, String after) {
        var where = new Where().and("organization_id = ?", organization).andAlso("aggregate_identifier > ?", after);
        return organization == null
                ? where.andAlso("sequence_number = 0")
                : where.andAlso(
                        """
                            (payload_type = 'WorkflowDrafted' or (sequence_number = 0 and payload_type <> 'WorkflowDrafted'))""");
    }

    /** How many events count. */
    long total(ReplayRange range) {
        var events = events(range).and("organization_id = ?", range.organization());
        return Objects.requireNonNull(database.jdbc().queryForObject(
                "select count(*) from connected_workflow.domain_event " + events.conditions(), Long.class,
                events.valuesAnd()));
    }

    /** Whether nothing that is there lies behind the end. */
    boolean endsAtHead(ReplayRange range) {
        var behind = new Where().andAlso("global_index <= ?", range.head())
                .and("organization_id = ?", range.organization());
        add(behind, range.to(), "global_index > ?", "time_stamp >= ?::timestamptz");
        return !Boolean.TRUE.equals(database.jdbc().queryForObject(
                "select exists (select from connected_workflow.domain_event %s)".formatted(behind.conditions()),
                Boolean.class, behind.valuesAnd()));
    }

    private static Where events(ReplayRange range) {
        var where = new Where();
        add(where, range.from(), "global_index >= ?", "time_stamp >= ?::timestamptz");
        add(where, range.to(), "global_index <= ?", "time_stamp < ?::timestamptz");
        return where.andAlso("global_index <= ?", range.head());
    }

    private static void add(Where where, @Nullable LogPoint point, String position, String time) {
        switch (point) {
            case Position(var number) -> where.andAlso(position, number);
            case Time(var instant) -> where.andAlso(time, instant.toString());
            case null -> where.andAlso("true");
        }
    }
}
