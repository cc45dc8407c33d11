package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.audit.EventLog;
import io.connectedworkflow.infrastructure.postgres.AdvisoryLocks;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.JdbcTemplate;

/** The chains of all organizations' events in PostgreSQL, which one node at a time extends. */
final class PostgresEventChain {

    private static final int BATCH = 1000;
    private static final int ROWS_AT_ONCE = 10;

    private static final String IS_OURS = "select pg_try_advisory_xact_lock(" + AdvisoryLocks.CHAIN + ")";

    private static final String ENDS = """
        with batch as materialized (select global_index, organization_id from connected_workflow.domain_event
            where global_index > ? and global_index <= ? order by global_index limit ?)
        select b.organization_id, l.ordinal, l.hash, b.last
        from (select organization_id, max(global_index) as last from batch group by organization_id) b
        left join lateral (select c.ordinal, c.hash from connected_workflow.event_chain c
            where c.organization_id = b.organization_id order by c.ordinal desc limit 1) l on true""";

    private static final String EVENTS = "select " + StoredRow.COLUMNS
            + " from connected_workflow.domain_event e where e.global_index > ? and e.global_index <= ? order by e.global_index";

    private static final String APPEND = """
        insert into connected_workflow.event_chain (organization_id, ordinal, position, hash)
        select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bytea[])""";

    // Links and progress are written together, so that nothing lies between them but positions that no event has.
    private static final String AHEAD = """
        select p.position, c.last from connected_workflow.chain_progress p,
            (select coalesce(max(position), 0) as last from connected_workflow.event_chain) c
        where p.position > c.last and (exists (select from connected_workflow.domain_event e
                where e.global_index > c.last and e.global_index <= p.position)
            or p.position > pg_sequence_last_value(
                pg_get_serial_sequence('connected_workflow.domain_event', 'global_index')::regclass))""";

    private final Database database;
    private final JdbcTemplate rowByRow;
    private final EventLog log;

    PostgresEventChain(Database database, EventLog log) {
        this.database = database;
        this.log = log;
        rowByRow = new JdbcTemplate(database.dataSource());
        rowByRow.setFetchSize(ROWS_AT_ONCE);
    }

    /** What is wrong with how far the chain is said to be, in one sentence; nothing where it is as far. */
    static Optional<String> complaint(JdbcTemplate jdbc) {
        return jdbc.query(AHEAD, (row,
                i) -> "chain_progress says that the log is chained up to position %d, and the chain ends at %d: somebody has changed it, and what happened since is not chained"
                        .formatted(row.getLong(1), row.getLong(2)))
                .stream().findFirst();
    }

    private record End(long ordinal, byte[] hash) {}

    private record Link(String organization, long ordinal, long position, byte[] hash) {}

    /**
     * Chains the next events of the log, as far as nothing can be added in front of them any more.
     *
     * @return whether there may be more to do at once
     */
    boolean extend() {
        // Not in the transaction: whoever waits for others with an id of its own is waited for.
        var head = log.safeHead();
        return onOneNode(() -> extend(head));
    }

    /** Runs something in a transaction if no other node does, and says what it said; else false. */
    boolean onOneNode(BooleanSupplier task) {
        return Boolean.TRUE.equals(database.transactions().execute(
                status -> Boolean.TRUE.equals(database.jdbc().queryForObject(IS_OURS, Boolean.class))
                        && task.getAsBoolean()));
    }

    private boolean extend(long head) {
        var position = Objects.requireNonNull(database.jdbc()
                .queryForObject("select position from connected_workflow.chain_progress", Long.class));
        if (position > head) {
            // Another node may know of a later head.
            complaint(database.jdbc()).ifPresent(complaint -> {
                throw new IllegalStateException(complaint);
            });
        }
        if (position >= head) {
            return false;
        }
        var ends = new HashMap<String, End>();
        var last = ends(position, head, ends);
        append(links(position, last, ends));
        database.jdbc().update("update connected_workflow.chain_progress set position = ?", last);
        return last < head;
    }

    private long ends(long position, long head, Map<String, End> ends) {
        var lasts = database.jdbc().query(ENDS, (row, i) -> {
            ends.put(row.getString(1), end(row));
            return row.getLong(4);
        }, position, head, BATCH);
        return lasts.stream().mapToLong(Long::longValue).max().orElse(head);
    }

    private static End end(ResultSet row) throws SQLException {
        var hash = row.getBytes(3);
        return hash == null ? new End(0, StoredRow.beginning(row.getString(1))) : new End(row.getLong(2), hash);
    }

    private List<Link> links(long position, long last, Map<String, End> ends) {
        var links = new ArrayList<Link>();
        rowByRow.query(EVENTS, row -> {
            var event = StoredRow.of(row);
            var end = Objects.requireNonNull(ends.get(event.organization()));
            var next = new End(end.ordinal() + 1, event.hashAfter(end.hash()));
            ends.put(event.organization(), next);
            links.add(new Link(event.organization(), next.ordinal(), event.position(), next.hash()));
        }, position, last);
        return links;
    }

    private void append(List<Link> links) {
        database.jdbc().update(connection -> {
            var statement = connection.prepareStatement(APPEND);
            statement.setArray(1, connection.createArrayOf("text",
                    links.stream().map(Link::organization).toArray()));
            statement.setArray(2, connection.createArrayOf("bigint", links.stream().map(Link::ordinal).toArray()));
            statement.setArray(3, connection.createArrayOf("bigint", links.stream().map(Link::position).toArray()));
            statement.setArray(4, connection.createArrayOf("bytea",
                    links.stream().map(Link::hash).toArray(byte[][]::new)));
            return statement;
        });
    }
}
