package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.infrastructure.background.BackgroundTask;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the log in the background: chains what is new in it, and signs now and then what has come of it. */
final class ChainFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChainFollower.class);

    private final PostgresEventChain chain;
    private final PostgresCheckpoints checkpoints;
    private final @Nullable CheckpointKey key;
    private final long signingInterval;
    private final BackgroundTask task;
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
        this.signingInterval = signingInterval.toNanos();
        signedAt = System.nanoTime() - this.signingInterval;
        task = new BackgroundTask("connected-workflow-chain", LOG, "Chaining the event log for tamper evidence",
                interval, this::follow);
        task.start();
    }

    private boolean follow() {
        if (chain.extend()) {
            return true;
        }
        if (key != null && System.nanoTime() - signedAt >= signingInterval) {
            sign(key);
            signedAt = System.nanoTime();
        }
        return false;
    }

    private void sign(CheckpointKey key) {
        var more = true;
        while (more && !task.isClosed()) {
            more = chain.onOneNode(() -> checkpoints.sign(key, InstantSource.system().instant()));
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
