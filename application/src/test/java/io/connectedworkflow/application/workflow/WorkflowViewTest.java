package io.connectedworkflow.application.workflow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.rule.Rules;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import io.connectedworkflow.domain.workflow.Connection;
import io.connectedworkflow.domain.workflow.Diagram;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader sees once an event has happened. */
class WorkflowViewTest {

    private static final String ID = "4876876000019340001";
    private static final Instant THEN = Instant.parse("2026-02-03T04:45:00.123Z");
    private static final Node ROOT = new Node("4876876000019340002", "4876876000000002179", "Contacts");

    private static WorkflowDrafted drafted(String name, @Nullable String description) {
        return new WorkflowDrafted(ID, "org-1", "asha", ROOT.id(), name, description, ROOT.moduleId(),
                ROOT.moduleApiName(), 42, "ENTERPRISE", "MANAGE_AUTOMATIONS", 25);
    }

    @Test
    void shows_a_drafted_workflow() {
        var view = WorkflowView.after(null, drafted("contacts-process", "from first call to invoice"), 1, THEN);

        assertThat(view).isEqualTo(new WorkflowView(ID, "org-1", 1, "contacts-process", "from first call to invoice",
                WorkflowStatus.DRAFT, 42, THEN, "asha", THEN, "asha", Diagram.of(ROOT), Rules.NONE));
    }

    @Test
    void shows_a_workflow_without_a_description() {
        var view = WorkflowView.after(null, drafted("contacts-process", null), 1, THEN);

        assertThat(view).isEqualTo(new WorkflowView(ID, "org-1", 1, "contacts-process", null, WorkflowStatus.DRAFT, 42,
                THEN, "asha", THEN, "asha", Diagram.of(ROOT), Rules.NONE));
    }

    @Test
    void starts_at_its_first_node() {
        var view = requireNonNull(WorkflowView.after(null, drafted("contacts-process", null), 1, THEN));

        assertThat(view.diagram().root()).isEqualTo(ROOT);
    }

    @Test
    void shows_times_in_whole_milliseconds_and_never_later_than_they_were() {
        var view = requireNonNull(WorkflowView.after(null, drafted("contacts-process", null), 1,
                Instant.parse("2026-02-03T04:45:00.123999999Z")));

        assertThat(view.createdAt()).isEqualTo(THEN);
        assertThat(view.modifiedAt()).isEqualTo(THEN);
    }

    @Test
    void stays_as_it_is_when_it_already_has_the_event() {
        var view = WorkflowView.after(null, drafted("contacts-process", null), 2, THEN);

        assertThat(WorkflowView.after(view, drafted("another-process", "again"), 2, THEN.plusSeconds(1)))
                .isSameAs(view);
        assertThat(WorkflowView.after(view, drafted("another-process", "again"), 1, THEN.plusSeconds(1)))
                .isSameAs(view);
    }

    @Test
    void is_never_drafted_twice() {
        var view = WorkflowView.after(null, drafted("contacts-process", null), 1, THEN);

        assertThatThrownBy(() -> WorkflowView.after(view, drafted("contacts-process", null), 2, THEN))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining(ID);
    }

    @Test
    void does_not_change_with_the_lists_it_was_made_from() {
        var nodes = new ArrayList<>(List.of(ROOT));
        var connections = new ArrayList<>(List.of(new Connection("5", "1", "2")));
        var diagram = new Diagram(nodes, connections);

        nodes.clear();
        connections.clear();

        assertThat(diagram.nodes()).containsExactly(ROOT);
        assertThat(diagram.connections()).containsExactly(new Connection("5", "1", "2"));
    }

    // What changes a workflow

    private static final Instant LATER = Instant.parse("2026-02-04T05:06:07.089Z");
    private static final Node LEADS = new Node("leads", "4876876000000002175", "Leads");
    private static final Node DEALS = new Node("deals", "4876876000000002181", "Deals");
    private static final Connection TO_LEADS = new Connection("1", ROOT.id(), "leads");
    private static final Connection TO_DEALS = new Connection("2", "leads", "deals");
    private static final Connection PAST_LEADS = new Connection("3", ROOT.id(), "deals");

    private static final Diagram DIAGRAM = new Diagram(List.of(ROOT, LEADS, DEALS),
            List.of(TO_LEADS, TO_DEALS, PAST_LEADS));

    private static final Trigger WHEN_CREATED = new Trigger(TriggerType.CREATE, null, false);
    private static final Trigger WHEN_EDITED = new Trigger(TriggerType.EDIT, null, true);
    private static final List<Condition> UPDATES = List.of(new Condition("c-1", 1, null,
            List.of(new Action("u-1", ActionType.FIELD_UPDATES, null, null))));
    private static final List<Condition> EMAILS = List.of(new Condition("c-2", 2, null,
            List.of(new Action("e-1", ActionType.EMAIL_NOTIFICATIONS, "hello", null))));
    private static final Rule OF_ROOT = new Rule("r-1", ROOT.id(), WHEN_CREATED, UPDATES);
    private static final Rule OF_LEADS = new Rule("r-2", "leads", WHEN_CREATED, UPDATES);
    private static final Rule OF_DEALS = new Rule("r-3", "deals", WHEN_CREATED, UPDATES);
    private static final Rules RULES = new Rules(List.of(OF_ROOT, OF_LEADS, OF_DEALS));

    /** What Asha made, and nobody has changed, in seven events. */
    private static WorkflowView before(WorkflowStatus status) {
        return new WorkflowView(ID, "org-1", 7, "contacts-process", "from first call to invoice", status, 42, THEN,
                "asha", THEN, "asha", DIAGRAM, RULES);
    }

    /** What that is once Ben has changed it. */
    private static WorkflowView changed(String name, @Nullable String description, WorkflowStatus status,
            Diagram diagram) {
        return changed(name, description, status, diagram, RULES);
    }

    private static WorkflowView changed(String name, @Nullable String description, WorkflowStatus status,
            Diagram diagram, Rules rules) {
        return new WorkflowView(ID, "org-1", 8, name, description, status, 42, THEN, "asha", LATER, "ben", diagram,
                rules);
    }

    private static WorkflowView changed(WorkflowStatus status, Rules rules) {
        return changed("contacts-process", "from first call to invoice", status, DIAGRAM, rules);
    }

    private static WorkflowView changed(WorkflowStatus status, List<Node> nodes, List<Connection> connections) {
        return changed("contacts-process", "from first call to invoice", status, new Diagram(nodes, connections));
    }

    @ParameterizedTest
    @EnumSource
    void is_renamed_and_otherwise_as_it_was(WorkflowStatus status) {
        assertThat(WorkflowView.after(before(status), new WorkflowRenamed(ID, "org-1", "ben", "deals"), 8, LATER))
                .isEqualTo(changed("deals", "from first call to invoice", status, DIAGRAM));
    }

    @ParameterizedTest
    @EnumSource
    void is_described_and_otherwise_as_it_was(WorkflowStatus status) {
        assertThat(WorkflowView.after(before(status), new WorkflowDescribed(ID, "org-1", "ben", "in short"), 8, LATER))
                .isEqualTo(changed("contacts-process", "in short", status, DIAGRAM));
    }

    @Test
    void loses_its_description() {
        assertThat(WorkflowView.after(before(WorkflowStatus.DRAFT), new WorkflowDescribed(ID, "org-1", "ben", null), 8,
                LATER)).isEqualTo(changed("contacts-process", null, WorkflowStatus.DRAFT, DIAGRAM));
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAFT", "INACTIVE"})
    void is_activated(WorkflowStatus status) {
        assertThat(WorkflowView.after(before(status), new WorkflowActivated(ID, "org-1", "ben", 25), 8, LATER))
                .isEqualTo(changed(WorkflowStatus.ACTIVE, DIAGRAM.nodes(), DIAGRAM.connections()));
    }

    @Test
    void is_deactivated() {
        assertThat(WorkflowView.after(before(WorkflowStatus.ACTIVE), new WorkflowDeactivated(ID, "org-1", "ben"), 8,
                LATER)).isEqualTo(changed(WorkflowStatus.INACTIVE, DIAGRAM.nodes(), DIAGRAM.connections()));
    }

    @ParameterizedTest
    @EnumSource
    void has_one_more_node_at_the_end(WorkflowStatus status) {
        var added = new NodeAdded(ID, "org-1", "ben", "more", "4876876000000002181", "Deals");

        assertThat(WorkflowView.after(before(status), added, 8, LATER)).isEqualTo(changed(status,
                List.of(ROOT, LEADS, DEALS, new Node("more", "4876876000000002181", "Deals")), DIAGRAM.connections()));
    }

    @ParameterizedTest
    @EnumSource
    void loses_a_node_with_its_connections_and_rules(WorkflowStatus status) {
        var removed = new NodeRemoved(ID, "org-1", "ben", "leads", List.of("1", "2"), List.of("r-2"));

        assertThat(WorkflowView.after(before(status), removed, 8, LATER))
                .isEqualTo(changed("contacts-process", "from first call to invoice", status,
                        new Diagram(List.of(ROOT, DEALS), List.of(PAST_LEADS)),
                        new Rules(List.of(OF_ROOT, OF_DEALS))));
    }

    @ParameterizedTest
    @EnumSource
    void has_one_more_rule_at_the_end(WorkflowStatus status) {
        var added = new RuleAdded(ID, "org-1", "ben", "r-4", "deals", WHEN_EDITED, EMAILS);

        assertThat(WorkflowView.after(before(status), added, 8, LATER)).isEqualTo(changed(status,
                new Rules(List.of(OF_ROOT, OF_LEADS, OF_DEALS, new Rule("r-4", "deals", WHEN_EDITED, EMAILS)))));
    }

    static Stream<Arguments> changesOfARule() {
        return Stream.of(arguments(WHEN_EDITED, null, new Rule("r-2", "leads", WHEN_EDITED, UPDATES)),
                arguments(null, EMAILS, new Rule("r-2", "leads", WHEN_CREATED, EMAILS)),
                arguments(WHEN_EDITED, EMAILS, new Rule("r-2", "leads", WHEN_EDITED, EMAILS)));
    }

    @ParameterizedTest
    @MethodSource("changesOfARule")
    void has_a_changed_rule_in_its_old_place(@Nullable Trigger trigger, @Nullable List<Condition> conditions,
            Rule after) {
        var changed = new RuleChanged(ID, "org-1", "ben", "r-2", trigger, conditions);

        assertThat(WorkflowView.after(before(WorkflowStatus.ACTIVE), changed, 8, LATER)).isEqualTo(
                changed(WorkflowStatus.ACTIVE, new Rules(List.of(OF_ROOT, after, OF_DEALS))));
    }

    @ParameterizedTest
    @EnumSource
    void loses_a_rule_and_nothing_else(WorkflowStatus status) {
        assertThat(WorkflowView.after(before(status), new RuleRemoved(ID, "org-1", "ben", "r-1"), 8, LATER))
                .isEqualTo(changed(status, new Rules(List.of(OF_LEADS, OF_DEALS))));
    }

    @Test
    void shows_the_rules_of_all_nodes_on_a_module() {
        var more = new NodeAdded(ID, "org-1", "ben", "more", DEALS.moduleId(), "Deals");
        var rule = new RuleAdded(ID, "org-1", "ben", "r-4", "more", WHEN_EDITED, EMAILS);

        var view = requireNonNull(WorkflowView.after(before(WorkflowStatus.DRAFT), more, 8, LATER));
        view = requireNonNull(WorkflowView.after(view, rule, 9, LATER));

        assertThat(view.rulesOfModule(DEALS.moduleId())).extracting(Rule::id).containsExactly("r-3", "r-4");
        assertThat(view.rulesOfModule("no module")).isEmpty();
    }

    @Test
    void shows_conditions_by_their_numbers() {
        var both = new ArrayList<>(EMAILS);
        both.addAll(UPDATES);

        assertThat(new Rule("r", "n", WHEN_CREATED, both).conditions()).extracting(Condition::sequenceNumber)
                .containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @EnumSource
    void has_one_more_connection_at_the_end(WorkflowStatus status) {
        var before = before(status);
        var added = new ConnectionAdded(ID, "org-1", "ben", "4", "deals", "leads");

        assertThat(WorkflowView.after(before, added, 8, LATER)).isEqualTo(changed(status, DIAGRAM.nodes(),
                List.of(TO_LEADS, TO_DEALS, PAST_LEADS, new Connection("4", "deals", "leads"))));
    }

    @ParameterizedTest
    @EnumSource
    void loses_a_connection_and_no_node(WorkflowStatus status) {
        assertThat(WorkflowView.after(before(status), new ConnectionRemoved(ID, "org-1", "ben", "1"), 8, LATER))
                .isEqualTo(changed(status, DIAGRAM.nodes(), List.of(TO_DEALS, PAST_LEADS)));
    }

    @ParameterizedTest
    @EnumSource
    void is_not_there_any_more_once_it_is_deleted(WorkflowStatus status) {
        assertThat(WorkflowView.after(before(status), new WorkflowDeleted(ID, "org-1", "ben"), 8, LATER)).isNull();
    }

    @Test
    void shows_the_time_of_a_change_in_whole_milliseconds_too() {
        var after = WorkflowView.after(before(WorkflowStatus.DRAFT), new WorkflowRenamed(ID, "org-1", "ben", "deals"),
                8, LATER.plusNanos(999_999));

        assertThat(after).isEqualTo(
                changed("deals", "from first call to invoice", WorkflowStatus.DRAFT, DIAGRAM));
    }

    static Stream<WorkflowEvent> changes() {
        return Stream.of(drafted("another-process", null), new WorkflowRenamed(ID, "org-1", "ben", "deals"),
                new WorkflowDescribed(ID, "org-1", "ben", null), new WorkflowActivated(ID, "org-1", "ben", 25),
                new WorkflowDeactivated(ID, "org-1", "ben"), new WorkflowDeleted(ID, "org-1", "ben"),
                new NodeAdded(ID, "org-1", "ben", "more", "4876876000000002181", "Deals"),
                new NodeRemoved(ID, "org-1", "ben", "leads", List.of("1", "2"), List.of()),
                new ConnectionAdded(ID, "org-1", "ben", "4", "deals", "leads"),
                new ConnectionRemoved(ID, "org-1", "ben", "1"),
                new RuleAdded(ID, "org-1", "ben", "r-4", "deals", WHEN_EDITED, EMAILS),
                new RuleChanged(ID, "org-1", "ben", "r-1", WHEN_EDITED, null),
                new RuleRemoved(ID, "org-1", "ben", "r-1"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void skips_a_change_that_it_already_has(WorkflowEvent event) {
        var view = before(WorkflowStatus.ACTIVE);

        assertThat(WorkflowView.after(view, event, 7, LATER)).isSameAs(view);
        assertThat(WorkflowView.after(view, event, 2, LATER)).isSameAs(view);
    }

    static Stream<WorkflowEvent> changesThatLeaveIt() {
        return changes().filter(event -> !(event instanceof WorkflowDrafted || event instanceof WorkflowDeleted));
    }

    @ParameterizedTest
    @MethodSource("changesThatLeaveIt")
    void has_the_version_of_the_event_that_changed_it(WorkflowEvent event) {
        var after = requireNonNull(WorkflowView.after(before(WorkflowStatus.ACTIVE), event, 9, LATER));

        assertThat(after.version()).isEqualTo(9);
        assertThat(after.modifiedAt()).isEqualTo(LATER);
        assertThat(after.modifiedBy()).isEqualTo("ben");
        assertThat(after.createdAt()).isEqualTo(THEN);
        assertThat(after.createdBy()).isEqualTo("asha");
    }

    @Test
    void is_what_a_whole_history_makes_of_it() {
        var history = List.of(drafted("contacts-process", null), new NodeAdded(ID, "org-1", "asha", "leads",
                LEADS.moduleId(), LEADS.moduleApiName()),
                new ConnectionAdded(ID, "org-1", "asha", "1", ROOT.id(), "leads"),
                new WorkflowActivated(ID, "org-1", "ben", 25), new NodeAdded(ID, "org-1", "ben", "deals",
                        DEALS.moduleId(), DEALS.moduleApiName()),
                new ConnectionAdded(ID, "org-1", "ben", "2", "leads", "deals"),
                new RuleAdded(ID, "org-1", "asha", "r-1", "leads", WHEN_CREATED, UPDATES),
                new RuleAdded(ID, "org-1", "asha", "r-2", ROOT.id(), WHEN_CREATED, UPDATES),
                new RuleChanged(ID, "org-1", "ben", "r-2", WHEN_EDITED, null),
                new NodeRemoved(ID, "org-1", "ben", "leads", List.of("1", "2"), List.of("r-1")),
                new WorkflowDescribed(ID, "org-1", "ben", "in short"), new WorkflowDeactivated(ID, "org-1", "asha"));
        WorkflowView view = null;
        for (var i = 0; i < history.size(); i++) {
            view = WorkflowView.after(view, history.get(i), i + 1, THEN.plusSeconds(i));
        }

        assertThat(view).isEqualTo(new WorkflowView(ID, "org-1", 12, "contacts-process", "in short",
                WorkflowStatus.INACTIVE, 42, THEN, "asha", THEN.plusSeconds(11), "asha",
                new Diagram(List.of(ROOT, DEALS), List.of()),
                new Rules(List.of(new Rule("r-2", ROOT.id(), WHEN_EDITED, UPDATES)))));
    }
}
