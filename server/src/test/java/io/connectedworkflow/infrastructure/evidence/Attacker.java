package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.infrastructure.audit.Where;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Somebody who owns the tables, and has read our documentation. */
final class Attacker implements AutoCloseable {

    private static final Pattern SQL = Pattern.compile("^```sql\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private final SingleConnectionDataSource connection;
    private final JdbcTemplate sql;

    Attacker(TestDatabase place) {
        connection = new SingleConnectionDataSource(place.url(), place.owner(), place.password(), true);
        sql = new JdbcTemplate(connection);
        for (var table : List.of("domain_event", "event_chain", "audit_checkpoint")) {
            sql.execute("alter table connected_workflow." + table + " disable trigger append_only");
        }
        sql.execute(documented());
    }

    private static String documented() {
        try {
            var found = SQL.matcher(Files.readString(Path.of("..", "docs", "tamper-evidence.md")));
            if (!found.find()) {
                throw new IllegalStateException("the page has no SQL");
            }
            return found.group(1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    JdbcTemplate sql() {
        return sql;
    }

    /** Where an organization's events stand in the log. */
    List<Long> positions(String organization) {
        return sql.query("""
            select global_index from connected_workflow.domain_event where organization_id = ?
            order by global_index""", (row, i) -> row.getLong(1), organization);
    }

    /** Changes the event at a position. */
    void set(long position, String assignment) {
        sql.update("update connected_workflow.domain_event set " + assignment + " where global_index = ?", position);
    }

    void remove(long position) {
        sql.update("delete from connected_workflow.domain_event where global_index = ?", position);
    }

    /** Moves the event at a position to another one that is free. */
    void move(long from, long to) {
        set(from, "global_index = " + to);
    }

    /** Inserts a copy of the event at a position at another one that is free. */
    void copy(long from, long to) {
        sql.update("""
            insert into connected_workflow.domain_event
            select ?, aggregate_identifier, sequence_number + 1000, type, 'inserted-' || event_identifier, payload_type,
                payload_revision, payload, meta_data, time_stamp, organization_id, user_id
            from connected_workflow.domain_event where global_index = ?""", to, from);
    }

    /** Makes the chain of an organization as if everything had always been as it is now. */
    void chainAnew(String organization) {
        sql.update("delete from connected_workflow.event_chain where organization_id = ?", organization);
        sql.update("insert into connected_workflow.event_chain select * from pg_temp.chain(?)", organization);
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
