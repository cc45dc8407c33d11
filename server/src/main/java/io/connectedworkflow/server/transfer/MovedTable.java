package io.connectedworkflow.server.transfer;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A table of our schema whose rows are exported and imported, as PostgreSQL's catalog describes it.
 *
 * @param columns in their order
 */
record MovedTable(String name, List<Column> columns) {

    /**
     * All of them, each behind those that it refers to. Views and register are among them although they follow from the events:
     * rows of workflows of which a newer version wrote events do so only there, and that an organization was deleted is in no
     * event. The chain is, since one that is made anew would prove nothing.
     */
    static final List<String> NAMES = List.of("domain_event", "event_chain", "audit_checkpoint", "chain_progress",
            "organization", "organization_register", "workflow_register", "workflow_view", "workflow_view_fold",
            "idempotency_key", "oauth_client", "refresh_token", "grant_token", "access_token", "token_entry", "id_node",
            "done_once", "refused_request", "replay", "replay_count", "replay_workflow", "replay_difference");

    /** The events. */
    static final String EVENTS = "domain_event";

    /**
     * Those that are left out: snapshots are made again as their workflows go on, and the history of the schema by the
     * migrations of the database that is imported into.
     */
    static final List<String> LEFT_OUT = List.of("snapshot_event", "schema_history");

    private static final String COLUMNS = """
        select a.attname, a.atttypid = 'json'::regtype, a.attcollation <> 0,
            array_position(i.indkey::int2[], a.attnum)
        from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
        where a.attrelid = ('connected_workflow.' || ?)::regclass and a.attnum > 0 and not a.attisdropped
        order by a.attnum""";

    /**
     * A column.
     *
     * @param isJson whether it keeps JSON as it was written
     * @param isText whether its order depends on a collation
     * @param inKey  its place in the primary key; null if it is no part of it
     */
    record Column(String name, boolean isJson, boolean isText, @Nullable Integer inKey) {

        private String quoted() {
            return '"' + name + '"';
        }

        // As text, JSON that was written with line breaks stays within a line.
        private String exported() {
            return isJson ? quoted() + "::text as " + quoted() : quoted();
        }

        private String imported() {
            return isJson ? "(l.line::json -> 'row' ->> '%s')::json".formatted(name) : "r." + quoted();
        }

        // In the same order in every database, whatever its collation.
        private String ordered() {
            return isText ? quoted() + " collate \"C\"" : quoted();
        }
    }

    /** The table of this name. */
    static MovedTable of(JdbcTemplate jdbc, String name) {
        return new MovedTable(name,
                jdbc.query(COLUMNS, (row, i) -> new Column(row.getString(1), row.getBoolean(2), row.getBoolean(3),
                        row.getObject(4, Integer.class)), name));
    }

    /** How it is named in a statement. */
    String qualified() {
        return "connected_workflow." + name;
    }

    /** Selects its rows in the order of its primary key, each as one JSON object. */
    String select() {
        var key = columns.stream().filter(column -> column.inKey() != null)
                .sorted(comparing(column -> requireNonNull(column.inKey()))).map(Column::ordered)
                .collect(joining(", "));
        return "select row_to_json(r)::text from (select %s from %s) r%s".formatted(
                columns.stream().map(Column::exported).collect(joining(", ")), qualified(),
                key.isEmpty() ? "" : " order by " + key);
    }

    /** Inserts the rows of an array of lines. */
    String insert() {
        return """
            insert into %s (%s) overriding system value
            select %s from unnest(?::text[]) l(line), json_populate_record(null::%1$s, l.line::json -> 'row') r"""
                .formatted(qualified(), columns.stream().map(Column::quoted).collect(joining(", ")),
                        columns.stream().map(Column::imported).collect(joining(", ")));
    }
}
