package io.connectedworkflow.server.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Inserts rows, many of a table at once. */
final class RowBatches {

    private static final int MOST_ROWS = 500;
    private static final int MOST_CHARACTERS = 4 << 20;

    private final JdbcTemplate jdbc;
    private final EmptiedSchema schema;
    private final ExportReader reader;
    private final List<String> lines = new ArrayList<>();
    private @Nullable MovedTable table;
    private int characters;
    private long rows;
    private long events;

    RowBatches(JdbcTemplate jdbc, EmptiedSchema schema, ExportReader reader) {
        this.jdbc = jdbc;
        this.schema = schema;
        this.reader = reader;
    }

    /** Adds the row that was read last. */
    void add(Line.Row row) {
        var next = schema.tableOf(row, reader);
        if (!next.equals(table) || lines.size() == MOST_ROWS || characters > MOST_CHARACTERS) {
            insert(reader.number() - 1);
        }
        table = next;
        lines.add(row.text());
        characters += row.text().length();
        rows++;
        events += row.table().equals(MovedTable.EVENTS) ? 1 : 0;
    }

    /** Inserts those that are left, when the line was read that is behind them. */
    Summary end() {
        insert(reader.number() - 1);
        return new Summary(MovedTable.NAMES.size(), rows, events);
    }

    private void insert(long last) {
        if (lines.isEmpty()) {
            return;
        }
        var statement = Objects.requireNonNull(table).insert();
        jdbc.execute("savepoint batch");
        try {
            insert(statement, lines);
        } catch (DataAccessException failure) {
            jdbc.execute("rollback to savepoint batch");
            insertEach(statement, last - lines.size() + 1);
            throw failure;
        }
        jdbc.execute("release savepoint batch");
        lines.clear();
        characters = 0;
    }

    // To find the one that is at fault.
    private void insertEach(String statement, long first) {
        for (var i = 0; i < lines.size(); i++) {
            try {
                insert(statement, lines.subList(i, i + 1));
            } catch (DataAccessException failure) {
                throw ExportReader.refused(first + i, "cannot be stored: " + String
                        .valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage()).lines().findFirst()
                        .orElse(""));
            }
        }
    }

    private void insert(String statement, List<String> some) {
        jdbc.update(statement, prepared -> prepared.setArray(1,
                prepared.getConnection().createArrayOf("text", some.toArray())));
    }
}
