package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.infrastructure.background.BackgroundTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the log in the background: chains what is new in it, and signs now and then what has come of it. */
final class ChainFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChainFollower.class);
    private static final Duration TIME_TO_END = Duration.ofSeconds(1);

    private final PostgresEventChain chain;
    private final PostgresCheckpoints checkpoints;
    private final @Nullable CheckpointKey key;
    private final Duration interval;
    private final long signingInterval;
    private final BackgroundTask task = new BackgroundTask(LOG, "Chaining the event log for tamper evidence",
            BackgroundTask.A_MINUTE);
    private final ScheduledExecutorService follower = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("connected-workflow-chain").factory());
    private long signedAt;

    /**
     * Begins to follow.
     *
     * @param key null to sign nothing
     */
    ChainFollower(PostgresEventChain chain, PostgresCheckpoints checkpoints, @Nullable CheckpointKey key,
            Duration interval, Duration signingInterval) {
        this.chain = chain;
        this.checkpoints = checkpoints;
        this.key = key;
        this.interval = interval;
        this.signingInterval = signingInterval.toNanos();
        signedAt = System.nanoTime() - this.signingInterval;
        follower.scheduleWithFixedDelay(this::follow, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void follow() {
        try {
            var more = true;
            while (more && !follower.isShutdown()) {
                more = chain.extend();
            }
            if (key != null && System.nanoTime() - signedAt >= signingInterval) {
                sign(key);
                signedAt = System.nanoTime();
            }
            task.worked();
        } catch (Throwable failure) {
            // Whatever it is, nobody else would tell, and the next try may be better.
            if (!follower.isShutdown()) {
                task.failed(failure, interval);
            }
        }
    }

    private void sign(CheckpointKey key) {
        var more = true;
        while (more && !follower.isShutdown()) {
            more = chain.onOneNode(() -> checkpoints.sign(key, InstantSource.system().instant()));
        }
    }

    /** Finishes what it is about, as far as that can be done in a second. */
    @Override
    public void close() {
        follower.shutdown();
        try {
            if (!follower.awaitTermination(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                follower.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            follower.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
