package io.connectedworkflow.application.subscription;

import io.connectedworkflow.application.audit.LogPoint;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The subscriptions of a host. Each has a position of its own, which all nodes share: a segment is handled by one node at
 * a time, and a node takes over what another one leaves.
 */
public interface EventSubscriptions {

    /**
     * Starts a subscription on this node. The very first time, that decides where it begins, and in how many segments.
     *
     * @throws IllegalStateException    if one of this name was started here before
     * @throws IllegalArgumentException if it is to begin where the log does not yet end
     */
    void start(EventSubscription subscription);

    /**
     * Lets this node handle no further event of a subscription, and waits for those that it is at. The other nodes take
     * over. Not for a handler, which would wait for itself.
     *
     * @throws NoSuchElementException if it was not started here
     */
    void pause(String name);

    /**
     * Lets this node go on.
     *
     * @throws NoSuchElementException if it was not started here
     */
    void resume(String name);

    /** Every subscription that ever began, on whatever node, by ascending name. */
    List<SubscriptionStatus> list();

    /** One of them. */
    Optional<SubscriptionStatus> find(String name);

    /**
     * Has everything from a point on delivered again, wherever the subscription runs, now or later. Each segment then
     * goes on; one that has not come so far yet stays where it is, so that nothing is skipped. Nodes that are at an event
     * give up, and their transactions are rolled back. Not for a handler of the same subscription, whose own transaction
     * would be rolled back, and this with it.
     *
     * @param from the event to begin with, or when it happened: from an instant, as {@link StartFrom#since} says
     * @throws NoSuchElementException   if none of this name ever began
     * @throws IllegalArgumentException if the position is below 0, or the log has not reached it
     */
    void replay(String name, LogPoint from);
}
