package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.background.BackgroundTask;
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
    private final Duration interval;
    private final BackgroundTask task;
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
        this.interval = interval;
        task = new BackgroundTask(LOG, "Deleting expired " + what, BackgroundTask.A_MINUTE);
        this.expired = expired;
        timer.scheduleWithFixedDelay(this::purge, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void purge() {
        try {
            LOG.debug("{} expired {} purged", expired.getAsInt(), what);
            task.worked();
        } catch (Throwable failure) {
            // Whatever it is, nobody else would tell, and the next try may be better.
            if (!timer.isShutdown()) {
                task.failed(failure, interval);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
