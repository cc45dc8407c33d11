package io.connectedworkflow.application.workflow;

import static io.connectedworkflow.application.workflow.Callers.ASHA;
import static io.connectedworkflow.application.workflow.Callers.ASHA_IN_FREE;
import static io.connectedworkflow.application.workflow.Callers.NOBODY;
import static io.connectedworkflow.application.workflow.Callers.ORGANIZATION_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.rule.Rules;
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
    private static final WorkflowDraft DRAFT = new WorkflowDraft(new WorkflowName("contacts-process"),
            new Description("from first call to invoice"), new ModuleReference("Contacts", null));

    private final FakeMessages messages = new FakeMessages();
    private final ConnectedWorkflows workflows = new ConnectedWorkflows(messages, () -> ID);

    /** Takes everything, and answers from a list. */
    private static final class FakeMessages implements Messages {

        private record Sent(WorkflowCommand command, Caller caller) {}

        private final List<Sent> sent = new ArrayList<>();
        private final List<WorkflowQuery> asked = new ArrayList<>();
        private final List<WorkflowView> views = new ArrayList<>();
        private @Nullable RefusedException refusal;
        private @Nullable String earlierId;

        @Override
        public String send(WorkflowCommand command, Caller caller) {
            if (refusal != null) {
                throw refusal;
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
        public List<WorkflowView> ask(ListWorkflows query) {
            asked.add(query);
            return List.copyOf(views);
        }
    }

    private static WorkflowView view(String id) {
        var at = Instant.parse("2026-02-03T04:45:00Z");
        return new WorkflowView(id, ORGANIZATION_ID, 1, "process of " + id, null, WorkflowStatus.DRAFT, 1, at, "asha",
                at, "asha", Diagram.of(new Node("node of " + id, "4876876000000002179", "Contacts")), Rules.NONE);
    }

    // Create

    @Test
    void sends_what_was_asked_for_and_answers_the_new_id() {
        var id = workflows.create(ASHA, DRAFT);

        assertThat(id).isEqualTo(ID);
        assertThat(messages.sent).containsExactly(new FakeMessages.Sent(
                new CreateConnectedWorkflow(ID, ASHA.organization(), new WorkflowName("contacts-process"),
                        new Description("from first call to invoice"), new ModuleReference("Contacts", null)),
                ASHA));
    }

    @Test
    void creates_without_a_description() {
        workflows.create(ASHA, new WorkflowDraft(DRAFT.name(), null, DRAFT.primaryModule()));

        assertThat(messages.sent).containsExactly(new FakeMessages.Sent(new CreateConnectedWorkflow(ID,
                ASHA.organization(), DRAFT.name(), null, DRAFT.primaryModule()), ASHA));
    }

    @Test
    void answers_the_first_id_to_a_create_that_has_taken_effect_before() {
        messages.earlierId = "4876876000019340099";

        assertThat(workflows.create(ASHA, DRAFT)).isEqualTo("4876876000019340099");
    }

    @Test
    void leaves_it_to_the_workflow_whether_it_may_be_created() {
        workflows.create(NOBODY, DRAFT);

        assertThat(messages.sent).hasSize(1);
    }

    @Test
    void passes_on_what_the_workflow_refuses() {
        var taken = new NameTaken(FieldPath.of("name")).asException();
        messages.refusal = taken;

        assertThatThrownBy(() -> workflows.create(ASHA, DRAFT)).isSameAs(taken);
    }

    // Change

    static Stream<@Nullable Long> versions() {
        return Stream.of(null, 7L);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void sends_all_that_is_to_change(@Nullable Long version) {
        var change = new WorkflowChange(new WorkflowName("deals-process"), new NewDescription(null),
                List.of(new NodeChange.Keep("1", FieldPath.of("nodes").index(0))),
                List.of(new ConnectionChange.Remove("2", FieldPath.of("connections").index(0))));

        workflows.update(ASHA, ID, version, change);

        assertThat(messages.sent).containsExactly(new FakeMessages.Sent(new UpdateConnectedWorkflow(ID,
                ASHA.organization(), version, new WorkflowName("deals-process"), new NewDescription(null),
                List.of(new NodeChange.Keep("1", FieldPath.of("nodes").index(0))),
                List.of(new ConnectionChange.Remove("2", FieldPath.of("connections").index(0)))), ASHA));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void activates(@Nullable Long version) {
        workflows.activate(ASHA, ID, version);

        assertThat(messages.sent).containsExactly(
                new FakeMessages.Sent(new ActivateConnectedWorkflow(ID, ASHA.organization(), version), ASHA));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void deactivates(@Nullable Long version) {
        workflows.deactivate(ASHA, ID, version);

        assertThat(messages.sent).containsExactly(
                new FakeMessages.Sent(new DeactivateConnectedWorkflow(ID, ASHA.organization(), version), ASHA));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void deletes(@Nullable Long version) {
        workflows.delete(ASHA, ID, version);

        assertThat(messages.sent).containsExactly(
                new FakeMessages.Sent(new DeleteConnectedWorkflow(ID, ASHA.organization(), version), ASHA));
    }

    // Find

    @Test
    void finds_a_workflow_of_the_callers_organization() {
        messages.views.add(view(ID));

        assertThat(workflows.find(ASHA, ID)).contains(view(ID));
        assertThat(messages.asked).containsExactly(new FindWorkflow(ORGANIZATION_ID, ID));
    }

    @Test
    void finds_nothing_where_nothing_is() {
        assertThat(workflows.find(ASHA, ID)).isEmpty();
    }

    @Test
    void does_not_find_for_a_caller_without_a_permission() {
        assertThatThrownBy(() -> workflows.find(NOBODY, ID)).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(new PermissionMissing()));
        assertThat(messages.asked).isEmpty();
    }

    @Test
    void does_not_find_in_the_free_edition() {
        assertThatThrownBy(() -> workflows.find(ASHA_IN_FREE, ID)).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(new EditionTooLow()));
        assertThat(messages.asked).isEmpty();
    }

    // List

    @Test
    void lists_the_workflows_of_the_callers_organization_as_they_come() {
        messages.views.addAll(List.of(view("2"), view("1")));

        assertThat(workflows.list(ASHA)).containsExactly(view("2"), view("1"));
        assertThat(messages.asked).containsExactly(
                new ListWorkflows(ORGANIZATION_ID, new WorkflowFilter(null, "", null), new Page(0, Integer.MAX_VALUE)));
    }

    @Test
    void lists_the_part_that_is_asked_for() {
        var deals = new WorkflowFilter(WorkflowStatus.ACTIVE, "deals", Set.of("4876876000000002181"));
        messages.views.add(view("1"));

        assertThat(workflows.list(ASHA, deals, new Page(3, 10))).containsExactly(view("1"));
        assertThat(messages.asked).containsExactly(new ListWorkflows(ORGANIZATION_ID, deals, new Page(3, 10)));
    }

    @Test
    void does_not_list_for_a_caller_without_a_permission() {
        assertThatThrownBy(() -> workflows.list(NOBODY)).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(new PermissionMissing()));
        assertThat(messages.asked).isEmpty();
    }

    @Test
    void does_not_list_in_the_free_edition() {
        assertThatThrownBy(() -> workflows.list(ASHA_IN_FREE)).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(new EditionTooLow()));
        assertThat(messages.asked).isEmpty();
    }
}
