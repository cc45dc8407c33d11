package io.connectedworkflow.infrastructure.subscription;

import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.StartFrom.Beginning;
import io.connectedworkflow.application.subscription.StartFrom.Behind;
import io.connectedworkflow.application.subscription.StartFrom.Now;
import io.connectedworkflow.application.subscription.StartFrom.Since;
import io.connectedworkflow.infrastructure.background.RepeatedFailures;
import io.connectedworkflow.infrastructure.eventstore.PrivateAxon;
import io.connectedworkflow.infrastructure.eventstore.SafeHead;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents;
import io.connectedworkflow.infrastructure.eventstore.StoredPositions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription on this node: its processor, and the threads that this has. */
final class Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final long CLAIM_INTERVAL = 1000;
    private static final long CLAIM_EXTENSION_INTERVAL = 2000;
    private static final long UNTIL_CLAIMED_AGAIN = 100;

    private final EventSubscription subscription;
    private final String processorName;
    private final StoredEvents events;
    private final StoredPositions positions;
    private final SafeHead head;
    private final Delivery delivery;
    private final QuietAxon quiet;
    private final RepeatedFailures beginning;
    private final ScheduledExecutorService coordinator;
    private final ScheduledExecutorService workers;
    private final PooledStreamingEventProcessor processor;
    private boolean placed;
    private boolean paused;

    /** Does nothing yet. */
    Subscriber(EventSubscription subscription, String processorName, PrivateAxon axon, SafeHead head,
            LogSource source) {
        this.subscription = subscription;
        this.processorName = processorName;
        this.head = head;
        events = axon.storedEvents();
        positions = axon.storedPositions();
        beginning = new RepeatedFailures(LOG, "Beginning with subscription '" + subscription.name() + "'",
                RepeatedFailures.A_MINUTE);
        delivery = new Delivery(events, subscription);
        quiet = new QuietAxon(delivery::processorFailed);
        var threads = quiet.threads(
                Thread.ofPlatform().daemon().name("connected-workflow-" + subscription.name() + "-", 0).factory());
        coordinator = Executors.newSingleThreadScheduledExecutor(threads);
        workers = Executors.newScheduledThreadPool(subscription.segments(), threads);
        processor = axon.streamingProcessor().name(processorName).eventHandlerInvoker(delivery).messageSource(source)
                .coordinatorExecutor(coordinator).workerExecutor(workers).batchSize(subscription.batchSize())
                .tokenClaimInterval(CLAIM_INTERVAL).claimExtensionThreshold(CLAIM_EXTENSION_INTERVAL)
                .enableCoordinatorClaimExtension().build();
    }

    /** Begins, the very first time where the subscription says, else where it was. */
    void begin() {
        if (!positions.of(processorName).isEmpty()) {
            goOn();
            return;
        }
        var highest = head.highest();
        switch (subscription.start()) {
            case Beginning() -> beginBehind(0);
            case Behind(var position) when position > highest -> throw new IllegalArgumentException(
                    "The log ends at position %d, so '%s' cannot begin behind %d".formatted(highest,
                            subscription.name(), position));
            case Behind(var position) -> beginBehind(position);
            case Now() -> beginBehind(highest);
            case Since(var instant) -> coordinator.execute(() -> beginWith(instant, highest));
        }
    }

    // As long as something can be added before the first event of an instant, it may not be the first.
    private void beginWith(Instant instant, long highest) {
        try {
            head.await(highest);
            beginBehind(events.before(instant, highest));
            beginning.worked();
        } catch (RuntimeException notYet) {
            if (!coordinator.isShutdown()) {
                beginning.failed(notYet, Duration.ofMillis(CLAIM_INTERVAL));
                coordinator.schedule(() -> beginWith(instant, highest), CLAIM_INTERVAL, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void beginBehind(long position) {
        positions.place(processorName, subscription.segments(), position);
        goOn();
    }

    private synchronized void goOn() {
        placed = true;
        if (!paused) {
            quiet.run(processor::start);
        }
    }

    /** Handles nothing more, as soon as what it is at is done. */
    CompletableFuture<Void> pause() {
        synchronized (this) {
            paused = true;
        }
        var end = new CompletableFuture<CompletableFuture<Void>>();
        quiet.run(() -> end.complete(processor.shutdownAsync()));
        return end.thenCompose(ended -> ended);
    }

    synchronized void resume() {
        paused = false;
        if (placed) {
            quiet.run(processor::start);
        }
    }

    synchronized boolean isRunning() {
        return !paused;
    }

    /** Claims all segments again, and with them the position that they have now. */
    void claimAgain() {
        quiet.run(() -> processor.processingStatus().keySet()
                .forEach(segment -> processor.releaseSegment(segment, UNTIL_CLAIMED_AGAIN, TimeUnit.MILLISECONDS)));
    }

    Optional<String> failure(int segment) {
        return delivery.failure(segment);
    }

    /** Handles nothing more, and interrupts what it is at. */
    void end() {
        delivery.end();
        coordinator.shutdownNow();
        workers.shutdownNow();
    }
}
