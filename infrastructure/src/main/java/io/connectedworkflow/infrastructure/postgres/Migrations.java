package io.connectedworkflow.infrastructure.postgres;

import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Brings our schema to its latest version, and gives the running server's role what it needs of it. A host's own Flyway,
 * and its history table, have nothing to do with it.
 *
 * @param owner  connects as the role that owns the schema
 * @param server connects as the role of the running server
 */
public record Migrations(DataSource owner, DataSource server) {

    void run() {
        var role = Objects.requireNonNull(
                new JdbcTemplate(server).queryForObject("select quote_ident(current_user)", String.class));
        Flyway.configure(getClass().getClassLoader()).dataSource(owner).locations("classpath:db/connected-workflow")
                .defaultSchema("connected_workflow").createSchemas(true).table("schema_history")
                .placeholders(Map.of("server_role", role)).load().migrate();
    }
}
