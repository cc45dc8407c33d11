package io.connectedworkflow.infrastructure.subscription;

import io.connectedworkflow.infrastructure.background.BackgroundTask;
import io.connectedworkflow.infrastructure.eventstore.SafeHead;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private @Nullable BackgroundTask task;
    private boolean warned;

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
        if (task == null) {
            task = new BackgroundTask("connected-workflow-log-head", LOG, "Looking for new events for subscriptions",
                    interval, this::poll).start();
        }
    }

    synchronized void remove(Runnable watcher) {
        if (watchers.remove(watcher) && watchers.isEmpty() && task != null) {
            task.end();
            task = null;
        }
    }

    /** Forgets whoever was added and not removed. */
    synchronized void clear() {
        watchers().forEach(this::remove);
    }

    private synchronized List<Runnable> watchers() {
        return List.copyOf(watchers);
    }

    private boolean poll() {
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
        return false;
    }
}
