package io.connectedworkflow.application.evidence;

import io.connectedworkflow.application.evidence.ChainEvidence.Described;
import org.jspecify.annotations.Nullable;

/** The first thing that is wrong with an organization's events. */
public sealed interface Finding {

    /** What somebody has done to an event. */
    enum Change {
        /** It says something else than it did. */
        ALTERED,
        /** It is not there any more. */
        REMOVED,
        /** It was not there. */
        INSERTED,
        /** It stands elsewhere. */
        REORDERED
    }

    /**
     * One event is wrong.
     *
     * @param position where it should stand; of one that was inserted, where it stands
     * @param event    what stands there, or has stood there; null if that is not known
     * @param now      where what should stand there stands now; the same if it does not stand anywhere else
     */
    record OfEvent(Change change, long position, @Nullable Described event, long now) implements Finding {}

    /**
     * One or more events between two positions are wrong.
     *
     * @param after      behind this position
     * @param upTo       the last position that may be wrong
     * @param checkpoint what shows it; null if the chain itself does
     */
    record Between(Change change, long after, long upTo, @Nullable Checkpoint checkpoint) implements Finding {}

    /** The event at this position is as it was, and its entry in the chain is not. */
    record OfChain(long position, Described event) implements Finding {}
}
