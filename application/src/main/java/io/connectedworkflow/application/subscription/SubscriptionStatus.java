package io.connectedworkflow.application.subscription;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscription is.
 *
 * @param running  whether it runs on this node
 * @param segments by ascending number
 */
public record SubscriptionStatus(String name, boolean running, List<Segment> segments) {

    /**
     * One of the parts that the workflows are divided in.
     *
     * @param number   counted from 0
     * @param position up to which everything is handled, as it is stored: that may be a few seconds behind where nothing
     *                 in between belongs to this segment
     * @param caughtUp whether there is nothing behind its position
     * @param owner    the node that last said that it handles it; null for none
     * @param failure  what went wrong at the last try on this node, if nothing has been handled since; null for nothing
     */
    public record Segment(int number, long position, boolean caughtUp, @Nullable String owner,
            @Nullable String failure) {}

    /** Whether there is nothing behind the position of any segment. */
    public boolean caughtUp() {
        return segments.stream().allMatch(Segment::caughtUp);
    }
}
