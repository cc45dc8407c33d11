package io.connectedworkflow.infrastructure.postgres;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether the database can be reached and takes writes: out of service on a standby, and while its transactions are read only.
 * It asks over connections of its own, since those of the pool may be busy, or older than what was changed, and at most once
 * a second.
 */
final class WritableHealth implements HealthIndicator {

    private static final long KNOWN_FOR = Duration.ofSeconds(1).toNanos();

    private final JdbcTemplate database;
    private final LongSupplier nanoTime;
    private @Nullable Health known;
    private long since;

    WritableHealth(Database database, LongSupplier nanoTime) {
        this.database = database.besideThePool();
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Health health() {
        if (known == null || nanoTime.getAsLong() - since > KNOWN_FOR) {
            known = ask();
            since = nanoTime.getAsLong();
        }
        return known;
    }

    private Health ask() {
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
