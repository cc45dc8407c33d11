package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.background.BackgroundTask;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what has expired, every few minutes. */
public final class Purge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final BackgroundTask task;

    /**
     * Begins to purge.
     *
     * @param what    for the log
     * @param expired deletes what has expired, and says how much it was
     */
    public Purge(String what, IntSupplier expired, Duration interval) {
        task = new BackgroundTask("connected-workflow-purge", LOG, "Deleting expired " + what, interval, () -> {
            LOG.debug("{} expired {} purged", expired.getAsInt(), what);
            return false;
        }).startAfterPause();
    }

    @Override
    public void close() {
        task.close();
    }
}
