package io.connectedworkflow.infrastructure.subscription;

import io.connectedworkflow.infrastructure.background.BackgroundTask;
import io.connectedworkflow.infrastructure.eventstore.SafeHead;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for new events for all subscriptions of a node, as long as any of them wants to know. */
final class HeadWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);

    private final SafeHead head;
    private final Duration interval;
    private final Duration patience;
    private final Set<Runnable> watchers = new LinkedHashSet<>();
    private @Nullable ScheduledExecutorService poller;
    private boolean warned;
    private final BackgroundTask task = new BackgroundTask(LOG, "Looking for new events for subscriptions",
            BackgroundTask.A_MINUTE);

    /**
     * Does not look yet.
     *
     * @param interval how often it will
     * @param patience for how long nothing is said when it gets no further
     */
    HeadWatch(SafeHead head, Duration interval, Duration patience) {
        this.head = head;
        this.interval = interval;
        this.patience = patience;
    }

    /** Up to where the log is known to be complete. */
    long position() {
        return head.known();
    }

    /** Calls this, in a thread of its own, whenever the position is further, until it is removed. */
    synchronized void add(Runnable watcher) {
        watchers.add(watcher);
        if (poller == null) {
            poller = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("connected-workflow-log-head").factory());
            poller.scheduleWithFixedDelay(this::poll, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void remove(Runnable watcher) {
        if (watchers.remove(watcher) && watchers.isEmpty() && poller != null) {
            poller.shutdown();
            poller = null;
        }
    }

    /** Forgets whoever was added and not removed. */
    synchronized void clear() {
        watchers().forEach(this::remove);
    }

    private synchronized List<Runnable> watchers() {
        return List.copyOf(watchers);
    }

    private void poll() {
        try {
            if (head.advance()) {
                warned = false;
                watchers().forEach(Runnable::run);
            } else if (!warned && head.waiting().compareTo(patience) > 0) {
                warned = true;
                LOG.warn("Subscriptions have waited for {} seconds with events behind position {}: a transaction that "
                        + "writes is open, somewhere in this PostgreSQL cluster, and whether it adds events before those "
                        + "is known when it has ended. Select from pg_stat_activity where backend_xid is not null, and "
                        + "from pg_prepared_xacts", patience.toSeconds(), head.known());
            }
            task.worked();
        } catch (Throwable failure) {
            // Whatever it is, nobody else would tell, and the next try may be better.
            if (isWatching()) {
                task.failed(failure, interval);
            }
        }
    }

    private synchronized boolean isWatching() {
        return poller != null;
    }
}
