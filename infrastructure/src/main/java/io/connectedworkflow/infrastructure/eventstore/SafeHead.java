package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.application.audit.EventLog.Complete;
import io.connectedworkflow.domain.refusal.Refusal.LogUnsettled;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(SafeHead.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    // While a client waits. Commands end within milliseconds; what is at something longer, is at it for long.
    private static final Duration CLIENTS_PATIENCE = Duration.ofSeconds(3);
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final long COMPLAINTS_APART = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_PAUSE = 50;

    private final Database database;
    private final TransactionTemplate outside;
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(0, Instant.MIN));
    /** All transactions that began before have ended. */
    private final AtomicReference<Instant> ended = new AtomicReference<>(Instant.MIN);
    private final AtomicLong complainedAt = new AtomicLong(System.nanoTime() - COMPLAINTS_APART);
    private volatile @Nullable Candidate candidate;

    /** Knows nothing yet. */
    public SafeHead(Database database) {
        this.database = database;
        outside = database.transactions(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    /**
     * What is safe once all transactions before this one have ended.
     *
     * @param until what had ended before the position was looked for
     * @param at    a moment before the transaction got its id
     */
    private record Candidate(long position, Instant until, Instant at, String transaction, long since) {}

    /**
     * What is safe.
     *
     * @param until all transactions that began before have ended, and have added nothing behind the position
     */
    private record Known(long position, Instant until) {

        Known and(Known other) {
            return new Known(Math.max(position, other.position), later(until, other.until));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** What is known to be safe so far, without asking. */
    public long known() {
        return known.get().position();
    }

    /** The highest position of all that is committed, safe or not; 0 for an empty log. */
    public long highest() {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject("select coalesce(max(global_index), 0) from connected_workflow.domain_event",
                        Long.class));
    }

    /**
     * Waits until the highest position is safe, and returns it. After 3 seconds it is {@link LogUnsettled}.
     *
     * @throws IllegalStateException in a transaction of the caller's that has written
     */
    public long await() {
        return outside(() -> {
            var until = ended.get();
            var head = highest();
            if (!isSettled(head, until, CLIENTS_PATIENCE)) {
                complain();
                throw new LogUnsettled(RETRY_AFTER_SECONDS).asException();
            }
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
            if (!isSettled(position, Instant.MIN, PATIENCE)) {
                throw new IllegalStateException("A transaction that writes has been open for " + PATIENCE.toSeconds()
                        + " seconds; whether it adds to what is in the log is known when it has ended");
            }
            return position;
        });
    }

    /**
     * What is safe, without waiting.
     *
     * @throws IllegalStateException in a transaction of the caller's that has written
     */
    public Complete complete() {
        return outside(() -> {
            var until = ended.get();
            var isHead = isSettled(highest(), until, Duration.ZERO);
            var safe = known.get();
            return new Complete(safe.position(), safe.until(), isHead);
        });
    }

    // A caller's transaction may see what is not committed, or not see what is, and has an id that is not given now.
    private <T> T outside(Supplier<T> reading) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return reading.get();
        }
        if (Boolean.TRUE.equals(database.jdbc().queryForObject("select pg_current_xact_id_if_assigned() is not null",
                Boolean.class))) {
            throw new IllegalStateException(
                    "The log is read as it is committed, which a transaction that has written cannot know");
        }
        return Objects.requireNonNull(outside.execute(status -> reading.get()));
    }

    private boolean isSettled(long position, Instant until, Duration patience) {
        if (position <= known()) {
            return true;
        }
        var next = candidate(position, until);
        for (var pause = 1L; !haveEndedBefore(next.transaction()); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            if (System.nanoTime() - next.since() >= patience.toNanos()) {
                return false;
            }
            pause(pause);
        }
        settle(next);
        return true;
    }

    private boolean settle(Candidate settled) {
        ended.accumulateAndGet(settled.at(), SafeHead::later);
        return known.getAndAccumulate(new Known(settled.position(), settled.until()), Known::and).position() < settled
                .position();
    }

    private Candidate candidate(long position, Instant until) {
        return new Candidate(position, until, Instant.now(), transactionOfNow(), System.nanoTime());
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
        return settle(next);
    }

    private @Nullable Candidate next() {
        var until = ended.get();
        var head = highest();
        return head > known() ? candidate(head, until) : null;
    }

    /**
     * Like {@link #advance}, and also finds out until when nothing is missing. Where nobody writes, no transaction id is used
     * up for it.
     */
    public void look() {
        var now = Instant.now();
        if (!nobodyWrites()) {
            advance();
            return;
        }
        var head = highest();
        // Who began since may have a place before the highest, and be still at it.
        if (nobodyWrites()) {
            ended.accumulateAndGet(now, SafeHead::later);
            known.accumulateAndGet(new Known(head, now), Known::and);
        }
    }

    // Every transaction holds a lock of its id, in whatever database, and every role may see it.
    private boolean nobodyWrites() {
        return Boolean.TRUE.equals(database.jdbc().queryForObject(
                "select not exists (select from pg_locks where locktype = 'transactionid')", Boolean.class));
    }

    /** For how long {@link #advance} has not got any further although there is more. */
    public Duration waiting() {
        var next = candidate;
        return next == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - next.since());
    }

    private void complain() {
        var last = complainedAt.get();
        var now = System.nanoTime();
        if (now - last > COMPLAINTS_APART && complainedAt.compareAndSet(last, now)) {
            LOG.warn("The log cannot be read behind position {}: a transaction that writes is open, somewhere in this "
                    + "PostgreSQL cluster, and whether it adds events before those is known when it has ended. Select "
                    + "from pg_stat_activity where backend_xid is not null, and from pg_prepared_xacts", known());
        }
    }

    private String transactionOfNow() {
        return Objects.requireNonNull(
                database.jdbc().queryForObject("select pg_current_xact_id()::text", String.class));
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
