package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.DatabaseHealth;
import java.util.function.LongSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether events are still chained, which ends when somebody changes how far they are said to be. Requests are served all
 * the same, so it has a status of its own, and is no part of the readiness.
 */
final class ChainHealth extends DatabaseHealth {

    private static final Status UNCHAINED = new Status("UNCHAINED");

    ChainHealth(Database database, LongSupplier nanoTime) {
        super(database, nanoTime, ChainHealth::ask);
    }

    private static Health ask(JdbcTemplate database) {
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
