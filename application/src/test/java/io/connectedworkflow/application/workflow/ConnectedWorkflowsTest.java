package io.connectedworkflow.application.workflow;

import static io.connectedworkflow.application.workflow.Callers.ASHA;
import static io.connectedworkflow.application.workflow.Callers.ASHA_IN_FREE;
import static io.connectedworkflow.application.workflow.Callers.NOBODY;
import static io.connectedworkflow.application.workflow.Callers.ORGANIZATION_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.application.workflow.WorkflowView.Node;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the API sends and asks, and for whom. */
class ConnectedWorkflowsTest {

    private static final String ID = "4876876000019340001";
    private static final WorkflowDraft DRAFT = new WorkflowDraft(new WorkflowName("contacts-process"),
            new Description("from first call to invoice"), new ModuleReference("Contacts", null));

    private final FakeMessages messages = new FakeMessages();
    private final ConnectedWorkflows workflows = new ConnectedWorkflows(messages, () -> ID);

    /** Takes everything, and answers from a list. */
    private static final class FakeMessages implements Messages {

        private record Sent(WorkflowCommand command, String requestId) {}

        private final List<Sent> sent = new ArrayList<>();
        private final List<WorkflowQuery> asked = new ArrayList<>();
        private final List<WorkflowView> views = new ArrayList<>();
        private @Nullable RefusedException refusal;

        @Override
        public void send(WorkflowCommand command, String requestId) {
            if (refusal != null) {
                throw refusal;
            }
            sent.add(new Sent(command, requestId));
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
                at, "asha", List.of(new Node("node of " + id, "4876876000000002179", "Contacts")));
    }

    // Create

    @Test
    void sends_what_was_asked_for_and_answers_the_new_id() {
        var id = workflows.create(ASHA, DRAFT);

        assertThat(id).isEqualTo(ID);
        assertThat(messages.sent).containsExactly(new FakeMessages.Sent(
                new CreateConnectedWorkflow(ID, ASHA.organization(), new WorkflowName("contacts-process"),
                        new Description("from first call to invoice"), new ModuleReference("Contacts", null)),
                "request-1"));
    }

    @Test
    void creates_without_a_description() {
        workflows.create(ASHA, new WorkflowDraft(DRAFT.name(), null, DRAFT.primaryModule()));

        assertThat(messages.sent).containsExactly(new FakeMessages.Sent(new CreateConnectedWorkflow(ID,
                ASHA.organization(), DRAFT.name(), null, DRAFT.primaryModule()), "request-1"));
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
        assertThat(messages.asked).containsExactly(new ListWorkflows(ORGANIZATION_ID));
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
