package io.connectedworkflow.application.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A replay of recorded events into a report.
 *
 * @param endsAtHead  whether nothing had happened behind its end when it was asked for: then what it comes to is compared
 *                    with what readers see
 * @param total       how many events there are to replay
 * @param done        how many of them are replayed
 * @param differences how many differences are found
 * @param requestedBy a user's id; null for an administrator
 * @param finishedAt  null as long as it is running
 */
public record Replay(String id, ReplayRange range, boolean endsAtHead, Status status, long total, long done,
        long differences, @Nullable String requestedBy, Instant requestedAt, @Nullable Instant finishedAt) {

    /** Where it is in its life. */
    public enum Status {
        /** It goes on, or waits for others. */
        RUNNING,
        /** It is complete. */
        DONE,
        /** Somebody has ended it. */
        CANCELLED,
        /** It could not go on; the log of the server says why. */
        FAILED
    }
}
