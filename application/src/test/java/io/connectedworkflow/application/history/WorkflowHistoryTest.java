package io.connectedworkflow.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.history.EventHistory.Recorded;
import io.connectedworkflow.application.history.EventHistory.Recording;
import io.connectedworkflow.application.history.WorkflowHistory.Entry;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.domain.rule.Comparator;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.MappingType;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import io.connectedworkflow.domain.rule.Value;
import io.connectedworkflow.domain.rule.ValueType;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.RuleChanged;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDescribed;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a workflow was, and what has changed. */
class WorkflowHistoryTest {

    private static final Instant START = Instant.parse("2026-02-03T04:45:00.123Z");
    private static final Trigger WHEN_CREATED = new Trigger(TriggerType.CREATE, null, false);
    private static final Criteria FROM_WEB = new Criteria.Comparison(new FieldName("Lead_Source", null),
            Comparator.NOT_EQUAL, ValueType.VALUE, new Value("Web"));

    private static Instant at(int version) {
        return START.plusSeconds(version);
    }

    /** Each a second after the other, the first at second 1; the request of the third is not known. */
    private static WorkflowHistory history(WorkflowEvent... events) {
        var recorded = new ArrayList<Recorded>();
        for (var i = 0; i < events.length; i++) {
            recorded.add(new Recorded(events[i], i + 1, at(i + 1), i == 2 ? null : "request " + (i + 1)));
        }
        return new WorkflowHistory(Recording.of(recorded));
    }

    private static WorkflowDrafted drafted() {
        return new WorkflowDrafted("7", "org", "asha", "root", "contacts-process", null, "11", "Contacts", 42,
                "ENTERPRISE", "MANAGE_AUTOMATIONS", 25);
    }

    private static WorkflowRenamed renamed(String name) {
        return new WorkflowRenamed("7", "org", "ben", name);
    }

    private static WorkflowDeleted deleted() {
        return new WorkflowDeleted("7", "org", "ben");
    }

    private static WorkflowRestored restored() {
        return new WorkflowRestored("7", "org", "cho", 1, "root", "contacts-process", null, "11", "Contacts", 42,
                "ACTIVE", "asha", at(1).toString(), 25);
    }

    private static Optional<String> name(WorkflowHistory history, Moment moment) {
        return history.at(moment).map(WorkflowView::name);
    }

    @Test
    void knows_what_the_workflow_was_at_every_version() {
        var history = history(drafted(), renamed("two"), renamed("three"));

        assertThat(LongStream.rangeClosed(0, 4).mapToObj(version -> name(history, new Moment.Version(version))))
                .containsExactly(Optional.empty(), Optional.of("contacts-process"), Optional.of("two"),
                        Optional.of("three"), Optional.of("three"));
        assertThat(history.version()).isEqualTo(3);
    }

    @Test
    void knows_what_the_workflow_was_at_every_instant() {
        var history = history(drafted(), renamed("two"), renamed("three"));

        assertThat(name(history, new Moment.Time(at(1).minusNanos(1)))).isEmpty();
        assertThat(name(history, new Moment.Time(at(1)))).contains("contacts-process");
        assertThat(name(history, new Moment.Time(at(2).minusNanos(1)))).contains("contacts-process");
        assertThat(name(history, new Moment.Time(at(2)))).contains("two");
        assertThat(name(history, new Moment.Time(at(99)))).contains("three");
    }

    @Test
    void takes_all_that_happened_at_an_instant() {
        var history = new WorkflowHistory(Recording.of(List.of(new Recorded(drafted(), 1, at(1), null),
                new Recorded(renamed("two"), 2, at(1), null), new Recorded(renamed("three"), 3, at(1), null))));

        assertThat(name(history, new Moment.Time(at(1)))).contains("three");
    }

    @Test
    void knows_when_the_workflow_was_not_there() {
        var history = history(drafted(), new WorkflowActivated("7", "org", "ben", 25), deleted(), restored(),
                renamed("again"));

        assertThat(name(history, new Moment.Version(3))).isEmpty();
        assertThat(name(history, new Moment.Time(at(3)))).isEmpty();
        assertThat(name(history, new Moment.Version(4))).contains("contacts-process");
        var again = history.at(new Moment.Version(5)).orElseThrow();
        assertThat(again.createdAt()).isEqualTo(at(1));
        assertThat(again.createdBy()).isEqualTo("asha");
        assertThat(again.modifiedBy()).isEqualTo("ben");
        assertThat(again.status().name()).isEqualTo("ACTIVE");
        assertThat(again.version()).isEqualTo(5);
    }

    @Test
    void tells_what_happened_newest_first() {
        var history = history(drafted(), renamed("two"), new WorkflowDescribed("7", "org", "cho", "why"), deleted());

        assertThat(history.entries(Long.MAX_VALUE, 3).found()).containsExactly(
                new Entry(4, "workflow deleted", at(4), "ben", "request 4",
                        List.of(new Change("name", "two", null), new Change("description", "why", null),
                                new Change("status", "draft", null),
                                new Change("nodes[root]",
                                        Map.of("id", "root", "primary", true, "module",
                                                Map.of("id", "11", "api_name", "Contacts")),
                                        null))),
                new Entry(3, "workflow described", at(3), "cho", null,
                        List.of(new Change("description", null, "why"))),
                new Entry(2, "workflow renamed", at(2), "ben", "request 2",
                        List.of(new Change("name", "contacts-process", "two"))));
    }

    @Test
    void tells_what_happened_below_a_version() {
        var history = history(drafted(), renamed("two"), renamed("three"), renamed("four"));

        assertThat(versions(history.entries(4, 2))).containsExactly(3L, 2L);
        assertThat(versions(history.entries(2, 2))).containsExactly(1L);
        assertThat(history.entries(1, 2)).isEqualTo(new Slice<>(List.of(), false));
        assertThat(versions(history.entries(Long.MAX_VALUE, Integer.MAX_VALUE))).hasSize(4);
        assertThat(List.of(history.entries(4, 2).more(), history.entries(4, 3).more())).containsExactly(true, false);
    }

    private static List<Long> versions(Slice<Entry> entries) {
        return entries.found().stream().map(Entry::version).toList();
    }

    @Test
    void tells_no_more_at_once_than_has_a_bounded_length() {
        var events = new ArrayList<WorkflowEvent>(List.of(drafted()));
        IntStream.range(0, 100).forEach(i -> events
                .add(new WorkflowDescribed("7", "org", "cho", Character.toString('a' + i % 2).repeat(200_000))));
        var history = history(events.toArray(WorkflowEvent[]::new));

        var newest = history.entries(Long.MAX_VALUE, 200);
        assertThat(newest.more()).isTrue();
        assertThat(versions(newest)).hasSizeBetween(5, 10).startsWith(101L, 100L);
        var next = history.entries(versions(newest).getLast(), 200);
        assertThat(versions(next)).startsWith(versions(newest).getLast() - 1);
    }

    @Test
    void keeps_no_event_once_it_is_folded() {
        var events = 400;
        // Together they would not fit into the memory of this test.
        var recording = new Recording() {
            @Override
            public long version() {
                return events;
            }

            @Override
            public Iterator<Recorded> iterator() {
                return IntStream.rangeClosed(1, events).mapToObj(i -> new Recorded(
                        i == 1
                                ? drafted()
                                : new WorkflowDescribed("7", "org", "cho", Integer.toString(i).repeat(5_000_000)),
                        i, at(i), null)).iterator();
            }
        };
        var history = new WorkflowHistory(recording);

        assertThat(history.at(new Moment.Now()).orElseThrow().version()).isEqualTo(events);
        assertThat(versions(history.entries(Long.MAX_VALUE, 3))).containsExactly((long) events);
    }

    @Test
    void finds_no_change_between_a_state_and_itself() {
        var history = history(drafted(), renamed("two"), renamed("contacts-process"));

        assertThat(history.difference(new Moment.Version(1), new Moment.Version(3)).changes()).isEmpty();
        assertThat(history.difference(new Moment.Version(0), new Moment.Version(0)).changes()).isEmpty();
    }

    @Test
    void does_not_take_another_order_for_a_change() {
        var history = history(drafted(), node("a"), node("b"), new NodeRemoved("7", "org", "ben", "a", List.of(),
                List.of()), node("a"));

        assertThat(history.difference(new Moment.Version(3), new Moment.Version(5)).changes()).isEmpty();
    }

    private static NodeAdded node(String id) {
        return new NodeAdded("7", "org", "ben", id, "12", "Deals");
    }

    private static List<Change> changes(WorkflowEvent... events) {
        var all = new ArrayList<WorkflowEvent>(List.of(drafted(), node("deals"),
                new ConnectionAdded("7", "org", "ben", "c", "root", "deals"),
                new RuleAdded("7", "org", "ben", "r", "root", WHEN_CREATED, conditions(null, "Open a deal", "New"))));
        all.addAll(List.of(events));
        return history(all.toArray(WorkflowEvent[]::new))
                .difference(new Moment.Version(4), new Moment.Version(all.size())).changes();
    }

    private static List<Condition> conditions(@Nullable Criteria criteria, String name, String value) {
        var mapping = new FieldMapping(new FieldName("Deal_Name", "9"), MappingType.STATIC, new Value(value));
        return List.of(new Condition("c-1", 1, criteria,
                List.of(new Action("a-1", ActionType.CREATE_CONNECTED_RECORD, name,
                        new NewRecord("12", "Deals", "91023", List.of(mapping))),
                        new Action("5", ActionType.FIELD_UPDATES, null, null),
                        new Action("5", ActionType.EMAIL_NOTIFICATIONS, null, null))));
    }

    @Test
    void names_the_part_of_a_rule_that_is_different() {
        var when = new Trigger(TriggerType.FIELD_UPDATE, FROM_WEB, true);
        var criterion = Map.of("comparator", "not_equal", "type", "value", "value", "Web", "field", field(null));
        var conditions = "rules[r].conditions[c-1].";
        var action = conditions + "instant_actions.actions[create_connected_record a-1].";

        assertThat(changes(new RuleChanged("7", "org", "ben", "r", when, conditions(FROM_WEB, "Open", "Old"))))
                .containsExactly(new Change("rules[r].execute_when.type", "create", "field_update"),
                        new Change("rules[r].execute_when.details.repeat", false, true),
                        new Change("rules[r].execute_when.details.criteria", null, criterion),
                        new Change(conditions + "criteria_details.criteria", null, criterion),
                        new Change(action + "name", "Open a deal", "Open"),
                        new Change(action + "details.field_mappings", List.of(mapping("New")),
                                List.of(mapping("Old"))));
    }

    private static Map<String, @Nullable Object> field(@Nullable String id) {
        var field = new HashMap<String, @Nullable Object>();
        field.put("api_name", id == null ? "Lead_Source" : "Deal_Name");
        field.put("id", id);
        return field;
    }

    private static Map<String, Object> mapping(String value) {
        return Map.of("field", field("9"), "type", "static", "value", value);
    }

    @Test
    void tells_two_actions_apart_that_have_the_same_id() {
        var fewer = conditions(null, "Open a deal", "New");
        var kept = new Condition("c-1", 1, null, fewer.getFirst().actions().subList(0, 2));

        assertThat(changes(new RuleChanged("7", "org", "ben", "r", null, List.of(kept)))).singleElement()
                .satisfies(change -> {
                    assertThat(change.path()).isEqualTo(
                            "rules[r].conditions[c-1].instant_actions.actions[email_notifications 5]");
                    assertThat(change.to()).isNull();
                });
    }

    @Test
    void tells_what_went_with_a_node() {
        assertThat(changes(new NodeRemoved("7", "org", "ben", "deals", List.of("c"), List.of())))
                .extracting(Change::path).containsExactly("nodes[deals]", "connections[c]");
    }
}
