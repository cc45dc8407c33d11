package io.connectedworkflow.application.audit;

import io.connectedworkflow.domain.refusal.Refusal.LogUnsettled;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Port: the log of the events of all workflows, in its order. */
public interface EventLog {

    /**
     * A position up to which nothing will ever be added to the log any more, and not before any event that was committed
     * before it was asked for. Waits for the transactions that may still add something, but only for seconds; then it is
     * {@link LogUnsettled}.
     */
    long safeHead();

    /** How far the log is known to be complete, without waiting. */
    Complete complete();

    /**
     * How far the log is known to be complete.
     *
     * @param position up to which nothing will ever be added any more
     * @param until    what is added behind the position has happened at this instant or later, as far as the servers' clocks
     *                 agree
     * @param isHead   whether the position is the end of all that is committed
     */
    record Complete(long position, Instant until, boolean isHead) {

        /** Whether everything is known that happened before an instant; null stands for the end of all times. */
        boolean covers(@Nullable Instant end) {
            return isHead || (end != null && !end.isAfter(until));
        }
    }

    /**
     * The first of the wanted events between two positions: some, if there are any, and not more than fit into memory
     * with ease.
     *
     * @param after the position behind which they begin
     * @param upTo  the last position that counts
     * @param most  how many at most
     */
    Slice<LoggedEvent> read(EventFilter filter, long after, long upTo, int most);
}
