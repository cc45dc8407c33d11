package io.connectedworkflow.infrastructure.postgres;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what has expired, every few minutes. */
public final class Purge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final String what;
    private final IntSupplier expired;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("connected-workflow-purge").factory());

    /**
     * Begins to purge.
     *
     * @param what    for the log
     * @param expired deletes what has expired, and says how much it was
     */
    public Purge(String what, IntSupplier expired, Duration interval) {
        this.what = what;
        this.expired = expired;
        timer.scheduleWithFixedDelay(this::purge, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void purge() {
        try {
            LOG.debug("{} expired {} purged", expired.getAsInt(), what);
        } catch (RuntimeException failure) {
            LOG.warn("Expired {} could not be purged; it is tried again", what, failure);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
