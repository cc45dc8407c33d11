package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.infrastructure.postgres.Database;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How far the log can be read: a position up to which nothing will ever be added any more. Positions are drawn before
 * they are committed. Whoever has drawn one below the highest had its transaction's id before, so it is below an id that
 * is given now; all that are below have ended when none of them is in progress any more. (The end of a snapshot would not
 * do in place of an id that is given now: it is the one behind the last that has <em>ended</em>, and may be that of a
 * transaction in progress.)
 */
public final class SafeHead {

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = 50;

    private final Database database;
    private final TransactionTemplate outside;
    private final AtomicLong known = new AtomicLong();
    private volatile @Nullable Candidate candidate;

    /** Knows nothing yet. */
    public SafeHead(Database database) {
        this.database = database;
        outside = database.transactions(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    /** What is safe once all transactions before this one have ended. */
    private record Candidate(long position, String transaction, long since) {}

    /** What is known to be safe so far, without asking. */
    public long known() {
        return known.get();
    }

    /** The highest position of all that is committed, safe or not; 0 for an empty log. */
    public long highest() {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject("select coalesce(max(global_index), 0) from connected_workflow.domain_event",
                        Long.class));
    }

    /**
     * Waits until the highest position is safe, and returns it.
     *
     * @throws IllegalStateException after 10 seconds, and in a transaction of the caller's that has written
     */
    public long await() {
        return outside(() -> {
            var head = highest();
            settle(head);
            return head;
        });
    }

    /**
     * Waits until a position is safe that is not above the highest.
     *
     * @throws IllegalStateException after 10 seconds, and in a transaction of the caller's that has written
     */
    public void await(long position) {
        outside(() -> {
            settle(position);
            return position;
        });
    }

    // A caller's transaction may see what is not committed, or not see what is, and has an id that is not given now.
    private long outside(LongSupplier reading) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return reading.getAsLong();
        }
        if (Boolean.TRUE.equals(database.jdbc().queryForObject("select pg_current_xact_id_if_assigned() is not null",
                Boolean.class))) {
            throw new IllegalStateException(
                    "The log is read as it is committed, which a transaction that has written cannot know");
        }
        return Objects.requireNonNull(outside.execute(status -> reading.getAsLong()));
    }

    private void settle(long position) {
        if (position > known.get()) {
            awaitAllBefore(transactionOfNow());
            known.accumulateAndGet(position, Math::max);
        }
    }

    /**
     * Looks for more without waiting: remembers what is not safe yet, to be asked for the next time.
     *
     * @return whether more is known to be safe than before
     */
    public boolean advance() {
        var next = candidate == null ? next() : candidate;
        if (next == null || !haveEndedBefore(next.transaction())) {
            candidate = next;
            return false;
        }
        candidate = null;
        return known.getAndAccumulate(next.position(), Math::max) < next.position();
    }

    private @Nullable Candidate next() {
        var head = highest();
        return head > known.get() ? new Candidate(head, transactionOfNow(), System.nanoTime()) : null;
    }

    /** For how long {@link #advance} has not got any further although there is more. */
    public Duration waiting() {
        var next = candidate;
        return next == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - next.since());
    }

    private String transactionOfNow() {
        return Objects.requireNonNull(
                database.jdbc().queryForObject("select pg_current_xact_id()::text", String.class));
    }

    private void awaitAllBefore(String transaction) {
        var begin = System.nanoTime();
        for (var pause = 1L; !haveEndedBefore(transaction); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            if (System.nanoTime() - begin > LONGEST_WAIT) {
                throw new IllegalStateException("A transaction that writes has been open for "
                        + TimeUnit.NANOSECONDS.toSeconds(LONGEST_WAIT) + " seconds; whether it adds to what is in the "
                        + "log is known when it has ended");
            }
            pause(pause);
        }
    }

    private boolean haveEndedBefore(String transaction) {
        return Boolean.TRUE.equals(database.jdbc().queryForObject(
                "select pg_snapshot_xmin(pg_current_snapshot()) >= ?::xid8", Boolean.class, transaction));
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
