package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.audit.LogPoint.Time;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.replay.Replay;
import io.connectedworkflow.application.replay.Replay.Status;
import io.connectedworkflow.application.replay.ReplayRange;
import io.connectedworkflow.application.replay.Replays;
import io.connectedworkflow.application.replay.ReportPart;
import io.connectedworkflow.infrastructure.audit.Where;
import io.connectedworkflow.infrastructure.postgres.AdvisoryLocks;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps replays and their reports in PostgreSQL, for a while. */
final class PostgresReplays implements Replays {

    /** What {@link #replay} reads. */
    static final String COLUMNS = """
        id, organization_id, from_position, from_time, to_position, to_time, head, ends_at_head, status, events_total,
        events_done, differences, requested_by, requested_at, finished_at""";

    /** The lock of whoever changes a replay, by its id. */
    static final String LOCK = "hashtextextended(?, " + AdvisoryLocks.CHAIN + ")";

    /** The lock of whoever adds a replay, by its organization; none of all organizations together. */
    private static final String ADDING = "hashtextextended(?, " + AdvisoryLocks.NEW_REPLAYS + ")";

    private static final int AT_ONCE = 200;

    private final Database database;
    private final PostgresReplayedLog log;

    PostgresReplays(Database database, PostgresReplayedLog log) {
        this.database = database;
        this.log = log;
    }

    /**
     * How a part is read: the columns that it is ordered by, and an element as JSON behind them.
     *
     * @param begin what stands before the first place
     */
    private record Reading(String sql, Object... begin) {}

    // The log is counted before, for whoever else asks waits for the lock.
    @Override
    public Optional<Replay> add(String id, ReplayRange range, @Nullable String user, int most) {
        var endsAtHead = log.endsAtHead(range);
        var total = log.total(range);
        var organization = range.organization();
        return Objects.requireNonNull(database.transactions().execute(status -> {
            database.jdbc().query("select pg_advisory_xact_lock(" + ADDING + ")", row -> {},
                    organization == null ? "" : organization);
            return running(organization) < most
                    ? Optional.of(insert(id, range, endsAtHead, total, user))
                    : Optional.empty();
        }));
    }

    private Replay insert(String id, ReplayRange range, boolean endsAtHead, long total, @Nullable String user) {
        return database.jdbc().query("""
            insert into connected_workflow.replay (id, organization_id, from_position, from_time, to_position, to_time,
                head, ends_at_head, events_total, requested_by)
            values (?, ?, ?, ?::timestamptz, ?, ?::timestamptz, ?, ?, ?, ?) returning\s""" + COLUMNS,
                PostgresReplays::replay, id, range.organization(), position(range.from()), time(range.from()),
                position(range.to()), time(range.to()), range.head(), endsAtHead, total, user)
                .getFirst();
    }

    private static @Nullable Long position(@Nullable LogPoint point) {
        return point instanceof Position(var number) ? number : null;
    }

    private static @Nullable String time(@Nullable LogPoint point) {
        return point instanceof Time(var instant) ? instant.toString() : null;
    }

    @Override
    public Optional<Replay> find(@Nullable String organization, String id) {
        return read(new Where().andAlso("id = ?", id).and("organization_id = ?", organization), 1).stream().findFirst();
    }

    @Override
    public Slice<Replay> page(@Nullable String organization, @Nullable String before, int most) {
        var found = read(new Where().and("organization_id = ?", organization).and("id < ?", before), most + 1);
        return found.size() > most ? new Slice<>(found.subList(0, most), true) : new Slice<>(found, false);
    }

    private List<Replay> read(Where where, int most) {
        return database.jdbc().query("select %s from connected_workflow.replay %s order by id desc limit ?"
                .formatted(COLUMNS, where.conditions()), PostgresReplays::replay, where.valuesAnd(most));
    }

    @Override
    public int running(@Nullable String organization) {
        return Objects.requireNonNull(database.jdbc().queryForObject("""
            select count(*) from connected_workflow.replay
            where status = 'RUNNING' and organization_id is not distinct from ?""", Integer.class, organization));
    }

    // Who waits for this lock has it before whoever comes later, such as the next batch.
    @Override
    public void cancel(String id) {
        database.transactions().executeWithoutResult(status -> {
            database.jdbc().query("select pg_advisory_xact_lock(" + LOCK + ")", row -> {}, id);
            end(id, Status.CANCELLED);
        });
    }

    /** Ends a replay this way, unless it has ended. */
    void end(String id, Status status) {
        database.jdbc().update("""
            update connected_workflow.replay set status = ?, finished_at = now()
            where id = ? and status = 'RUNNING'""", status.name(), id);
    }

    @Override
    public void read(String id, ReportPart part, Consumer<String> reader) {
        var reading = reading(part);
        var last = reading.begin();
        for (var page = page(reading, id, last); !page.isEmpty(); page = page(reading, id, last)) {
            page.forEach(row -> reader.accept(row.getLast().toString()));
            last = page.getLast().subList(0, last.length).toArray();
        }
    }

    private static Reading reading(ReportPart part) {
        return switch (part) {
            case COUNTS -> new Reading("""
                select user_id, event, json_build_object('user_id', user_id, 'event', event, 'count', events)
                from connected_workflow.replay_count where replay_id = ? and (user_id, event) > (?, ?)
                order by user_id, event limit ?""", "", "");
            case WORKFLOWS -> workflows("is not null");
            case UNREADABLE -> workflows("is null");
            case DIFFERENCES -> new Reading("""
                select number, json_build_object('organization_id', organization_id, 'workflow_id', workflow_id,
                    'what', lower(what), 'path', path, 'expected', expected, 'actual', actual)
                from connected_workflow.replay_difference where replay_id = ? and number > ?
                order by number limit ?""", 0L);
        };
    }

    private static Reading workflows(String deleted) {
        return new Reading("""
            select workflow_id, document from connected_workflow.replay_workflow
            where replay_id = ? and workflow_id > ? and document ->> 'deleted' %s
            order by workflow_id limit ?""".formatted(deleted), "");
    }

    private List<List<Object>> page(Reading reading, String id, Object[] last) {
        var values = new ArrayList<Object>(List.of(id));
        values.addAll(List.of(last));
        values.add(AT_ONCE);
        return database.jdbc().query(reading.sql(), (row, i) -> {
            var columns = new ArrayList<Object>();
            for (var column = 1; column <= last.length; column++) {
                columns.add(row.getObject(column));
            }
            columns.add(row.getString(last.length + 1));
            return columns;
        }, values.toArray());
    }

    /** Forgets those that ended longer ago than this, and says how many they were. */
    int purge(Duration retention) {
        return database.jdbc().update(
                "delete from connected_workflow.replay where finished_at < now() - ? * interval '1 second'",
                retention.toSeconds());
    }

    /** A replay as a row has it. */
    static Replay replay(ResultSet row, int index) throws SQLException {
        var to = point(row, 5);
        if (to == null) {
            throw new IllegalStateException("A replay without an end");
        }
        return new Replay(row.getString(1), new ReplayRange(row.getString(2), point(row, 3), to, row.getLong(7)),
                row.getBoolean(8), Status.valueOf(row.getString(9)), row.getLong(10), row.getLong(11),
                row.getLong(12), row.getString(13), row.getObject(14, OffsetDateTime.class).toInstant(),
                instant(row, 15));
    }

    // A position in one column, or a time in the next.
    private static @Nullable LogPoint point(ResultSet row, int column) throws SQLException {
        var position = row.getObject(column, Long.class);
        var time = instant(row, column + 1);
        return position != null ? new Position(position) : time != null ? new Time(time) : null;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
