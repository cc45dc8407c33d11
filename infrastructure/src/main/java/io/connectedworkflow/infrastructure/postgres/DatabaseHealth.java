package io.connectedworkflow.infrastructure.postgres;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Health that the database is asked about: over connections of its own, since those of the pool may be busy, or older than what
 * was changed, and at most once a second.
 */
public abstract class DatabaseHealth implements HealthIndicator {

    private static final long KNOWN_FOR = Duration.ofSeconds(1).toNanos();

    private final JdbcTemplate database;
    private final LongSupplier nanoTime;
    private final Function<JdbcTemplate, Health> question;
    private @Nullable Health known;
    private long since;

    /** Health as the question finds it, which is told for a second of the given time. */
    protected DatabaseHealth(Database database, LongSupplier nanoTime, Function<JdbcTemplate, Health> question) {
        this.database = database.besideThePool();
        this.nanoTime = nanoTime;
        this.question = question;
    }

    @Override
    public final synchronized Health health() {
        if (known == null || nanoTime.getAsLong() - since > KNOWN_FOR) {
            known = question.apply(database);
            since = nanoTime.getAsLong();
        }
        return known;
    }
}
