package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.BodyTooLarge;
import io.connectedworkflow.domain.refusal.Refusal.TooBusy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How much memory requests may hold at a time, all together and those of one client: threads are no limit any more, and what
 * each of them reads and makes is. Who asks for more than there is waits for a moment, and is refused then with
 * {@link TooBusy}. No client may hold more than what is left then for all others, so that something is left however many hold
 * as much as they may. One request at a time may hold more than that, so that they do not wait for each other. All sizes are
 * bytes, and estimates.
 */
public final class RequestMemory {

    /** Up to which size JSON is not worth to be counted. */
    public static final int LITTLE = 16 << 10;

    private static final ThreadLocal<Lease> CURRENT = new ThreadLocal<>();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int RETRY_AFTER = 2;
    private static final int VERSIONS_AT_ONCE = 40;
    private static final long BYTES_OF_A_VERSION = 400 << 10;
    private static final long BYTES_OF_A_PART = 16 << 20;
    private static final long BYTES_OF_A_SUMMARY = 4 << 10;
    // How much larger the objects are that JSON is made of, or makes.
    private static final int OBJECTS = 8;

    private final long most;
    private final long mostOfOne;
    private final ReentrantLock changing = new ReentrantLock(true);
    private final Condition freed = changing.newCondition();
    private final Map<String, Long> heldBy = new HashMap<>();
    private long held;
    private @Nullable Lease beyond;

    /**
     * Memory for requests.
     *
     * @param most      how much all may hold together
     * @param mostOfOne how much the requests of one client may
     */
    RequestMemory(long most, long mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Begins to count what the request holds that the current thread handles, until it is closed. */
    Lease lease(String client) {
        var lease = new Lease(client);
        CURRENT.set(lease);
        return lease;
    }

    /**
     * Counts that the request which the current thread handles holds so much more, until it is answered, be it more than it
     * may. Refused with {@link TooBusy} while others hold too much. Where there is no request, nothing is counted.
     */
    public static void take(long bytes) {
        current().ifPresent(lease -> lease.take(bytes));
    }

    /** As {@link #take}, for what is made of a body; refused with {@link BodyTooLarge} if it is more than a request may hold. */
    static void takeForBody(long bytes) {
        current().ifPresent(lease -> lease.takeForBody(bytes));
    }

    /** As {@link #take}, for JSON of so many bytes and the objects that it is made of, or makes, unless it is little. */
    public static void takeForJson(long length) {
        if (length > LITTLE) {
            take(length * OBJECTS);
        }
    }

    /** As {@link #take}, for so many workflows of a list. */
    public static void takeForSummaries(int workflows) {
        take(workflows * BYTES_OF_A_SUMMARY);
    }

    /** As {@link #take}, for going through a workflow's history of so many versions, which is read in parts. */
    public static void takeForHistory(long versions) {
        take(Math.min(versions, VERSIONS_AT_ONCE) * BYTES_OF_A_VERSION);
    }

    /** As {@link #take}, for reading the log, a part after the other. */
    public static void takeForLog() {
        take(BYTES_OF_A_PART);
    }

    /** What the request holds that the current thread handles; nothing where it is none of ours. */
    static Optional<Lease> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** What one request holds. */
    final class Lease implements AutoCloseable {

        private final String client;
        private long bytes;

        private Lease(String client) {
            this.client = client;
        }

        void takeForBody(long more) {
            if (bytes + more > mostOfOne) {
                throw new BodyTooLarge().asException();
            }
            take(more);
        }

        void take(long wanted) {
            var more = Math.min(wanted, mostOfOne - bytes);
            if (more <= 0) {
                return;
            }
            changing.lock();
            try {
                var patience = PATIENCE.toNanos();
                while (!fits(more) && !mayGoBeyond()) {
                    if (patience <= 0) {
                        throw new TooBusy(RETRY_AFTER).asException();
                    }
                    patience = freed.awaitNanos(patience);
                }
                change(more);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                throw new TooBusy(RETRY_AFTER).asException();
            } finally {
                changing.unlock();
            }
        }

        // One at a time of those who hold something already, or all of them might wait for what the others hold.
        private boolean mayGoBeyond() {
            if (beyond == null && bytes > 0) {
                beyond = this;
            }
            return equals(beyond);
        }

        private boolean fits(long more) {
            var ofClient = heldBy.getOrDefault(client, 0L) + more;
            return ofClient <= mostOfOne && ofClient <= most - held - more;
        }

        private void change(long more) {
            bytes += more;
            held += more;
            heldBy.merge(client, more, (before, added) -> before + added == 0 ? null : before + added);
        }

        @Override
        public void close() {
            CURRENT.remove();
            if (bytes > 0) {
                changing.lock();
                try {
                    change(-bytes);
                    beyond = equals(beyond) ? null : beyond;
                    freed.signalAll();
                } finally {
                    changing.unlock();
                }
            }
        }
    }
}
