package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.infrastructure.postgres.Database;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether events are still chained, which ends when somebody changes how far they are said to be. Requests are served all
 * the same, so it has a status of its own, and is no part of the readiness. It asks beside the pool, and at most once a
 * second.
 */
final class ChainHealth implements HealthIndicator {

    private static final Status UNCHAINED = new Status("UNCHAINED");
    private static final long KNOWN_FOR = Duration.ofSeconds(1).toNanos();

    private final JdbcTemplate database;
    private final LongSupplier nanoTime;
    private @Nullable Health known;
    private long since;

    ChainHealth(Database database, LongSupplier nanoTime) {
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
            return PostgresEventChain.complaint(database)
                    .map(complaint -> Health.status(UNCHAINED).withDetail("complaint", complaint).build())
                    .orElseGet(() -> Health.up().build());
        } catch (DataAccessException unreachable) {
            // Another indicator says that.
            return Health.unknown().build();
        }
    }
}
