package io.connectedworkflow.infrastructure.background;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * Work that a thread of its own does again and again, with a pause between, until it is closed. Nobody waits for it, so that the
 * log tells how it goes ({@link RepeatedFailures}); whatever fails is tried again after the pause.
 */
public final class BackgroundTask implements AutoCloseable {

    private static final Duration TIME_TO_END = Duration.ofSeconds(1);
    private static final Duration TIME_TO_NOTICE = Duration.ofMillis(500);

    private final RepeatedFailures failures;
    private final Duration pause;
    private final Work work;
    private final Thread thread;
    private boolean pausesFirst;
    private volatile boolean closed;
    private volatile boolean onceMore;

    /** Work that is done in parts. */
    @FunctionalInterface
    public interface Work {

        /** Does a part of it, and says whether there is more to be done at once. */
        boolean doSome();
    }

    /**
     * One that does nothing yet.
     *
     * @param name  of its thread
     * @param log   its name says whose task it is
     * @param what  is done, as a sentence begins with it: "Deleting expired tokens"
     * @param pause between two times, if there is no more to be done at once
     */
    public BackgroundTask(String name, Logger log, String what, Duration pause, Work work) {
        this.pause = pause;
        this.work = work;
        failures = new RepeatedFailures(log, what, RepeatedFailures.A_MINUTE);
        thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** Begins at once. To be called once. */
    public BackgroundTask start() {
        thread.start();
        return this;
    }

    /** Begins with a pause. To be called once. */
    public BackgroundTask startAfterPause() {
        pausesFirst = true;
        return start();
    }

    /** Ends a pause. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** Whether it is to end, and what it does may end early. */
    public boolean isClosed() {
        return closed;
    }

    /** Why it does not work now; nothing while it does. */
    public Optional<String> lastError() {
        return failures.last();
    }

    private void run() {
        if (pausesFirst) {
            LockSupport.parkNanos(pause.toNanos());
        }
        while (!closed) {
            if (!goOn()) {
                // An interrupt that was noticed, or not, also ends the next pause: work that sets it each time would not pause at all.
                if (Thread.interrupted()) {
                    LockSupport.parkNanos(1);
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        }
        if (onceMore) {
            goOn();
        }
    }

    private boolean goOn() {
        try {
            var more = work.doSome();
            failures.worked();
            return more;
        } catch (Throwable failure) {
            // Whatever it is, nobody else would tell, and the next try may be better.
            if (!closed) {
                failures.failed(failure, pause);
            }
            return false;
        }
    }

    /** As {@link #close}, but that it is done once more before. */
    public void closeAfterOnceMore() {
        onceMore = true;
        close();
    }

    /** Lets it finish what it is about, and does not wait for that. */
    public void end() {
        closed = true;
        wake();
    }

    /** Lets it finish what it is about, as far as that can be done in a second, and interrupts it then. */
    @Override
    public void close() {
        end();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(TIME_TO_END)) {
                thread.interrupt();
                thread.join(TIME_TO_NOTICE);
            }
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
