package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.BodyTooLarge;
import io.connectedworkflow.domain.refusal.Refusal.TooBusy;
import jakarta.servlet.http.HttpServletRequest;
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
 * {@link TooBusy}. One request at a time may hold more than there is, so that they do not wait for each other. All sizes are
 * bytes, and estimates.
 */
public final class RequestMemory {

    private static final String LEASE = Lease.class.getName();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int RETRY_AFTER = 2;
    private static final int VERSIONS_AT_ONCE = 40;
    private static final long BYTES_OF_A_VERSION = 400 << 10;
    private static final long BYTES_OF_A_PART = 16 << 20;

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

    /** Begins to count what a request holds, until it is closed. */
    Lease lease(HttpServletRequest request, String client) {
        var lease = new Lease(client);
        request.setAttribute(LEASE, lease);
        return lease;
    }

    /**
     * Counts that the request holds so much more, until it is answered, be it more than it may. Refused with {@link TooBusy}
     * while others hold too much.
     */
    public static void take(HttpServletRequest request, long bytes) {
        of(request).ifPresent(lease -> lease.take(bytes));
    }

    /** As {@link #take}, for what is made of a body; refused with {@link BodyTooLarge} if it is more than a request may hold. */
    static void takeForBody(HttpServletRequest request, long bytes) {
        of(request).ifPresent(lease -> {
            if (!lease.mayHold(bytes)) {
                throw new BodyTooLarge().asException();
            }
            lease.take(bytes);
        });
    }

    /** As {@link #take}, for going through a workflow's history of so many versions, which is read in parts. */
    public static void takeForHistory(HttpServletRequest request, long versions) {
        take(request, Math.min(versions, VERSIONS_AT_ONCE) * BYTES_OF_A_VERSION);
    }

    /** As {@link #take}, for reading the log, a part after the other. */
    public static void takeForLog(HttpServletRequest request) {
        take(request, BYTES_OF_A_PART);
    }

    /** What the request holds; nothing where it is none of ours. */
    static Optional<Lease> of(HttpServletRequest request) {
        return Optional.ofNullable((Lease) request.getAttribute(LEASE));
    }

    /** What one request holds. */
    final class Lease implements AutoCloseable {

        private final String client;
        private long bytes;

        private Lease(String client) {
            this.client = client;
        }

        private boolean mayHold(long more) {
            return bytes + more <= mostOfOne;
        }

        private void take(long wanted) {
            var more = Math.min(wanted, mostOfOne - bytes);
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
            return held + more <= most && heldBy.getOrDefault(client, 0L) + more <= mostOfOne;
        }

        private void change(long more) {
            bytes += more;
            held += more;
            heldBy.merge(client, more, (before, added) -> before + added == 0 ? null : before + added);
        }

        @Override
        public void close() {
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
