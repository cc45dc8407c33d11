package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.domain.refusal.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets so many of this node at a time do something about the same thing, in the order in which they come, and so many about all
 * things together. Of these places nothing has more than leaves as many to others, but for its first: a few things whose turns do
 * not end keep nobody out. Who waits here has no connection yet.
 */
public final class Turns {

    // How often somebody who waits looks whether there is still a point in it.
    private static final Duration LOOK = Duration.ofMillis(100);

    private final int places;
    private final int placesOfAll;
    private final Duration standstill;
    private final Refusal otherwise;
    private final Map<String, Line> lines = new HashMap<>();
    // Those with somebody who waits; it is the first one's turn next.
    private final Set<Line> waiting = new LinkedHashSet<>();
    private int taken;
    private long moved = System.nanoTime();

    /** As the other, where all things together have as many places as they want. */
    public Turns(int places, Duration standstill, Refusal otherwise) {
        this(places, Integer.MAX_VALUE, standstill, otherwise);
    }

    /**
     * Turns for each thing.
     *
     * @param places     how many may have their turn about the same thing at a time, 1 or more
     * @param placesOfAll how many may have their turn at a time, 1 or more
     * @param standstill when no turn has ended for so long, nobody waits any longer
     * @param otherwise  what those are told who do not get their turn
     */
    public Turns(int places, int placesOfAll, Duration standstill, Refusal otherwise) {
        this.places = places;
        this.placesOfAll = placesOfAll;
        this.standstill = standstill;
        this.otherwise = otherwise;
    }

    /** Who has a turn about a thing, and who waits. */
    private static final class Line {
        private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
        private int taken;
        private long moved = System.nanoTime();
    }

    /**
     * Does something about a thing in its turn, which is refused where it does not come as long as there is patience, or where
     * none comes any more.
     */
    public <R> R take(String about, Patience patience, Supplier<R> work) {
        var line = enter(about, patience);
        try {
            return work.get();
        } finally {
            leave(about, line);
        }
    }

    private Line enter(String about, Patience patience) {
        Line line;
        var turn = new CountDownLatch(1);
        synchronized (lines) {
            line = lines.computeIfAbsent(about, first -> new Line());
            if (mayTake(line)) {
                take(line);
                return line;
            }
            line.waiting.add(turn);
            waiting.add(line);
        }
        try {
            do {
                requireHope(line, turn, patience);
            } while (!turn.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
            return line;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            giveUpOrLeave(about, line, turn);
            throw otherwise.asException();
        } catch (RuntimeException refusedOrFailed) {
            giveUpOrLeave(about, line, turn);
            throw refusedOrFailed;
        }
    }

    private void giveUpOrLeave(String about, Line line, CountDownLatch turn) {
        synchronized (lines) {
            if (!giveUp(about, line, turn)) {
                leave(about, line);
            }
        }
    }

    private boolean mayTake(Line line) {
        return line.taken == 0
                ? taken < placesOfAll
                : line.taken < places && line.taken + 1 <= placesOfAll - taken - 1;
    }

    private void take(Line line) {
        line.taken++;
        taken++;
        line.moved = System.nanoTime();
        moved = line.moved;
    }

    private void requireHope(Line line, CountDownLatch turn, Patience patience) {
        var isOver = patience.isOver();
        synchronized (lines) {
            var since = line.taken == 0 ? moved : line.moved;
            // Who has been given the turn meanwhile takes it.
            if ((isOver || System.nanoTime() - since > standstill.toNanos()) && line.waiting.contains(turn)) {
                throw otherwise.asException();
            }
        }
    }

    private boolean giveUp(String about, Line line, CountDownLatch turn) {
        var waited = line.waiting.remove(turn);
        forgetIfUnused(about, line);
        return waited;
    }

    private void forgetIfUnused(String about, Line line) {
        if (line.waiting.isEmpty()) {
            waiting.remove(line);
            if (line.taken == 0) {
                lines.remove(about);
            }
        }
    }

    private void leave(String about, Line line) {
        synchronized (lines) {
            line.taken--;
            taken--;
            line.moved = System.nanoTime();
            moved = line.moved;
            while (letNextCome()) {
                // More than one may have waited for this place to be free.
            }
            forgetIfUnused(about, line);
        }
    }

    private boolean letNextCome() {
        var next = waiting.stream().filter(this::mayTake).findFirst().orElse(null);
        if (next == null) {
            return false;
        }
        take(next);
        next.waiting.remove().countDown();
        waiting.remove(next);
        if (!next.waiting.isEmpty()) {
            waiting.add(next);
        }
        return true;
    }
}
