package io.connectedworkflow.infrastructure.postgres;

import java.time.Duration;
import java.util.Objects;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * How long a command may still wait: for its turn, for locks, and until it begins to write, all together. It begins when
 * the command is sent, and ends early when nobody waits for the answer any more.
 */
public final class Patience {

    /** What every command begins with. */
    public static final Duration LONGEST = Duration.ofSeconds(10);

    /** Under which key of a command's metadata its patience is. */
    public static final String KEY = "patience";

    // Much longer than a command is between two statements, and as short as others can bear to wait for a halted server.
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

    // A client that hears no more may still have said all that it had to say (RFC 9112, 9.6), and is believed to be there
    // unless it has been waiting.
    private static final Duration UNNOTICED = Duration.ofMillis(100);

    private final PresentClient client;
    private final long start;
    private final long end;
    private final boolean callers;

    private Patience(PresentClient client, long start, long end, boolean callers) {
        this.client = client;
        this.start = start;
        this.end = end;
        this.callers = callers;
    }

    /** So much, from now on, of this client, which is asked about itself by the thread that has the patience. */
    public static Patience of(Duration longest, PresentClient client) {
        var now = System.nanoTime();
        return new Patience(client, now, now + longest.toNanos(), false);
    }

    /** That of the command that is being handled. */
    public static Patience current() {
        return (Patience) Objects.requireNonNull(CurrentUnitOfWork.get().root().getMessage().getMetaData().get(KEY));
    }

    /** The same in a transaction that is the caller's, who may leave it idle for as long as it likes. */
    public Patience inCallersTransaction() {
        return new Patience(client, start, end, true);
    }

    /** Whether the command must not begin to write any more. */
    public boolean isOver() {
        return left() <= 0 || (System.nanoTime() - start > UNNOTICED.toNanos() && client.isGone());
    }

    /** What is left of it, in nanoseconds; less than 1 for nothing. */
    public long left() {
        return end - System.nanoTime();
    }

    /** For how many milliseconds a lock may be waited for: 1 at least, since 0 is for ever to PostgreSQL. */
    public int forLock() {
        return (int) Math.max(1, Duration.ofNanos(left()).toMillis());
    }

    /** After how many milliseconds without a statement PostgreSQL may end the transaction; null for never. */
    public @Nullable Integer idle() {
        return callers ? null : (int) LONGEST_IDLE.toMillis();
    }
}
