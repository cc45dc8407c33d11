package io.connectedworkflow.testing;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables about workflows, for comparisons of all that is stored. */
public final class Tables {

    /** Everything that follows from the events. */
    public static final List<String> DERIVED = List.of("workflow_view", "workflow_register", "organization_register");

    /** Everything that a command may write. */
    public static final List<String> WRITTEN = List.of("domain_event", "snapshot_event", "token_entry", "workflow_view",
            "workflow_register", "organization_register");

    private Tables() {}

    /** All rows of the tables, each with the name of its table. */
    public static List<String> dump(JdbcTemplate jdbc, List<String> tables) {
        return jdbc.query(tables.stream()
                .map(table -> "select '%1$s ' || t::text from connected_workflow.%1$s t".formatted(table))
                .collect(joining(" union all ", "", " order by 1")), (row, i) -> row.getString(1));
    }
}
