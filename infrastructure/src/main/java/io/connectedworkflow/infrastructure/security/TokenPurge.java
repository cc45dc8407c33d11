package io.connectedworkflow.infrastructure.security;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes expired access tokens, every few minutes. */
final class TokenPurge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TokenPurge.class);

    private final PostgresClients clients;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("connected-workflow-token-purge").factory());

    TokenPurge(PostgresClients clients, Duration interval) {
        this.clients = clients;
        timer.scheduleWithFixedDelay(this::purge, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void purge() {
        try {
            LOG.debug("{} expired access tokens purged", clients.purge());
        } catch (RuntimeException failure) {
            LOG.warn("Expired access tokens could not be purged; it is tried again", failure);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
