package io.connectedworkflow.infrastructure.subscription;

import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.infrastructure.CannotStartException;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Runs the subscriptions that a host has declared from when everything else is there until its end begins. */
final class SubscriptionLifecycle implements SmartLifecycle {

    private final AxonSubscriptions subscriptions;
    private final List<EventSubscription> declared;
    private volatile boolean running;

    SubscriptionLifecycle(AxonSubscriptions subscriptions, List<EventSubscription> declared) {
        this.subscriptions = subscriptions;
        this.declared = declared;
    }

    @Override
    public void start() {
        running = true;
        declared.forEach(this::start);
    }

    private void start(EventSubscription subscription) {
        try {
            subscriptions.start(subscription);
        } catch (IllegalArgumentException | IllegalStateException wrong) {
            throw new CannotStartException("a declared subscription cannot start: " + wrong.getMessage());
        }
    }

    /** Stops those too that were started otherwise. */
    @Override
    public void stop() {
        running = false;
        subscriptions.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
