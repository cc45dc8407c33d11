package io.connectedworkflow.application.audit;

/** Port: the log of the events of all workflows, in its order. */
public interface EventLog {

    /**
     * A position up to which nothing will ever be added to the log any more, and not before any event that was committed
     * before it was asked for. Waits for the transactions that may still add something.
     */
    long safeHead();

    /**
     * The first of the wanted events between two positions: some, if there are any, and not more than fit into memory
     * with ease.
     *
     * @param after the position behind which they begin
     * @param upTo  the last position that counts
     * @param most  how many at most
     */
    Part<LoggedEvent> read(EventFilter filter, long after, long upTo, int most);
}
