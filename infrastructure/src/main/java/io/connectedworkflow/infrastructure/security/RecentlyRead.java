package io.connectedworkflow.infrastructure.security;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read from PostgreSQL for at most {@link #LONGEST}, so that a change made on another node is seen here
 * by then; one that is made here is seen at once.
 */
public final class RecentlyRead<K, V> {

    /** How long another node's change can go unseen. */
    public static final Duration LONGEST = Duration.ofSeconds(10);

    private final RecentlyUsed<K, V> entries;
    private final AtomicLong changes = new AtomicLong();

    /**
     * Keeps at most so much.
     *
     * @param maximum the sum of the weights of what is kept
     */
    public RecentlyRead(long maximum, ToIntFunction<V> weight) {
        entries = new RecentlyUsed<>(maximum, weight, LONGEST);
    }

    /** What was read for the key, or is read now. That there is nothing is not kept. */
    public @Nullable V get(K key, Function<K, @Nullable V> read) {
        var kept = entries.get(key);
        if (kept != null) {
            return kept;
        }
        // What is read while something changes may be old.
        var change = changes.get();
        var value = read.apply(key);
        if (value != null) {
            entries.putIf(() -> changes.get() == change, key, value);
        }
        return value;
    }

    /** To be called after a change of what has such keys is committed; what others have is kept. */
    public void forget(Predicate<K> keys) {
        changes.incrementAndGet();
        entries.remove((key, value) -> keys.test(key));
    }

    /** To be called after a change of such values is committed; others are kept. */
    public void forgetValues(Predicate<V> values) {
        changes.incrementAndGet();
        entries.remove((key, value) -> values.test(value));
    }
}
