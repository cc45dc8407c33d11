package io.connectedworkflow.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.application.workflow.WorkflowQuery;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.workflow.Origin;
import io.connectedworkflow.domain.workflow.command.RestoreConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which versions a workflow can be brought back to, and what is asked of it then. */
class WorkflowRestoreTest {

    private static final Instant AT = Instant.parse("2026-02-03T04:45:00Z");
    private static final Organizations ORGANIZATIONS = actor -> new Organization(actor, Edition.ENTERPRISE,
            EditionLimits.of(Edition.ENTERPRISE), Set.of(Permission.MANAGE_AUTOMATIONS), Directory.of(List.of()));
    private static final Caller ASHA = Caller.of("7", "asha");

    private final List<WorkflowCommand> sent = new ArrayList<>();
    private final WorkflowRestore restore = new WorkflowRestore(new WorkflowAsOf(new Past(), ORGANIZATIONS),
            new Sent(), ORGANIZATIONS);

    /** A workflow that was drafted, renamed and deleted. */
    private static final class Past implements EventHistory {

        @Override
        public void forEachWorkflow(Consumer<Iterator<Recorded>> reader) {
            throw new AssertionError("Nobody wants all workflows");
        }

        @Override
        public Recording of(String organizationId, String workflowId) {
            return Recording.of(!workflowId.equals("1")
                    ? List.of()
                    : List.of(
                            new Recorded(new WorkflowDrafted("1", "7", "ben", "root", "first", null, "11", "Contacts",
                                    42, "ENTERPRISE", "MANAGE_AUTOMATIONS", 25), 1, AT, null),
                            new Recorded(new WorkflowRenamed("1", "7", "ben", "second"), 2, AT.plusSeconds(1), null),
                            new Recorded(new WorkflowDeleted("1", "7", "ben"), 3, AT.plusSeconds(2), null),
                            new Recorded(new WorkflowRenamed("1", "7", "ben", "of no use"), 4, AT.plusSeconds(3),
                                    null)));
        }

        @Override
        public List<Present> thereAt(Instant instant, String organizationId, long after, int size) {
            throw new AssertionError("Nobody wants an instant");
        }
    }

    /** Takes commands, and no questions. */
    private final class Sent implements Messages {

        @Override
        public String send(WorkflowCommand command, Caller caller) {
            sent.add(command);
            return command.subjectId();
        }

        @Override
        public Optional<WorkflowView> ask(WorkflowQuery.FindWorkflow query) {
            throw new AssertionError("Nobody asks");
        }

        @Override
        public List<WorkflowSummary> ask(WorkflowQuery.ListWorkflows query) {
            throw new AssertionError("Nobody asks");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, first", "2, second"})
    void asks_for_what_it_was(long version, String name) {
        assertThat(restore.restore(ASHA, "1", 3L, version)).isEqualTo(new Outcome.Success<>("1"));
        assertThat(sent).singleElement().isInstanceOfSatisfying(RestoreConnectedWorkflow.class, command -> {
            assertThat(command.wanted().name()).isEqualTo(name);
            assertThat(command.version()).isEqualTo(version);
            assertThat(command.expectedVersion()).isEqualTo(3);
            assertThat(command.origin()).isEqualTo(new Origin(42, "ben", AT));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 3, 4, 5, Long.MAX_VALUE})
    void refuses_a_version_at_which_it_was_not_there(long version) {
        assertThat(restore.restore(ASHA, "1", null, version))
                .isEqualTo(new Outcome.Refused<>(new ValueInvalid(FieldPath.of("version"))));
        assertThat(sent).isEmpty();
    }

    @Test
    void refuses_a_workflow_that_there_never_was() {
        assertThat(restore.restore(ASHA, "2", null, 1)).isEqualTo(new Outcome.Refused<>(IdUnknown.WORKFLOW));
        assertThat(restore.restore(ASHA, "1\0", null, 1)).isEqualTo(new Outcome.Refused<>(IdUnknown.WORKFLOW));
    }
}
