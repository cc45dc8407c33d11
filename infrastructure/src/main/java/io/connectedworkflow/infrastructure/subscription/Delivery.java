package io.connectedworkflow.infrastructure.subscription;

import io.connectedworkflow.application.subscription.DeliveredEvent;
import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.infrastructure.background.RepeatedFailures;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events over to the handler of a subscription, and tells the log of what fails. */
final class Delivery implements EventHandlerInvoker {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    // As the processor's: 1, 2, 4 … up to 60 seconds.
    private static final int MOST_DOUBLINGS = 6;
    private static final long LONGEST_PAUSE_SECONDS = 60;
    // What this thread has handled, and not committed yet.
    private static final ThreadLocal<@Nullable Attempt> HANDLED = new ThreadLocal<>();

    private final StoredEvents events;
    private final EventSubscription subscription;
    private final RepeatedFailures processor;
    private final Map<Integer, Failure> failures = new ConcurrentHashMap<>();
    private final Map<Integer, RepeatedFailures> segments = new ConcurrentHashMap<>();
    private volatile boolean ended;

    Delivery(StoredEvents events, EventSubscription subscription) {
        this.events = events;
        this.subscription = subscription;
        processor = new RepeatedFailures(LOG, said(), RepeatedFailures.A_MINUTE);
    }

    private record Failure(long position, String message, Exception thrown) {}

    private record Attempt(int segment, long position, TrackedEventMessage<?> event) {}

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
        var tried = new Attempt(segment.getSegmentId(), event.trackingToken().position().orElseThrow(), event);
        HANDLED.set(tried);
        try {
            outsideOfAxon(event);
            failures.computeIfPresent(tried.segment(),
                    (id, failure) -> failure.position() > tried.position() ? failure : null);
            CurrentUnitOfWork.get().afterCommit(committed -> worked(tried.segment()));
        } catch (Throwable failure) {
            var thrown = failure instanceof Exception exception
                    ? exception
                    // Of an error, the processor would never get up again.
                    : new IllegalStateException("The handler of the subscription failed", failure);
            failures.put(tried.segment(), new Failure(tried.position(), failure.toString(), thrown));
            failed(tried, failure);
            throw thrown;
        }
    }

    // Whatever the handler has us do is a call like any other in the caller's transaction: it is done when we return.
    private void outsideOfAxon(TrackedEventMessage<?> event) throws Exception {
        DeliveredEvent delivered = events.delivered(event);
        var work = CurrentUnitOfWork.get();
        CurrentUnitOfWork.clear(work);
        var quiet = QuietAxon.leave();
        try {
            subscription.handler().handle(delivered);
        } finally {
            QuietAxon.enter(quiet);
            CurrentUnitOfWork.set(work);
        }
    }

    private void failed(Attempt tried, Throwable failure) {
        HANDLED.remove();
        if (ended) {
            return;
        }
        var task = segment(tried.segment());
        var pause = Duration.ofSeconds(
                Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(task.failures(), MOST_DOUBLINGS)));
        var workflow = ((DomainEventMessage<?>) tried.event()).getAggregateIdentifier();
        task.failed("%s, segment %d, event %d (%s) of workflow %s".formatted(said(), tried.segment(), tried.position(),
                name(tried.event()), workflow), failure, pause);
    }

    private static String name(EventMessage<?> event) {
        return WorkflowEvent.class.isAssignableFrom(event.getPayloadType())
                ? event.getPayloadType().getSimpleName()
                : "of a later release";
    }

    private void worked(int segment) {
        HANDLED.remove();
        segment(segment).worked();
        processor.worked();
    }

    /** Tells of nothing any more: what is broken off now is not tried again here. */
    void end() {
        ended = true;
    }

    /** Tells of what the processor warns of, in its thread, unless it is what the handler has thrown. */
    void processorFailed(Throwable failure) {
        var tried = HANDLED.get();
        if (ended) {
            return;
        }
        if (failure instanceof UnableToClaimTokenException) {
            HANDLED.remove();
            LOG.info("{}: what it was at is rolled back, for a replay or another instance has taken a claim: {}",
                    said(),
                    failure.getMessage());
        } else if (tried != null) {
            // It was handled, and could not be committed.
            failed(tried, failure);
        } else if (failures.values().stream().noneMatch(told -> told.thrown().equals(failure))) {
            processor.failed(failure, PAUSE);
        }
    }

    private RepeatedFailures segment(int id) {
        return segments.computeIfAbsent(id,
                segment -> new RepeatedFailures(LOG, said() + ", segment " + segment, Duration.ZERO));
    }

    private String said() {
        return "Subscription '" + subscription.name() + "'";
    }
}
