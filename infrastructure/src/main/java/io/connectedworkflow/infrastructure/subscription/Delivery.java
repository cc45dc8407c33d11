package io.connectedworkflow.infrastructure.subscription;

import io.connectedworkflow.application.subscription.DeliveredEvent;
import io.connectedworkflow.application.subscription.EventSubscription.Handler;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** Hands events over to the handler of a subscription. */
final class Delivery implements EventHandlerInvoker {

    private final StoredEvents events;
    private final Handler handler;
    private final Map<Integer, Failure> failures = new ConcurrentHashMap<>();

    Delivery(StoredEvents events, Handler handler) {
        this.events = events;
        this.handler = handler;
    }

    private record Failure(long position, String message) {}

    /** What went wrong at the last try in a segment, if nothing has been handled since. */
    Optional<String> failure(int segment) {
        return Optional.ofNullable(failures.get(segment)).map(Failure::message);
    }

    @Override
    public boolean canHandle(EventMessage<?> event, Segment segment) {
        return segment.matches(((DomainEventMessage<?>) event).getAggregateIdentifier());
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) throws Exception {
        var event = (TrackedEventMessage<?>) message;
        var position = event.trackingToken().position().orElseThrow();
        try {
            outsideOfAxon(events.delivered(event));
            failures.computeIfPresent(segment.getSegmentId(),
                    (id, failure) -> failure.position() > position ? failure : null);
        } catch (Throwable failure) {
            failures.put(segment.getSegmentId(), new Failure(position, failure.toString()));
            throw failure instanceof Exception exception
                    ? exception
                    // Of an error, the processor would never get up again.
                    : new IllegalStateException("The handler of the subscription failed", failure);
        }
    }

    // Whatever the handler has us do is a call like any other in the caller's transaction: it is done when we return.
    private void outsideOfAxon(DeliveredEvent event) throws Exception {
        var work = CurrentUnitOfWork.get();
        CurrentUnitOfWork.clear(work);
        try {
            handler.handle(event);
        } finally {
            CurrentUnitOfWork.set(work);
        }
    }
}
