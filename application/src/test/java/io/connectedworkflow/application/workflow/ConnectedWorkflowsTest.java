package io.connectedworkflow.application.workflow;

import static io.connectedworkflow.application.workflow.Callers.ASHA;
import static io.connectedworkflow.application.workflow.Callers.ASHA_IN_FREE;
import static io.connectedworkflow.application.workflow.Callers.DEALS;
import static io.connectedworkflow.application.workflow.Callers.NOBODY;
import static io.connectedworkflow.application.workflow.Callers.ORGANIZATION_ID;
import static io.connectedworkflow.application.workflow.Callers.USER_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.history.Change;
import io.connectedworkflow.application.workflow.WorkflowChange.NodeReference.Added;
import io.connectedworkflow.application.workflow.WorkflowChange.NodeReference.Existing;
import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.rule.Rules;
import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.workflow.Diagram;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.domain.workflow.NodeChange;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeactivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow.NewDescription;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API sends and asks, and for whom. */
class ConnectedWorkflowsTest {

    private static final String ID = "4876876000019340001";
    private static final WorkflowDraft DRAFT = WorkflowDraft.of("contacts-process",
            "from first call to invoice", ModuleReference.named("Contacts"));

    private final FakeMessages messages = new FakeMessages();
    private final ConnectedWorkflows workflows = new ConnectedWorkflows(messages, Callers::organization, () -> ID);

    /** Takes everything, and answers from a list. */
    private static final class FakeMessages implements Messages {

        private record Sent(WorkflowCommand command, Caller caller) {}

        private final List<Sent> sent = new ArrayList<>();
        private final List<WorkflowQuery> asked = new ArrayList<>();
        private final List<WorkflowView> views = new ArrayList<>();
        private @Nullable RefusedException refusal;
        private @Nullable RuntimeException failure;
        private @Nullable String earlierId;

        @Override
        public String send(WorkflowCommand command, Caller caller) {
            if (refusal != null) {
                throw refusal;
            }
            if (failure != null) {
                throw failure;
            }
            sent.add(new Sent(command, caller));
            return earlierId == null ? command.subjectId() : earlierId;
        }

        @Override
        public Optional<WorkflowView> ask(FindWorkflow query) {
            asked.add(query);
            return views.stream().filter(view -> view.id().equals(query.workflowId())).findFirst();
        }

        @Override
        public List<WorkflowSummary> ask(ListWorkflows query) {
            asked.add(query);
            return views.stream().map(WorkflowView::summary).toList();
        }
    }

    private static WorkflowView view(String id) {
        var at = Instant.parse("2026-02-03T04:45:00Z");
        return new WorkflowView(id, ORGANIZATION_ID, 1, "process of " + id, null, WorkflowStatus.DRAFT, 1, at, "asha",
                at, "asha", Diagram.of(new Node("node of " + id, "4876876000000002179", "Contacts")), Rules.NONE);
    }

    private static Organization organization(Caller caller) {
        return Objects.requireNonNull(caller.organization());
    }

    private static <T> Outcome<T> success(T value) {
        return new Outcome.Success<>(value);
    }

    private static <T> Outcome<T> refused(Refusal refusal) {
        return new Outcome.Refused<>(refusal);
    }

    // Create

    @Test
    void sends_what_was_asked_for_and_answers_the_new_id() {
        assertThat(workflows.create(ASHA, DRAFT)).isEqualTo(success(ID));

        assertThat(messages.sent).containsExactly(new FakeMessages.Sent(
                new CreateConnectedWorkflow(ID, organization(ASHA), new WorkflowName("contacts-process"),
                        new Description("from first call to invoice"), ModuleReference.named("Contacts")),
                ASHA));
    }

    @Test
    void creates_without_a_description() {
        workflows.create(ASHA, WorkflowDraft.of("contacts-process", null, ModuleReference.named("Contacts")));

        assertThat(messages.sent).containsExactly(new FakeMessages.Sent(new CreateConnectedWorkflow(ID,
                organization(ASHA), new WorkflowName("contacts-process"), null, ModuleReference.named("Contacts")),
                ASHA));
    }

    @Test
    void answers_the_first_id_to_a_create_that_has_taken_effect_before() {
        messages.earlierId = "4876876000019340099";

        assertThat(workflows.create(ASHA, DRAFT)).isEqualTo(success("4876876000019340099"));
    }

    @Test
    void refuses_whoever_may_not_before_a_draft_that_is_not_acceptable() {
        var nameless = WorkflowDraft.of(" ", null, ModuleReference.named("Contacts"));

        assertThat(workflows.create(ASHA_IN_FREE, nameless)).isEqualTo(refused(new EditionTooLow()));
        assertThat(workflows.create(NOBODY, nameless)).isEqualTo(refused(new PermissionMissing()));
        assertThat(workflows.create(ASHA, nameless)).isEqualTo(refused(new FieldMissing(FieldPath.of("name"))));
        assertThat(messages.sent).isEmpty();
    }

    @Test
    void asks_the_directory_for_a_caller_who_has_not_seen_the_organization() {
        assertThat(workflows.list(Caller.of(ORGANIZATION_ID, USER_ID))).isEqualTo(success(List.of()));
        assertThat(workflows.list(Caller.of(ORGANIZATION_ID, "1"))).isEqualTo(refused(new CallerUnknown()));
    }

    @Test
    void tells_what_the_workflow_refuses() {
        messages.refusal = new NameTaken(FieldPath.of("name")).asException();

        assertThat(workflows.create(ASHA, DRAFT)).isEqualTo(refused(new NameTaken(FieldPath.of("name"))));
    }

    @Test
    void throws_what_is_no_refusal() {
        messages.failure = new IllegalStateException("the database is gone");

        assertThatThrownBy(() -> workflows.create(ASHA, DRAFT)).isSameAs(messages.failure);
    }

    // Change

    static Stream<@Nullable Long> versions() {
        return Stream.of(null, 7L);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void sends_all_that_is_to_change(@Nullable Long version) {
        var change = WorkflowChange.builder().name("deals-process").description(null)
                .addNode(ModuleReference.named("Deals"), "deals").removeNode("1")
                .connect(new Existing("3"), new Added("deals")).removeConnection("2").build();

        assertThat(workflows.update(ASHA, ID, version, change)).isEqualTo(success(ID));

        var nodes = FieldPath.of("nodes");
        var connection = FieldPath.of("connections").index(0);
        assertThat(messages.sent).containsExactly(new FakeMessages.Sent(new UpdateConnectedWorkflow(ID,
                organization(ASHA), version, new WorkflowName("deals-process"), new NewDescription(null),
                List.of(new NodeChange.Add(DEALS, "deals", nodes.index(0)), new NodeChange.Remove("1", nodes.index(1))),
                List.of(new ConnectionChange.Add(
                        new ConnectionChange.NodeId("3", connection.key("source_node").key("id")),
                        new ConnectionChange.Reference("deals", connection.key("target_node").key("reference_id")),
                        connection), new ConnectionChange.Remove("2", FieldPath.of("connections").index(1)))),
                ASHA));
    }

    @Test
    void judges_the_workflow_before_what_it_is_asked_to_become() {
        var nothing = WorkflowChange.builder().build();

        assertThat(workflows.update(ASHA, ID, null, nothing)).isEqualTo(refused(IdUnknown.WORKFLOW));
        messages.views.add(view(ID));
        assertThat(workflows.update(ASHA, ID, 7L, nothing)).isEqualTo(refused(new VersionStale(1)));
        assertThat(workflows.update(ASHA, ID, 1L, nothing)).isEqualTo(refused(new OneOfMissing(
                Stream.of("name", "description", "nodes", "connections").map(FieldPath::of).toList())));
        assertThat(messages.sent).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void activates(@Nullable Long version) {
        assertThat(workflows.activate(ASHA, ID, version)).isEqualTo(success(ID));

        assertThat(messages.sent).containsExactly(
                new FakeMessages.Sent(new ActivateConnectedWorkflow(ID, organization(ASHA), version), ASHA));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void deactivates(@Nullable Long version) {
        assertThat(workflows.deactivate(ASHA, ID, version)).isEqualTo(success(ID));

        assertThat(messages.sent).containsExactly(
                new FakeMessages.Sent(new DeactivateConnectedWorkflow(ID, organization(ASHA), version), ASHA));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void deletes(@Nullable Long version) {
        assertThat(workflows.delete(ASHA, ID, version)).isEqualTo(success(ID));

        assertThat(messages.sent).containsExactly(
                new FakeMessages.Sent(new DeleteConnectedWorkflow(ID, organization(ASHA), version), ASHA));
    }

    // Get

    @Test
    void gets_a_workflow_of_the_callers_organization() {
        messages.views.add(view(ID));

        assertThat(workflows.get(ASHA, ID)).isEqualTo(success(view(ID)));
        assertThat(messages.asked).containsExactly(new FindWorkflow(ORGANIZATION_ID, ID));
    }

    @Test
    void refuses_what_is_not_there() {
        assertThat(workflows.get(ASHA, ID)).isEqualTo(refused(IdUnknown.WORKFLOW));
    }

    @Test
    void gets_nothing_for_whoever_may_not() {
        assertThat(workflows.get(NOBODY, ID)).isEqualTo(refused(new PermissionMissing()));
        assertThat(workflows.get(ASHA_IN_FREE, ID)).isEqualTo(refused(new EditionTooLow()));
        assertThat(messages.asked).isEmpty();
    }

    // List

    @Test
    void lists_the_workflows_of_the_callers_organization_as_they_come() {
        messages.views.addAll(List.of(view("2"), view("1")));

        assertThat(workflows.list(ASHA)).isEqualTo(success(List.of(view("2").summary(), view("1").summary())));
        assertThat(messages.asked).containsExactly(
                new ListWorkflows(ORGANIZATION_ID, new WorkflowFilter(null, "", null), new Page(0, Integer.MAX_VALUE)));
    }

    @Test
    void lists_the_part_that_is_asked_for() {
        var deals = new WorkflowFilter(WorkflowStatus.ACTIVE, "deals", Set.of("4876876000000002181"));
        messages.views.add(view("1"));

        assertThat(workflows.list(ASHA, deals, new Page(3, 10))).isEqualTo(success(List.of(view("1").summary())));
        assertThat(messages.asked).containsExactly(new ListWorkflows(ORGANIZATION_ID, deals, new Page(3, 10)));
    }

    @Test
    void lists_nothing_for_whoever_may_not() {
        assertThat(workflows.list(NOBODY)).isEqualTo(refused(new PermissionMissing()));
        assertThat(workflows.list(ASHA_IN_FREE)).isEqualTo(refused(new EditionTooLow()));
        assertThat(messages.asked).isEmpty();
    }

    // Limits

    @Test
    void tells_the_limits_of_the_callers_edition_to_whoever_may_know() {
        assertThat(workflows.limits(ASHA)).isEqualTo(success(EditionLimits.of(Edition.ENTERPRISE)));
        assertThat(workflows.limits(NOBODY)).isEqualTo(refused(new PermissionMissing()));
    }

    // Odd callers and ids

    @Test
    void what_no_store_can_keep_is_unknown() {
        assertThat(workflows.get(ASHA, "a\0b")).isEqualTo(refused(IdUnknown.WORKFLOW));
        assertThat(workflows.activate(ASHA, "a\0b", null)).isEqualTo(refused(IdUnknown.WORKFLOW));
        assertThat(workflows.list(Caller.of("1\0", USER_ID))).isEqualTo(refused(new CallerUnknown()));
        assertThat(workflows.list(Caller.of(ORGANIZATION_ID, "\ud800"))).isEqualTo(refused(new CallerUnknown()));
        assertThat(messages.sent).isEmpty();
        assertThat(messages.asked).isEmpty();
    }

    static Stream<Runnable> contradictions() {
        return Stream.of(() -> ASHA.inRequest(""), () -> ASHA.inRequest("a\0b"), () -> ASHA.inRequest("x".repeat(129)),
                () -> new Caller(new Actor("1", "2"), ASHA.organization(), "request-1", null),
                () -> IdempotencyKey.of("create", "", "hash"), () -> IdempotencyKey.of("create", "k\0", "hash"),
                () -> IdempotencyKey.of("create", "k".repeat(129), "hash"),
                () -> IdempotencyKey.of("create", "key", "a b"),
                () -> new Page(-1, 1), () -> new Page(0, 0));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void what_contradicts_itself_cannot_be_said(Runnable contradiction) {
        assertThatIllegalArgumentException().isThrownBy(contradiction::run);
    }

    @Test
    void what_is_as_long_as_it_may_be_can_be_said() {
        var longest = "x".repeat(128);

        assertThat(ASHA.inRequest(longest).requestId()).isEqualTo(longest);
        assertThat(IdempotencyKey.of(longest, longest, longest))
                .isEqualTo(new IdempotencyKey("JAVA", longest, longest, longest));
        assertThat(new Page(0, 1).size()).isEqualTo(1);
    }
}
