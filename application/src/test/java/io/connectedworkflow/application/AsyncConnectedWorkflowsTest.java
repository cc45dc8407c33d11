package io.connectedworkflow.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowRestore;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who does not wait is answered as who waits, by another thread. */
class AsyncConnectedWorkflowsTest {

    private static final Caller ASHA = Caller.of("1001", "7");
    private static final WorkflowDraft DRAFT = WorkflowDraft.of("contacts-process", null,
            ModuleReference.named("Contacts"));
    private static final Organizations ORGANIZATIONS = actor -> Organization.of(actor, Edition.ENTERPRISE,
            Set.of(Permission.MANAGE_AUTOMATIONS), Directory.of(List.of()));

    private UnaryOperator<String> answer = UnaryOperator.identity();
    private final AsyncConnectedWorkflows workflows = async();

    private AsyncConnectedWorkflows async() {
        var messages = new Messages() {

            @Override
            public String send(WorkflowCommand command, Caller caller) {
                return answer.apply(command.subjectId());
            }

            @Override
            public Optional<WorkflowView> ask(FindWorkflow query) {
                return Optional.empty();
            }

            @Override
            public List<WorkflowSummary> ask(ListWorkflows query) {
                return List.of();
            }
        };
        var past = new WorkflowAsOf(new NoHistory(), ORGANIZATIONS);
        return new AsyncConnectedWorkflows(new ConnectedWorkflows(messages, ORGANIZATIONS, () -> "1"), past,
                new WorkflowRestore(past, messages, ORGANIZATIONS), Executors.newFixedThreadPool(2));
    }

    /** Nothing has ever happened. */
    private static final class NoHistory implements EventHistory {

        @Override
        public void forEachWorkflow(Consumer<Iterator<Recorded>> reader) {}

        @Override
        public Recording of(String organizationId, String workflowId) {
            return Recording.of(List.of());
        }

        @Override
        public List<Present> thereAt(Instant instant, String organizationId, long after, int size) {
            return List.of();
        }
    }

    @AfterEach
    void end() {
        workflows.close();
    }

    @Test
    void answers_when_it_is_done_and_not_before() {
        var go = new CountDownLatch(1);
        answer = id -> {
            try {
                go.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return id;
        };

        var created = workflows.create(ASHA, DRAFT);
        assertThat(created).isNotDone();
        go.countDown();

        assertThat(created.join()).isEqualTo(new Outcome.Success<>("1"));
    }

    @Test
    void a_refusal_is_an_answer() {
        var taken = new NameTaken(FieldPath.of("name"));
        answer = id -> {
            throw taken.asException();
        };

        assertThat(workflows.create(ASHA, DRAFT).join()).isEqualTo(new Outcome.Refused<>(taken));
        var unknown = new Outcome.Refused<>(IdUnknown.WORKFLOW);
        assertThat(workflows.get(ASHA, "1").join()).isEqualTo(unknown);
        assertThat(workflows.history(ASHA, "1").join()).isEqualTo(unknown);
        assertThat(workflows.restore(ASHA, "1", null, 1).join()).isEqualTo(unknown);
    }

    @Test
    void a_failure_is_none() {
        answer = id -> {
            throw new IllegalStateException("the database is gone");
        };

        assertThatThrownBy(() -> workflows.delete(ASHA, "1", null).join()).isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("the database is gone");
    }

    @Test
    void asks_for_now_and_for_then() {
        assertThat(workflows.list(ASHA, WorkflowFilter.ALL, Page.ALL).join())
                .isEqualTo(new Outcome.Success<>(List.of()));
        assertThat(workflows.list(ASHA, Instant.EPOCH, WorkflowFilter.ALL, Page.ALL).join())
                .isEqualTo(new Outcome.Success<>(List.of()));
        assertThat(workflows.list(ASHA).join()).isEqualTo(new Outcome.Success<>(List.of()));
        assertThat(workflows.limits(ASHA).join())
                .isEqualTo(new Outcome.Success<>(EditionLimits.of(Edition.ENTERPRISE)));
    }

    @Test
    void takes_no_more_once_it_is_closed() {
        workflows.close();

        assertThatThrownBy(() -> workflows.activate(ASHA, "1", null)).isInstanceOf(RejectedExecutionException.class);
    }
}
