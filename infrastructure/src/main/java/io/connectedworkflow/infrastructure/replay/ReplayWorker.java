package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.infrastructure.background.BackgroundTask;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Goes on with replays in the background, with one batch at a time, as long as there are any: from when everything else
 * is there, views of today's fold included, until the server ends.
 */
final class ReplayWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayWorker.class);
    // Others may have asked, or have left something behind.
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FOR_A_BATCH = Duration.ofMillis(500);

    private final BooleanSupplier work;
    private final BackgroundTask task = new BackgroundTask(LOG, "Going on with replays", BackgroundTask.A_MINUTE);
    private volatile @Nullable Thread thread;

    /**
     * A worker that does not work yet.
     *
     * @param work does a small part of it, and says whether there was anything to do
     */
    ReplayWorker(BooleanSupplier work) {
        this.work = work;
    }

    /** Ends its pause. */
    void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (isAtWork()) {
            if (!goOn()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private boolean goOn() {
        try {
            var more = work.getAsBoolean();
            task.worked();
            return more;
        } catch (Throwable failure) {
            // Whatever it is, nobody else would tell, and the next try may be better.
            if (isAtWork()) {
                task.failed(failure, PAUSE);
            }
            return false;
        }
    }

    private boolean isAtWork() {
        return thread == Thread.currentThread();
    }

    @Override
    public void start() {
        var next = Thread.ofVirtual().name("connected-workflow-replays").unstarted(this::run);
        thread = next;
        next.start();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Lets it end the batch that it is at, if that is done at once; else that is done again by whoever goes on. */
    @Override
    public void stop() {
        var ending = thread;
        thread = null;
        if (ending != null) {
            LockSupport.unpark(ending);
            end(ending);
        }
    }

    private static void end(Thread ending) {
        try {
            if (!ending.join(FOR_A_BATCH)) {
                ending.interrupt();
                ending.join(FOR_A_BATCH);
            }
        } catch (InterruptedException interrupted) {
            ending.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
