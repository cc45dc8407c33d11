package io.connectedworkflow.infrastructure.subscription;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.audit.LogPoint.Time;
import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.subscription.SubscriptionStatus;
import io.connectedworkflow.application.subscription.SubscriptionStatus.Segment;
import io.connectedworkflow.infrastructure.eventstore.PrivateAxon;
import io.connectedworkflow.infrastructure.eventstore.SafeHead;
import io.connectedworkflow.infrastructure.eventstore.StoredEvents;
import io.connectedworkflow.infrastructure.eventstore.StoredPositions;
import io.connectedworkflow.infrastructure.eventstore.StoredPositions.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Subscriptions by Axon's streaming processors, each with its positions under a name of its own. */
final class AxonSubscriptions implements EventSubscriptions, AutoCloseable {

    private static final String PREFIX = "subscription/";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TIME_TO_END = Duration.ofMillis(1500);

    private final PrivateAxon axon;
    private final SafeHead head;
    private final HeadWatch watch;
    private final LogSource source;
    private final StoredEvents events;
    private final StoredPositions positions;
    private final Map<String, Subscriber> here = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param interval how often is looked for new events, while any subscription runs
     */
    AxonSubscriptions(PrivateAxon axon, SafeHead head, Duration interval) {
        this.axon = axon;
        this.head = head;
        events = axon.storedEvents();
        positions = axon.storedPositions();
        watch = new HeadWatch(head, interval, PATIENCE);
        source = new LogSource(events, watch);
    }

    @Override
    public void start(EventSubscription subscription) {
        var name = subscription.name();
        var subscriber = new Subscriber(subscription, PREFIX + name, axon, head, source);
        if (here.putIfAbsent(name, subscriber) != null) {
            subscriber.end();
            throw new IllegalStateException("A subscription named '" + name + "' was started before");
        }
        try {
            subscriber.begin();
        } catch (RuntimeException failure) {
            here.remove(name);
            subscriber.end();
            throw failure;
        }
    }

    @Override
    public void pause(String name) {
        startedHere(name).pause().join();
    }

    @Override
    public void resume(String name) {
        startedHere(name).resume();
    }

    private Subscriber startedHere(String name) {
        return Optional.ofNullable(here.get(name)).orElseThrow(
                () -> new NoSuchElementException("No subscription named '" + name + "' was started on this node"));
    }

    @Override
    public List<SubscriptionStatus> list() {
        return statuses(positions.where(PREFIX + "%"));
    }

    @Override
    public Optional<SubscriptionStatus> find(String name) {
        return statuses(positions.of(PREFIX + name)).stream().findFirst();
    }

    private List<SubscriptionStatus> statuses(List<Stored> stored) {
        var highest = head.highest();
        Function<List<Stored>, SubscriptionStatus> status = segments -> status(segments, highest);
        return List.copyOf(stored.stream()
                .collect(groupingBy(Stored::processor, TreeMap::new, collectingAndThen(toList(), status))).values());
    }

    private SubscriptionStatus status(List<Stored> segments, long highest) {
        var name = segments.getFirst().processor().substring(PREFIX.length());
        var subscriber = Optional.ofNullable(here.get(name));
        return new SubscriptionStatus(name, subscriber.filter(Subscriber::isRunning).isPresent(), segments.stream()
                .map(segment -> new Segment(segment.segment(), segment.position(), segment.position() >= highest,
                        segment.owner(), subscriber.flatMap(one -> one.failure(segment.segment())).orElse(null)))
                .toList());
    }

    @Override
    public void replay(String name, LogPoint from) {
        if (positions.of(PREFIX + name).isEmpty()) {
            throw new NoSuchElementException("No subscription named '" + name + "' ever began");
        }
        positions.moveBack(PREFIX + name, before(from));
        Optional.ofNullable(here.get(name)).ifPresent(Subscriber::claimAgain);
    }

    private long before(LogPoint point) {
        var highest = head.highest();
        return switch (point) {
            case Position(var number) when number < 0 || number > highest -> throw new IllegalArgumentException(
                    "The log has positions up to " + highest + ", and not " + number);
            case Position(var number) -> Math.max(0, number - 1);
            case Time(var instant) -> events.before(instant, highest);
        };
    }

    /** Lets all handlers end what they are at, as far as that can be done in a moment, and interrupts the others. */
    @Override
    public void close() {
        var ends = here.values().stream().map(Subscriber::pause).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends).exceptionally(failure -> null)
                .completeOnTimeout(null, TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS).join();
        here.values().forEach(Subscriber::end);
        here.clear();
        watch.clear();
    }
}
