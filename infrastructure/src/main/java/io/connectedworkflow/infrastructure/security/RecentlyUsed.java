package io.connectedworkflow.infrastructure.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was used last. It is our own, and small, for a library of caches on its class path makes Spring Boot give a host
 * another cache than it had.
 */
public final class RecentlyUsed<K, V> {

    private final long maximum;
    private final ToIntFunction<V> weight;
    private final long longest;
    private final LongSupplier nanoTime;
    private final Map<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long total;

    /**
     * Keeps at most so much.
     *
     * @param maximum the sum of the weights of what is kept
     * @param longest how long something is kept after it was put
     */
    public RecentlyUsed(long maximum, ToIntFunction<V> weight, Duration longest) {
        this(maximum, weight, longest, System::nanoTime);
    }

    RecentlyUsed(long maximum, ToIntFunction<V> weight, Duration longest, LongSupplier nanoTime) {
        this.maximum = maximum;
        this.weight = weight;
        this.longest = longest.toNanos();
        this.nanoTime = nanoTime;
    }

    private record Kept<V>(V value, int weight, long since) {}

    /** What is kept for the key; null for nothing. */
    public synchronized @Nullable V get(K key) {
        var found = kept.get(key);
        if (found != null && nanoTime.getAsLong() - found.since() > longest) {
            remove(key);
            return null;
        }
        return found == null ? null : found.value();
    }

    /** Keeps this for the key, in place of what was kept for it, as long as what is used more recently leaves room. */
    public synchronized void put(K key, V value) {
        remove(key);
        var added = new Kept<>(value, weight.applyAsInt(value), nanoTime.getAsLong());
        if (added.weight() > maximum) {
            return;
        }
        kept.put(key, added);
        total += added.weight();
        while (total > maximum) {
            remove(kept.keySet().iterator().next());
        }
    }

    /** As {@link #put}, if it is still so when nobody can remove anything meanwhile. */
    synchronized void putIf(BooleanSupplier condition, K key, V value) {
        if (condition.getAsBoolean()) {
            put(key, value);
        }
    }

    /** Keeps such entries no longer. */
    synchronized void remove(BiPredicate<K, V> entries) {
        kept.entrySet().stream().filter(entry -> entries.test(entry.getKey(), entry.getValue().value()))
                .map(Map.Entry::getKey).toList().forEach(this::remove);
    }

    private void remove(K key) {
        var removed = kept.remove(key);
        if (removed != null) {
            total -= removed.weight();
        }
    }
}
