package io.connectedworkflow.infrastructure.postgres;

import java.util.function.LongSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether the database can be reached and takes writes: out of service on a standby, and while its transactions are read only.
 */
final class WritableHealth extends DatabaseHealth {

    WritableHealth(Database database, LongSupplier nanoTime) {
        super(database, nanoTime, WritableHealth::ask);
    }

    private static Health ask(JdbcTemplate database) {
        try {
            return Boolean.TRUE.equals(database.queryForObject(
                    "select not pg_is_in_recovery() and not current_setting('transaction_read_only')::boolean",
                    Boolean.class)) ? Health.up().build() : Health.outOfService().build();
        } catch (DataAccessException unreachable) {
            // One connection too many is the one for the question: those of the pool are there.
            return SqlState.of(unreachable).filter(SqlState.TOO_MANY_CONNECTIONS::equals).isPresent()
                    ? Health.up().build()
                    : Health.down().build();
        }
    }
}
