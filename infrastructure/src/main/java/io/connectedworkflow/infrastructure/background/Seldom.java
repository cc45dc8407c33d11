package io.connectedworkflow.infrastructure.background;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Keeps what happens again and again from being told more than once in a while. Any thread may ask it. */
public final class Seldom {

    private static final int MOST_KINDS = 100;

    private final long quiet;
    private final LongSupplier nanoTime;
    private final Map<String, Told> kinds = new HashMap<>();

    /** One that has told nothing yet, and tells nothing for so long of what it has told. */
    public Seldom(Duration quiet) {
        this(quiet, System::nanoTime);
    }

    Seldom(Duration quiet, LongSupplier nanoTime) {
        this.quiet = quiet.toNanos();
        this.nanoTime = nanoTime;
    }

    private static final class Told {
        private final long at;
        private long untold;

        private Told(long at) {
            this.at = at;
        }
    }

    /**
     * Something of a kind happened: how often it did since that was told last, this time included; nothing if it is not to be
     * told now.
     */
    public synchronized OptionalLong happened(String kind) {
        var now = nanoTime.getAsLong();
        var told = kinds.get(kind);
        if (told != null && now - told.at < quiet) {
            told.untold++;
            return OptionalLong.empty();
        }
        if (told == null && kinds.size() == MOST_KINDS) {
            kinds.clear();
        }
        kinds.put(kind, new Told(now));
        return OptionalLong.of(told == null ? 1 : told.untold + 1);
    }
}
