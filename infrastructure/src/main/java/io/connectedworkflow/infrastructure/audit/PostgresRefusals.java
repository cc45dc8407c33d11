package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.RefusalFilter;
import io.connectedworkflow.application.audit.Refusals;
import io.connectedworkflow.application.audit.RefusedRequest;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps refused requests in PostgreSQL, for a while. */
final class PostgresRefusals implements Refusals {

    private static final String ADD = """
        insert into connected_workflow.refused_request (at, organization_id, user_id, request_id, method, path,
            workflow_id, status, code, message)
        values (?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Database database;

    PostgresRefusals(Database database) {
        this.database = database;
    }

    /** Adds all or none. */
    void add(List<RefusedRequest> requests) {
        database.transactions().executeWithoutResult(status -> database.jdbc().batchUpdate(ADD, requests,
                requests.size(), PostgresRefusals::set));
    }

    // One by one, for Spring would ask PostgreSQL for the type of each that is null.
    private static void set(PreparedStatement row, RefusedRequest request) throws SQLException {
        row.setString(1, request.at().toString());
        row.setString(2, request.organizationId());
        row.setString(3, request.userId());
        row.setString(4, request.requestId());
        row.setString(5, request.method());
        row.setString(6, request.path());
        row.setString(7, request.workflowId());
        row.setInt(8, request.status());
        row.setString(9, request.code());
        row.setString(10, request.message());
    }

    @Override
    public Slice<Remembered> read(RefusalFilter filter, @Nullable Place before, int most) {
        var query = query(filter, before, most + 1);
        var found = database.jdbc().query(query.sql(), PostgresRefusals::remembered, query.values());
        return found.size() > most ? new Slice<>(found.subList(0, most), true) : new Slice<>(found, false);
    }

    /** How they are read: along the organization's own index, as events are. */
    static Query query(RefusalFilter filter, @Nullable Place before, int rows) {
        var organization = filter.organization();
        var index = organization == null ? "at, id" : "organization_id, at, id";
        var place = organization == null ? "(?::timestamptz, ?)" : "(?, ?::timestamptz, ?)";
        List<Object> beginning = organization == null ? List.of() : List.of(organization);
        var where = new Where().and("workflow_id = ?", filter.workflow()).and("user_id = ?", filter.user())
                .and("code = ?", filter.code())
                .andAlso("(" + index + ") >= " + place, beginning, Objects.toString(filter.from(), "-infinity"), 0)
                .andAlso("(" + index + ") < " + place, beginning, Objects.toString(filter.to(), "infinity"), 0);
        if (before != null) {
            where.andAlso("(" + index + ") < " + place, beginning, before.at().toString(), before.number());
        }
        return new Query("""
            select at, id, organization_id, user_id, request_id, method, path, workflow_id, status, code, message
            from connected_workflow.refused_request %s order by %s desc limit ?"""
                .formatted(where.conditions(), index.replace(",", " desc,")), where.valuesAnd(rows));
    }

    /** Forgets those that are older than this, and says how many they were. */
    int purge(Duration retention) {
        return database.jdbc().update(
                "delete from connected_workflow.refused_request where at < now() - ? * interval '1 second'",
                retention.toSeconds());
    }

    private static Remembered remembered(ResultSet row, int index) throws SQLException {
        var at = row.getObject(1, OffsetDateTime.class).toInstant();
        return new Remembered(new Place(at, row.getLong(2)),
                new RefusedRequest(at, row.getString(3), row.getString(4), row.getString(5), row.getString(6),
                        row.getString(7), row.getString(8), row.getInt(9), row.getString(10), row.getString(11)));
    }
}
