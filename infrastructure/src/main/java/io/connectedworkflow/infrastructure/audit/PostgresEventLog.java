package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.EventFilter;
import io.connectedworkflow.application.audit.EventLog;
import io.connectedworkflow.application.audit.LoggedEvent;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.infrastructure.eventstore.SafeHead;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the log in PostgreSQL, across workflows, as it was written: nothing is upcast. */
public final class PostgresEventLog implements EventLog {

    // Each may have a MiB.
    private static final int ROWS_AT_ONCE = 8;
    private static final int MOST_CHARACTERS = 4 << 20;

    private final JdbcTemplate rowByRow;
    private final SafeHead head;
    private final TransactionTemplate apart;

    /** The log of a database. */
    public PostgresEventLog(Database database) {
        head = new SafeHead(database);
        rowByRow = new JdbcTemplate(database.dataSource());
        rowByRow.setFetchSize(ROWS_AT_ONCE);
        apart = database.transactions(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Whether nothing has ever happened. */
    public boolean isEmpty() {
        return head.highest() == 0;
    }

    @Override
    public long safeHead() {
        return head.await();
    }

    @Override
    public Complete complete() {
        return head.complete();
    }

    /** Finds out how far the log is complete by now, for the time when that cannot be said any more. */
    public void look() {
        head.look();
    }

    // In a transaction, since only there the driver fetches as many rows as are asked for. A caller's may see the past.
    @Override
    public Slice<LoggedEvent> read(EventFilter filter, long after, long upTo, int most) {
        var query = query(filter, after, upTo, most + 1);
        return Objects.requireNonNull(apart.execute(
                status -> rowByRow.query(query.sql(), (ResultSetExtractor<Slice<LoggedEvent>>) rows -> part(rows, most),
                        query.values())));
    }

    private static Slice<LoggedEvent> part(ResultSet rows, int most) throws SQLException {
        var found = new ArrayList<LoggedEvent>();
        var characters = 0L;
        while (rows.next()) {
            if (found.size() == most || characters > MOST_CHARACTERS) {
                return new Slice<>(found, true);
            }
            var event = event(rows);
            found.add(event);
            characters += event.data().length();
        }
        return new Slice<>(found, false);
    }

    /** How events are read: along the index of what is most narrow in the filter. */
    static Query query(EventFilter filter, long after, long upTo, int rows) {
        var where = new Where().and("payload_type = ?", filter.event())
                .and("time_stamp >= ?::timestamptz", Objects.toString(filter.from(), null))
                .and("time_stamp < ?::timestamptz", Objects.toString(filter.to(), null));
        var organization = filter.organization();
        var user = filter.user();
        if (filter.workflow() != null) {
            where.and("organization_id = ?", organization).and("user_id = ?", user);
            return ofWorkflow(where, filter.workflow(), after, upTo, rows);
        }
        if (organization == null) {
            where.and("user_id = ?", user);
            return between(where, "global_index", List.of(), after, upTo, rows);
        }
        return user == null
                ? between(where, "organization_id, global_index", List.of(organization), after, upTo, rows)
                : between(where, "organization_id, user_id, global_index", List.of(organization, user), after, upTo,
                        rows);
    }

    // Were it said that the organization is equal, PostgreSQL would know that the order is that of positions alone, and
    // might look for the organization along all of the log.
    private static Query between(Where where, String index, List<Object> beginning, long after, long upTo, int rows) {
        var place = "(" + "?, ".repeat(beginning.size()) + "?)";
        where.andAlso("(" + index + ") > " + place, beginning, after)
                .andAlso("(" + index + ") <= " + place, beginning, upTo);
        return query(where, index, rows);
    }

    // A workflow's own order is the log's too.
    private static Query ofWorkflow(Where where, String workflow, long after, long upTo, int rows) {
        where.andAlso("global_index > ?", after).andAlso("global_index <= ?", upTo)
                .andAlso("aggregate_identifier = ?", workflow).andAlso("""
                    sequence_number >= coalesce((select last.sequence_number from connected_workflow.domain_event last
                        where last.global_index = ? and last.aggregate_identifier = ?), 0)""", after, workflow);
        return query(where, "sequence_number", rows);
    }

    private static Query query(Where where, String order, int rows) {
        return new Query("""
            select global_index, event_identifier, aggregate_identifier, sequence_number + 1, payload_type,
                payload_revision, time_stamp, organization_id, user_id, meta_data ->> 'requestId', payload
            from connected_workflow.domain_event %s order by %s limit ?""".formatted(where.conditions(), order),
                where.valuesAnd(rows));
    }

    private static LoggedEvent event(ResultSet row) throws SQLException {
        return new LoggedEvent(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), row.getString(5),
                row.getString(6), row.getObject(7, OffsetDateTime.class).toInstant(), row.getString(8),
                row.getString(9), row.getString(10), row.getString(11));
    }
}
