package io.connectedworkflow.application.evidence;

import org.jspecify.annotations.Nullable;

/**
 * The result of comparing an organization's events with their chain and its checkpoints.
 *
 * @param events      how many are right
 * @param pending     how many of them the chain does not have yet
 * @param checkpoints how many agree
 * @param finding     what is wrong first with the events; null for nothing
 * @param forged      the first checkpoint that is not genuine; null for none
 */
public record Verdict(String organizationId, long events, long pending, long checkpoints, @Nullable Finding finding,
        @Nullable Checkpoint forged) {

    /** Whether nothing is wrong. */
    public boolean good() {
        return finding == null && forged == null;
    }
}
