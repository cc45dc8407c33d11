package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.domain.refusal.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets so many of this node at a time do something about the same thing, in the order in which they come. Who waits here has no
 * connection yet.
 */
public final class Turns {

    // How often somebody who waits looks whether there is still a point in it.
    private static final Duration LOOK = Duration.ofMillis(100);

    private final int places;
    private final Duration standstill;
    private final Refusal otherwise;
    private final Map<String, Line> lines = new HashMap<>();

    /**
     * Turns for each thing by itself.
     *
     * @param places     how many may have their turn at a time, 1 or more
     * @param standstill when no turn has ended for so long, nobody waits any longer
     * @param otherwise  what those are told who do not get their turn
     */
    public Turns(int places, Duration standstill, Refusal otherwise) {
        this.places = places;
        this.standstill = standstill;
        this.otherwise = otherwise;
    }

    /** Who has a turn about a thing, and who waits. */
    private static final class Line {
        private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
        private int taken;
        private long moved = System.nanoTime();

        private boolean hasStoodStillFor(Duration time) {
            return System.nanoTime() - moved > time.toNanos();
        }
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
            if (line.taken < places) {
                line.taken++;
                line.moved = System.nanoTime();
                return line;
            }
            line.waiting.add(turn);
        }
        try {
            do {
                leaveInVain(line, turn, patience);
            } while (!turn.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
            return line;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            synchronized (lines) {
                if (!line.waiting.remove(turn)) {
                    leave(about, line);
                }
            }
            throw otherwise.asException();
        }
    }

    private void leaveInVain(Line line, CountDownLatch turn, Patience patience) {
        var isOver = patience.isOver();
        synchronized (lines) {
            // Who has been given the turn meanwhile takes it.
            if ((isOver || line.hasStoodStillFor(standstill)) && line.waiting.remove(turn)) {
                throw otherwise.asException();
            }
        }
    }

    private void leave(String about, Line line) {
        synchronized (lines) {
            line.moved = System.nanoTime();
            var next = line.waiting.poll();
            if (next != null) {
                next.countDown();
            } else if (--line.taken == 0) {
                lines.remove(about);
            }
        }
    }
}
