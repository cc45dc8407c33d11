package io.connectedworkflow.infrastructure.subscription;

import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.eventstore.PrivateAxon;
import io.connectedworkflow.infrastructure.eventstore.SafeHead;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the subscriptions that a host declares as beans as long as its context does. */
@Configuration(proxyBeanMethods = false)
public class SubscriptionConfiguration {

    @Bean
    AxonSubscriptions connectedWorkflowSubscriptions(PrivateAxon axon, Database database,
            ConnectedWorkflowProperties properties) {
        return new AxonSubscriptions(axon, new SafeHead(database), properties.subscriptions().pollInterval());
    }

    @Bean
    SubscriptionLifecycle connectedWorkflowSubscriptionLifecycle(AxonSubscriptions subscriptions,
            ObjectProvider<EventSubscription> declared, ConnectedWorkflowProperties properties) {
        return new SubscriptionLifecycle(subscriptions,
                properties.subscriptions().enabled() ? declared.orderedStream().toList() : List.of());
    }
}
