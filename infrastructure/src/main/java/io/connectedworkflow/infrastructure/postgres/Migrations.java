package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.CannotStartException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Brings our schema to its latest version, and gives the running server's role what it needs of it. A host's own Flyway,
 * and its history table, have nothing to do with it.
 *
 * @param owner   connects as the role that owns the schema
 * @param server  connects as the role of the running server
 * @param enabled whether to migrate; else the schema must have its latest version already
 */
public record Migrations(DataSource owner, DataSource server, boolean enabled) {

    private static final String SCHEMA = "connected_workflow";

    /** Of what PostgreSQL tells about transactions, and we rely on, this version is the first to have all. */
    private static final int OLDEST_POSTGRESQL = 13;

    /**
     * Those of a schema.
     *
     * @param owner the role that owns it; empty where it is the server's own
     */
    static Migrations of(DataSource server, Optional<SchemaOwner> owner, boolean enabled) {
        return new Migrations(owner.map(role -> role.dataSource(server)).orElse(server), server, enabled);
    }

    /** Migrates; or throws {@link CannotStartException} where that cannot be done. */
    public void run() {
        requireReachable(server, "the data source");
        requireReachable(owner, "the data source, as connected-workflow.migration.username,");
        requirePostgres();
        requireUnicode();
        var flyway = flyway(owner);
        try {
            if (enabled) {
                requireMayCreate();
                flyway.migrate();
            } else {
                requireLatest(flyway);
            }
        } catch (FlywayException failure) {
            throw SqlState.of(failure).filter(SqlState.INSUFFICIENT_PRIVILEGE::equals).isPresent()
                    ? notAllowed(failure)
                    : failure;
        }
    }

    /** The version of the schema that all migrations lead to. */
    public String latest() {
        return Arrays.stream(flyway(server).info().all()).filter(migration -> migration.getState().isResolved())
                .map(MigrationInfo::getVersion).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElseThrow()
                .toString();
    }

    /** The version that the schema has; empty where there is none. */
    public Optional<String> applied() {
        return Optional.ofNullable(flyway(server).info().current()).map(MigrationInfo::getVersion)
                .map(Object::toString);
    }

    private Flyway flyway(DataSource dataSource) {
        var role = Objects.requireNonNull(
                new JdbcTemplate(server).queryForObject("select quote_ident(current_user)", String.class));
        return Flyway.configure(getClass().getClassLoader()).dataSource(LongStatements.on(dataSource))
                .locations("classpath:db/connected-workflow")
                .defaultSchema(SCHEMA).createSchemas(true).table("schema_history")
                // the others that start at once, and long ones, are waited for, by a connection that does nothing meanwhile
                .initSql("set lock_timeout = 0; set idle_in_transaction_session_timeout = 0")
                .placeholders(Map.of("server_role", role)).load();
    }

    private static void requireReachable(DataSource dataSource, String what) {
        try (var connection = dataSource.getConnection()) {
            connection.isReadOnly();
        } catch (SQLException unreachable) {
            // Below what names the address there is often a cause that does not.
            var said = SqlState.said(unreachable).orElseGet(
                    () -> String.valueOf(NestedExceptionUtils.getMostSpecificCause(unreachable).getMessage()));
            throw new CannotStartException(
                    "%s cannot be connected to: %s".formatted(what, firstSentence(withoutSecrets(said))),
                    unreachable);
        }
    }

    // The driver's advice, to look whether the port is right, is behind it.
    private static String firstSentence(String text) {
        return text.split("\\.(?:\\s|$)", 2)[0];
    }

    // What follows the question mark of an address may be secret.
    private static String withoutSecrets(String message) {
        return message.replaceAll("(jdbc:[^\\s?]*)\\?\\S*", "$1");
    }

    private void requirePostgres() {
        var product = Objects
                .requireNonNull(new JdbcTemplate(server).execute((ConnectionCallback<String>) connection -> {
                    var about = connection.getMetaData();
                    return about.getDatabaseProductName().equals("PostgreSQL")
                            && about.getDatabaseMajorVersion() >= OLDEST_POSTGRESQL
                                    ? ""
                                    : about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
                }));
        if (!product.isEmpty()) {
            throw new CannotStartException(
                    "connected-workflow needs PostgreSQL %d or later, and its data source leads to %s"
                            .formatted(OLDEST_POSTGRESQL, product));
        }
    }

    // In any other, some name cannot be stored, or has another length than its characters.
    private void requireUnicode() {
        var encoding = Objects
                .requireNonNull(new JdbcTemplate(server).queryForObject("show server_encoding", String.class));
        if (!encoding.equals("UTF8")) {
            throw new CannotStartException(
                    "connected-workflow needs a database whose encoding is UTF8, and that of its data source is %s: create "
                            .formatted(encoding) + "another one with encoding 'UTF8' template template0");
        }
    }

    private static void requireLatest(Flyway flyway) {
        var missing = Arrays.stream(flyway.info().pending()).map(MigrationInfo::getVersion).map(Object::toString)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new CannotStartException(
                    "connected-workflow.migration.enabled is false, and the schema %s lacks the migrations %s: apply them first"
                            .formatted(SCHEMA, missing));
        }
    }

    // Flyway would try for ten seconds.
    private void requireMayCreate() {
        if (!Boolean.TRUE.equals(new JdbcTemplate(owner).queryForObject(
                "select to_regnamespace(?) is not null or has_database_privilege(current_database(), 'create')",
                Boolean.class, SCHEMA))) {
            throw notAllowed(null);
        }
    }

    private CannotStartException notAllowed(@Nullable FlywayException failure) {
        var role = new JdbcTemplate(owner).queryForObject("select current_user", String.class);
        return new CannotStartException(
                "the role \"%s\" may not set up the schema %s: let it create schemas in the database, "
                        .formatted(role, SCHEMA) + "or name a role that may by connected-workflow.migration.username",
                failure);
    }
}
