package com.example.sales.feed;

import io.connectedworkflow.application.subscription.DeliveredEvent;
import io.connectedworkflow.application.subscription.EventSubscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Sends every event of connected workflows on to Kafka, where a broker is configured: at least once, and those of a workflow
 * in their order, since its id is the key. The value is the event as a JSON object; what else is known of it is in headers.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.kafka.bootstrap-servers")
public class KafkaFeed {

    /** Where the events are. */
    public static final String TOPIC = "connected-workflow-events";

    /** The subscription that sends them. */
    public static final String SUBSCRIPTION = "kafka";

    /** The same at every delivery, so that who gets an event twice can tell. */
    public static final String EVENT_ID = "event-id";

    /** More than the producer itself takes until it gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    NewTopic workflowEventsTopic() {
        return TopicBuilder.name(TOPIC).partitions(3).build();
    }

    /** The position behind an event is stored when the broker has acknowledged it, and not before. */
    @Bean
    EventSubscription workflowEventsToKafka(KafkaTemplate<String, String> kafka) {
        return EventSubscription.named(SUBSCRIPTION).inSegments(2).handledBy(
                event -> kafka.send(message(event)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static ProducerRecord<String, String> message(DeliveredEvent event) {
        var message = new ProducerRecord<>(TOPIC, null, event.time().toEpochMilli(), event.workflowId(), event.data());
        header(message, EVENT_ID, event.eventId());
        header(message, "event-name", event.name());
        header(message, "event-revision", event.revision());
        header(message, "workflow-version", Long.toString(event.version()));
        header(message, "position", Long.toString(event.position()));
        header(message, "request-id", event.requestId());
        return message;
    }

    private static void header(ProducerRecord<String, String> message, String name, @Nullable String value) {
        if (value != null) {
            message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
