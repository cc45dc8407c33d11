package com.example.sales;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.sales.account.Member;
import com.example.sales.feed.KafkaFeed;
import com.example.sales.playbook.Playbooks;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Whoever reads the topic gets every event, in the order of its workflow, whatever happens to the broker. */
@SalesTest
@DirtiesContext
class KafkaFeedTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);
    private static final Duration A_MOMENT = Duration.ofMillis(200);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final EmbeddedKafkaKraftBroker BROKER = broker();

    @Autowired
    private TestAccounts accounts;
    @Autowired
    private Playbooks playbooks;
    @Autowired
    private ConnectedWorkflows workflows;
    @Autowired
    private EventSubscriptions subscriptions;
    @Autowired
    private JdbcClient jdbc;

    private Member lead;

    // It keeps its port, so that it is found again after a failure.
    private static EmbeddedKafkaKraftBroker broker() {
        var broker = new EmbeddedKafkaKraftBroker(1, 1).kafkaPorts(freePort());
        broker.afterPropertiesSet();
        return broker;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @DynamicPropertySource
    static void configureTheBroker(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", BROKER::getBrokersAsString);
        properties.add("spring.kafka.producer.properties.max.block.ms", () -> "1000");
        properties.add("spring.kafka.producer.properties.request.timeout.ms", () -> "1000");
        properties.add("spring.kafka.producer.properties.delivery.timeout.ms", () -> "1500");
    }

    @AfterAll
    static void stopTheBroker() {
        BROKER.destroy();
    }

    @BeforeEach
    void have_an_account() {
        lead = accounts.leadOn("company");
    }

    /** Four events. */
    private String live(String title, String recordType) {
        var id = requireNonNull(playbooks.draft(lead, title, "A second call", recordType).getWorkflowId());
        workflows.update(lead.caller().inRequest("rename"), id, null,
                WorkflowChange.builder().name(title + "!").build()).orElseThrow();
        workflows.activate(lead.caller(), id, null).orElseThrow();
        workflows.deactivate(lead.caller(), id, null).orElseThrow();
        return id;
    }

    private record Stored(String eventId, String name, String revision, long version, long position, String requestId,
            OffsetDateTime time, String payload) {}

    private List<Stored> log(String workflowId) {
        return jdbc.sql("""
            select * from connected_workflow.domain_event where aggregate_identifier = ? order by sequence_number""")
                .param(workflowId)
                .query((row, number) -> new Stored(row.getString("event_identifier"), row.getString("payload_type"),
                        row.getString("payload_revision"), row.getLong("sequence_number") + 1,
                        row.getLong("global_index"),
                        JSON.readTree(row.getString("meta_data")).get("requestId").asString(),
                        row.getObject("time_stamp", OffsetDateTime.class), row.getString("payload")))
                .list();
    }

    /** All messages about a workflow, in their order; more than once where they were sent more than once. */
    private static List<ConsumerRecord<String, String>> messages(String workflowId) {
        var settings = Map.<String, Object>of("bootstrap.servers", BROKER.getBrokersAsString(), "enable.auto.commit",
                "false");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(KafkaFeed.TOPIC).stream()
                    .map(partition -> new TopicPartition(KafkaFeed.TOPIC, partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var messages = new ArrayList<ConsumerRecord<String, String>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(A_MOMENT).forEach(messages::add);
            }
            return messages.stream().filter(message -> message.key().equals(workflowId)).toList();
        }
    }

    private static String header(ConsumerRecord<String, String> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** What is left of the messages for who has seen an event before by its id. */
    private static List<ConsumerRecord<String, String>> once(List<ConsumerRecord<String, String>> messages) {
        return List.copyOf(messages.stream().collect(Collectors.toMap(
                message -> header(message, KafkaFeed.EVENT_ID), Function.identity(), (first, again) -> first,
                LinkedHashMap::new)).values());
    }

    private static Stored stored(ConsumerRecord<String, String> message, OffsetDateTime time) {
        return new Stored(header(message, KafkaFeed.EVENT_ID), header(message, "event-name"),
                header(message, "event-revision"), Long.parseLong(header(message, "workflow-version")),
                Long.parseLong(header(message, "position")), header(message, "request-id"), time, message.value());
    }

    private void awaitOnce(String workflowId) {
        var log = log(workflowId);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(once(messages(workflowId)))
                .extracting(message -> header(message, KafkaFeed.EVENT_ID))
                .containsExactlyElementsOf(log.stream().map(Stored::eventId).toList()));
    }

    @Test
    void every_event_arrives_with_all_that_is_known_of_it_in_the_order_of_its_workflow() {
        var ids = IntStream.range(0, 3)
                .mapToObj(n -> live("Playbook " + n, List.of("Deals", "Contacts", "Quotes").get(n)))
                .toList();

        for (var id : ids) {
            awaitOnce(id);
            var log = log(id);
            var messages = messages(id);
            assertThat(messages).hasSameSizeAs(log).extracting(ConsumerRecord::partition).containsOnly(
                    messages.getFirst().partition());
            for (var i = 0; i < log.size(); i++) {
                var event = log.get(i);
                var message = messages.get(i);
                assertThat(JSON.readTree(message.value())).isEqualTo(JSON.readTree(event.payload()));
                assertThat(message.timestamp()).isEqualTo(event.time().toInstant().toEpochMilli());
                assertThat(stored(message, event.time())).usingRecursiveComparison().ignoringFields("payload")
                        .isEqualTo(event);
            }
            assertThat(header(messages.get(1), "request-id")).isEqualTo("rename");
        }
    }

    @Test
    void no_event_is_missing_that_the_broker_refused_at_first() {
        awaitOnce(live("Before", "Deals"));
        acceptMessagesUpTo(10);
        String meanwhile;
        try {
            meanwhile = live("Meanwhile", "Contacts");
            awaitFailure();
        } finally {
            acceptMessagesUpTo(1 << 20);
        }

        awaitOnce(meanwhile);
    }

    private static void acceptMessagesUpTo(int bytes) {
        var setting = new AlterConfigOp(new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                AlterConfigOp.OpType.SET);
        BROKER.doWithAdmin(admin -> assertThat(admin.incrementalAlterConfigs(
                Map.of(new ConfigResource(ConfigResource.Type.TOPIC, KafkaFeed.TOPIC), List.of(setting))).all()
                .toCompletionStage()).succeedsWithin(LONG_ENOUGH));
    }

    private void awaitFailure() {
        await().atMost(LONG_ENOUGH).until(() -> subscriptions.find(KafkaFeed.SUBSCRIPTION).orElseThrow().segments()
                .stream().anyMatch(segment -> segment.failure() != null));
    }

    @Test
    void no_event_is_missing_after_the_broker_has_failed() {
        var before = live("Before", "Deals");
        awaitOnce(before);
        var server = requireNonNull(requireNonNull(BROKER.getCluster()).brokers().get(0));
        server.shutdown();
        server.awaitShutdown();

        String meanwhile;
        try {
            meanwhile = live("Meanwhile", "Contacts");
            awaitFailure();
        } finally {
            server.startup();
        }
        var after = live("After", "Quotes");

        awaitOnce(before);
        awaitOnce(meanwhile);
        awaitOnce(after);
    }
}
