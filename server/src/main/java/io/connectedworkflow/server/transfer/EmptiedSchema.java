package io.connectedworkflow.server.transfer;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Our schema within the transaction that imports into it: nobody else writes to it, nothing is in its tables, and its triggers
 * do not add to what is imported, or refuse it.
 */
final class EmptiedSchema {

    private static final String SESSION = """
        set local timezone = 'UTC';
        set local idle_in_transaction_session_timeout = 0;
        set local lock_timeout = '10s'""";

    /** Holding any of these, a database is more than one that a server was merely started on. */
    private static final List<String> NOT_EMPTY = List.of("domain_event", "event_chain", "audit_checkpoint",
            "organization", "oauth_client where organization_id is not null");

    private final JdbcTemplate jdbc;
    private final Map<String, MovedTable> tables;
    private final Set<String> known;
    private final List<Line.Sequence> sequences = new ArrayList<>();

    private EmptiedSchema(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        tables = MovedTable.NAMES.stream().map(name -> MovedTable.of(jdbc, name))
                .collect(toMap(MovedTable::name, Function.identity()));
        known = Sequences.of(jdbc).stream().map(Line.Sequence::name).collect(toSet());
    }

    /**
     * Empties it of what the migrations, and a mere start of a server, leave there.
     *
     * @throws CannotRunException if it holds more than that
     */
    static EmptiedSchema of(JdbcTemplate jdbc) {
        jdbc.execute(SESSION);
        jdbc.execute(MovedTable.NAMES.stream().map(EmptiedSchema::qualified)
                .collect(joining(", ", "lock table ", " in share row exclusive mode")));
        if (NOT_EMPTY.stream().anyMatch(rows -> holds(jdbc, rows))) {
            throw new CannotRunException("the database holds data already: import into an empty one only");
        }
        MovedTable.NAMES.forEach(name -> jdbc.execute("alter table " + qualified(name) + " disable trigger user"));
        MovedTable.NAMES.reversed().forEach(name -> jdbc.execute("delete from " + qualified(name)));
        return new EmptiedSchema(jdbc);
    }

    private static boolean holds(JdbcTemplate jdbc, String rows) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select exists (select from " + qualified(rows) + ")", Boolean.class));
    }

    private static String qualified(String name) {
        return "connected_workflow." + name;
    }

    /** The table that a row is of, or {@link CannotRunException} if there is none, or it has other columns. */
    MovedTable tableOf(Line.Row row, ExportReader reader) {
        var table = tables.get(row.table());
        if (table == null) {
            throw reader.refused("is of a table that this jar does not know: " + row.table());
        }
        var names = table.columns().stream().map(MovedTable.Column::name).toList();
        if (!names.equals(row.columns())) {
            var unknown = new HashSet<>(row.columns());
            unknown.removeAll(names);
            throw reader.refused(unknown.isEmpty()
                    ? "has not each column of the table " + row.table() + " once"
                    : "has columns that the table %s has not: %s".formatted(row.table(), String.join(", ", unknown)));
        }
        return table;
    }

    /** Takes note of where a sequence will have to stand. */
    void add(Line.Sequence sequence, ExportReader reader) {
        if (!known.contains(sequence.name())) {
            throw reader.refused("is of a sequence that this jar does not know: " + sequence.name());
        }
        sequences.add(sequence);
    }

    /** Makes it what it was, but for what is in it. To be called last, for a rollback does not undo all of it. */
    void complete() {
        MovedTable.NAMES.forEach(name -> jdbc.execute("alter table " + qualified(name) + " enable trigger user"));
        sequences.forEach(sequence -> Sequences.set(jdbc, sequence));
    }
}
