package io.connectedworkflow.application.evidence;

import io.connectedworkflow.application.audit.Slice;
import org.jspecify.annotations.Nullable;

/** Port: the checkpoints that are kept, the newest first. */
public interface Checkpoints {

    /**
     * A checkpoint among all others.
     *
     * @param number rises with each
     */
    record Numbered(long number, Checkpoint checkpoint) {}

    /**
     * The first of the wanted ones.
     *
     * @param organization null for all
     * @param before       the number below which they begin; null for the newest
     * @param most         how many at most
     */
    Slice<Numbered> read(@Nullable String organization, @Nullable Long before, int most);
}
