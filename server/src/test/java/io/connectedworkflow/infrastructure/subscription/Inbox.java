package io.connectedworkflow.infrastructure.subscription;

import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.subscription.DeliveredEvent;
import io.connectedworkflow.application.subscription.EventSubscription.Handler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Remembers what it was told, in that order. */
final class Inbox implements Handler {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final List<DeliveredEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void handle(DeliveredEvent event) {
        events.add(event);
    }

    List<DeliveredEvent> events() {
        return List.copyOf(events);
    }

    List<DeliveredEvent> of(String workflowId) {
        return events.stream().filter(event -> event.workflowId().equals(workflowId)).toList();
    }

    List<Long> positions() {
        return events.stream().map(DeliveredEvent::position).toList();
    }

    void forget() {
        events.clear();
    }

    void awaitAll(Collection<Long> positions) {
        await().atMost(LONG_ENOUGH).until(() -> positions().containsAll(positions));
    }

    void awaitAny(Predicate<DeliveredEvent> wanted) {
        await().atMost(LONG_ENOUGH).until(() -> events.stream().anyMatch(wanted));
    }
}
