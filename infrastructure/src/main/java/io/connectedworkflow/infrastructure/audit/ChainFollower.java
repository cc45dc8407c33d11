package io.connectedworkflow.infrastructure.audit;

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
    private static final long COMPLAINTS_APART = TimeUnit.MINUTES.toNanos(1);

    private final PostgresEventChain chain;
    private final PostgresCheckpoints checkpoints;
    private final @Nullable CheckpointKey key;
    private final long signingInterval;
    private final ScheduledExecutorService follower = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("connected-workflow-chain").factory());
    private long signedAt;
    private long complainedAt = System.nanoTime() - COMPLAINTS_APART;

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
        } catch (Throwable failure) {
            // Whatever it is, nobody else would tell, and the next try may be better.
            complain(failure);
        }
    }

    private void sign(CheckpointKey key) {
        var more = true;
        while (more && !follower.isShutdown()) {
            more = chain.onOneNode(() -> checkpoints.sign(key, InstantSource.system().instant()));
        }
    }

    private void complain(Throwable failure) {
        if (!follower.isShutdown() && System.nanoTime() - complainedAt > COMPLAINTS_APART) {
            complainedAt = System.nanoTime();
            LOG.warn("The chain of events for tamper evidence is not extended; it is tried again", failure);
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
