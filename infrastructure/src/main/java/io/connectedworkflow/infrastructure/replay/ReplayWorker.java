package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.infrastructure.background.BackgroundTask;
import java.time.Duration;
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

    private final BackgroundTask.Work work;
    private volatile @Nullable BackgroundTask task;

    /**
     * A worker that does not work yet.
     *
     * @param work does a small part of it, and says whether there was anything to do
     */
    ReplayWorker(BackgroundTask.Work work) {
        this.work = work;
    }

    /** Ends its pause. */
    void wake() {
        var working = task;
        if (working != null) {
            working.wake();
        }
    }

    @Override
    public void start() {
        task = new BackgroundTask("connected-workflow-replays", LOG, "Going on with replays", PAUSE, work).start();
    }

    @Override
    public boolean isRunning() {
        return task != null;
    }

    /** Lets it end the batch that it is at, if that is done at once; else that is done again by whoever goes on. */
    @Override
    public void stop() {
        var ending = task;
        task = null;
        if (ending != null) {
            ending.close();
        }
    }
}
