package io.connectedworkflow.server.transfer;

import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The sequences of our schema. What they have given out is more than what rows have, and must never be given out again: a
 * position in the log may be read up to, or chained, that no event has.
 */
final class Sequences {

    private static final String NAMES = """
        select relname from pg_class where relkind = 'S' and relnamespace = 'connected_workflow'::regnamespace
        order by relname collate "C\"""";

    private Sequences() {}

    /** All of them, as they stand now. */
    static List<Line.Sequence> of(JdbcTemplate jdbc) {
        return jdbc.query(NAMES, (row, i) -> row.getString(1)).stream().map(name -> of(jdbc, name)).toList();
    }

    private static Line.Sequence of(JdbcTemplate jdbc, String name) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select last_value, is_called from connected_workflow.\"%s\"".formatted(name),
                (row, i) -> new Line.Sequence(name, row.getLong(1), row.getBoolean(2))));
    }

    /** Makes one stand there, which no rollback undoes. */
    static void set(JdbcTemplate jdbc, Line.Sequence sequence) {
        jdbc.query("select setval(('connected_workflow.' || quote_ident(?))::regclass, ?, ?)", row -> {},
                sequence.name(), sequence.lastValue(), sequence.isCalled());
    }
}
