package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.domain.refusal.Refusal.ConcurrentChange;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets one command of this node at a time come to a workflow's lock in PostgreSQL. Who waits here has no connection yet, so
 * that a workflow that many want to change leaves connections to all others.
 */
final class OneAtATime {

    private final Duration patience;
    private final Map<String, Turn> turns = new HashMap<>();

    /** With so much patience, after which {@link ConcurrentChange} is refused. */
    OneAtATime(Duration patience) {
        this.patience = patience;
    }

    private static final class Turn {
        private final Semaphore free = new Semaphore(1, true);
        private int users;
    }

    <R> R take(String workflowId, Supplier<R> command) {
        var turn = join(workflowId);
        try {
            if (!turn.free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ConcurrentChange().asException();
            }
            try {
                return command.get();
            } finally {
                turn.free.release();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ConcurrentChange().asException();
        } finally {
            leave(workflowId, turn);
        }
    }

    private Turn join(String workflowId) {
        synchronized (turns) {
            var turn = turns.computeIfAbsent(workflowId, first -> new Turn());
            turn.users++;
            return turn;
        }
    }

    private void leave(String workflowId, Turn turn) {
        synchronized (turns) {
            turn.users--;
            if (turn.users == 0) {
                turns.remove(workflowId);
            }
        }
    }
}
