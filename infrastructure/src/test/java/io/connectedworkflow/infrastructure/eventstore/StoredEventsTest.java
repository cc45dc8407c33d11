package io.connectedworkflow.infrastructure.eventstore;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.domain.rule.Comparator;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Criteria.Comparison;
import io.connectedworkflow.domain.rule.Criteria.Group;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.MappingType;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Operator;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import io.connectedworkflow.domain.rule.Value;
import io.connectedworkflow.domain.rule.ValueType;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.RuleChanged;
import io.connectedworkflow.domain.workflow.event.RuleRemoved;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeactivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDescribed;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever was stored once must be readable for ever, and nothing but an event is ever read. */
class StoredEventsTest {

    /**
     * What each sample must read as today. The samples are the files {@code events/<logical name>.<revision>.json}, one
     * of every revision ever released: they are added, never changed or removed.
     */
    private static final String WORKFLOW = "4876876000019340001";
    private static final String ORGANIZATION = "4876876000000000001";
    private static final String USER = "4876876000000327001";

    private static final Map<String, WorkflowEvent> SAMPLES = Map.ofEntries(
            entry("WorkflowDrafted.1",
                    new WorkflowDrafted("4876876000019340001", "4876876000000000001", "4876876000000327001",
                            "4876876000019340002", " K\u00e4ufer-Prozess \\ \ud83d\ude80",
                            "from \"first call\"\nto invoice",
                            "4876876000000002179", "Contacts", 9_007_199_254_740_993L, "ENTERPRISE",
                            "MANAGE_CONNECTED_WORKFLOWS", 25)),
            entry("WorkflowRenamed.1", new WorkflowRenamed(WORKFLOW, ORGANIZATION, USER, "other")),
            entry("WorkflowDescribed.1", new WorkflowDescribed(WORKFLOW, ORGANIZATION, USER, null)),
            entry("WorkflowActivated.1", new WorkflowActivated(WORKFLOW, ORGANIZATION, USER, 25)),
            entry("WorkflowDeactivated.1", new WorkflowDeactivated(WORKFLOW, ORGANIZATION, USER)),
            entry("WorkflowDeleted.1", new WorkflowDeleted(WORKFLOW, ORGANIZATION, USER)),
            entry("NodeAdded.1",
                    new NodeAdded(WORKFLOW, ORGANIZATION, USER, "4876876000019340007", "4876876000000002181", "Deals")),
            entry("NodeRemoved.1",
                    new NodeRemoved(WORKFLOW, ORGANIZATION, USER, "4876876000019340007", List.of("4876876000019340008"),
                            List.of())),
            entry("ConnectionAdded.1",
                    new ConnectionAdded(WORKFLOW, ORGANIZATION, USER, "4876876000019340008", "4876876000019340002",
                            "4876876000019340007")),
            entry("ConnectionRemoved.1", new ConnectionRemoved(WORKFLOW, ORGANIZATION, USER, "4876876000019340008")),
            entry("WorkflowRestored.1",
                    new WorkflowRestored(WORKFLOW, ORGANIZATION, USER, 7, "4876876000019340002", "contacts-process",
                            null, "4876876000000002179", "Contacts", 42, "INACTIVE", "4876876000000327002",
                            "2026-02-03T04:45:00.123Z", 25)),
            entry("RuleAdded.1", ruleAdded()),
            entry("RuleChanged.1",
                    new RuleChanged(WORKFLOW, ORGANIZATION, USER, "4876876000019340011",
                            new Trigger(TriggerType.CREATE_OR_EDIT, null, false), null)),
            entry("RuleRemoved.1", new RuleRemoved(WORKFLOW, ORGANIZATION, USER, "4876876000019340011")));

    // Exact to the last digit, as the log is.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();
    private static final AtomicBoolean TRAP_SPRUNG = new AtomicBoolean();

    private final EventSerializer serializer = new EventSerializer();

    /** Tells when its name in the log wakes it. */
    private static final class Trap {
        static {
            TRAP_SPRUNG.set(true);
        }
    }

    private static RuleAdded ruleAdded() {
        var source = new Comparison(new FieldName("Lead_Source", "4876876000000002601"), Comparator.EQUAL,
                ValueType.VALUE, new Value("Web"));
        var amount = new Comparison(new FieldName("Amount", null), Comparator.BETWEEN, ValueType.VALUE,
                new Value(List.of(new BigDecimal("1.50"), new BigDecimal("12345678901234567890123456789012345678"))));
        var owner = new Comparison(new FieldName("Owner", null), Comparator.EQUAL, ValueType.MERGE_FIELD,
                new Value("${!Users.Name}"));
        var rank = new HashMap<String, @Nullable Object>(Map.of("id", "4876876000000002701", "vip", true));
        rank.put("rank", null);
        var account = new Comparison(new FieldName("Account", null), Comparator.NOT_EQUAL, ValueType.VALUE,
                new Value(rank));
        var deal = new NewRecord("4876876000000002181", "Deals", "4876876000000091023",
                List.of(new FieldMapping(new FieldName("Deal_Name", null), MappingType.STATIC, new Value("New"))));
        return new RuleAdded(WORKFLOW, ORGANIZATION, USER, "4876876000019340011", "4876876000019340002",
                new Trigger(TriggerType.FIELD_UPDATE, source, true),
                List.of(new Condition("4876876000019340012", 1,
                        new Group(Operator.AND, List.of(amount, new Group(Operator.OR, List.of(owner, account)))),
                        List.of(new Action("4876876000019340013", ActionType.CREATE_CONNECTED_RECORD, "Open a deal",
                                deal),
                                new Action("4876876000019340501", ActionType.FIELD_UPDATES, null, null))),
                        new Condition("4876876000019340014", 2, null, List.of(new Action("4876876000019340601",
                                ActionType.EMAIL_NOTIFICATIONS, "K\u00e4ufer", null)))));
    }

    private static Path samples() throws URISyntaxException {
        return Path.of(requireNonNull(StoredEventsTest.class.getResource("/events")).toURI());
    }

    static Set<String> storedSamples() throws IOException, URISyntaxException {
        try (var files = Files.list(samples())) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", "")).collect(toSet());
        }
    }

    private static String stored(String sample) throws IOException, URISyntaxException {
        return Files.readString(samples().resolve(sample + ".json"));
    }

    /** The sample of every event as it is written today. */
    static Set<String> currentSamples() {
        return events(WorkflowEvent.class)
                .map(event -> event.getSimpleName() + "." + requireNonNull(event.getAnnotation(Revision.class)).value())
                .collect(toSet());
    }

    private static Stream<Class<?>> events(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(StoredEventsTest::events)
                : Stream.of(type);
    }

    private static String name(String sample) {
        return sample.substring(0, sample.lastIndexOf('.'));
    }

    private static String revision(String sample) {
        return sample.substring(sample.lastIndexOf('.') + 1);
    }

    private static WorkflowEvent event(String sample) {
        return requireNonNull(SAMPLES.get(sample), sample);
    }

    private @Nullable Object read(String name, @Nullable String revision, String json) {
        return serializer.deserialize(
                new SimpleSerializedObject<>(json, String.class, new SimpleSerializedType(name, revision)));
    }

    private JsonNode written(WorkflowEvent event) {
        return JSON.readTree(serializer.serialize(event, String.class).getData());
    }

    // Samples

    @Test
    void there_is_a_sample_of_every_event_in_its_newest_revision() throws Exception {
        assertThat(storedSamples()).containsAll(currentSamples());
    }

    @Test
    void it_is_said_of_every_sample_what_it_means() throws Exception {
        assertThat(storedSamples()).isEqualTo(SAMPLES.keySet());
    }

    @ParameterizedTest
    @MethodSource("storedSamples")
    void an_event_is_read_as_it_was_meant(String sample) throws Exception {
        assertThat(read(name(sample), revision(sample), stored(sample))).isEqualTo(event(sample));
    }

    @ParameterizedTest
    @MethodSource("currentSamples")
    void an_event_is_written_like_its_newest_sample(String sample) throws Exception {
        assertThat(written(event(sample))).isEqualTo(JSON.readTree(stored(sample)));
    }

    @ParameterizedTest
    @MethodSource("currentSamples")
    void an_event_is_stored_under_a_logical_name_and_a_revision(String sample) {
        assertThat(serializer.serialize(event(sample), String.class).getType())
                .isEqualTo(new SimpleSerializedType(name(sample), revision(sample)));
    }

    @Test
    void a_description_that_was_not_given_stays_so() {
        var drafted = new WorkflowDrafted("1", "2", "3", "4", "contacts-process", null, "5", "Contacts", 1,
                "STANDARD", "MANAGE_AUTOMATIONS", 5);

        assertThat(written(drafted).get("description").isNull()).isTrue();
        assertThat(read("WorkflowDrafted", "1", written(drafted).toString())).isEqualTo(drafted);
    }

    @ParameterizedTest
    @MethodSource("storedSamples")
    void fields_that_nobody_knows_are_ignored(String sample) throws Exception {
        var json = (ObjectNode) JSON.readTree(stored(sample));
        json.put("@class", "java.net.URL").put("@type", "java.net.URL").put("fromTheFuture", 1);
        json.putObject("alsoFromTheFuture").putArray("with").add("structure");

        assertThat(read(name(sample), revision(sample), json.toString())).isEqualTo(event(sample));
    }

    // Names

    @ParameterizedTest
    @ValueSource(strings = {"WorkflowForgotten", "workflowdrafted", "WorkflowEvent", "CreateConnectedWorkflow", "",
        "java.net.URL", "java.lang.String", "io.connectedworkflow.domain.workflow.event.WorkflowDrafted",
        "[Ljava.net.URL;"})
    void a_name_of_no_event_is_read_as_something_unknown(String name) throws Exception {
        assertThat(serializer.classForType(new SimpleSerializedType(name, "1")))
                .isEqualTo(UnknownSerializedType.class);
        assertThat(read(name, "1", stored("WorkflowDrafted.1"))).isInstanceOf(UnknownSerializedType.class);
    }

    @Test
    void the_name_of_a_class_never_wakes_it() throws Exception {
        var trap = read(Trap.class.getName(), "1", stored("WorkflowDrafted.1"));

        assertThat(trap).isInstanceOf(UnknownSerializedType.class);
        assertThat(TRAP_SPRUNG).isFalse();
    }

    // Metadata

    @Test
    void metadata_is_stored_under_a_logical_name_too() {
        var stored = serializer.serialize(MetaData.with("requestId", "request-1"), String.class);

        assertThat(stored.getType()).isEqualTo(new SimpleSerializedType("MetaData", null));
        assertThat(JSON.readTree(stored.getData())).isEqualTo(JSON.readTree("{\"requestId\":\"request-1\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MetaData", "org.axonframework.messaging.MetaData"})
    void metadata_is_read_by_its_name_and_by_the_one_axon_asks_for(String name) {
        assertThat(read(name, null, "{\"requestId\":\"request-1\",\"@class\":\"java.net.URL\"}"))
                .isEqualTo(MetaData.with("requestId", "request-1").and("@class", "java.net.URL"));
    }
}
