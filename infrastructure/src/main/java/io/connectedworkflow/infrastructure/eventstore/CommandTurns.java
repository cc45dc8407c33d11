package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.domain.refusal.Refusal.ConcurrentChange;
import io.connectedworkflow.domain.refusal.Refusal.TooBusy;
import io.connectedworkflow.domain.workflow.command.ExistingWorkflowCommand;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import io.connectedworkflow.infrastructure.postgres.Patience;
import io.connectedworkflow.infrastructure.postgres.Turns;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Whose turn it is to take a connection. A command that waits in PostgreSQL holds one, so that a workflow, or an
 * organization's register, that somebody holds for long would soon have them all: of a workflow one command comes at a time,
 * of an organization a share of all, which is smaller the fewer are left, and all commands together leave connections to those
 * who read, to the token endpoint and to the health.
 */
public final class CommandTurns {

    // A busy organization's turns end every few milliseconds. Where none does for so long, another one does not help.
    private static final Duration STANDSTILL = Duration.ofSeconds(2);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Turns ofWorkflows = new Turns(1, Patience.LONGEST, new ConcurrentChange());
    private final Turns ofOrganizations;

    /**
     * Turns of this node.
     *
     * @param ofAll           how many commands may hold a connection at a time, 1 or more
     * @param ofAnOrganization how many of one organization may, 1 or more
     */
    public CommandTurns(int ofAll, int ofAnOrganization) {
        this.ofOrganizations = new Turns(ofAnOrganization, ofAll, STANDSTILL, new TooBusy(RETRY_AFTER_SECONDS));
    }

    /**
     * Does something for a command in its turn. Refused with {@link ConcurrentChange} if the workflow's turn does not come as
     * long as there is patience, and with {@link TooBusy} if another does not, or none comes any more.
     */
    <R> R take(WorkflowCommand command, Patience patience, Supplier<R> work) {
        Supplier<R> holding = () -> ofOrganizations.take(command.organization().id(), patience, work);
        return command instanceof ExistingWorkflowCommand
                ? ofWorkflows.take(command.workflowId(), patience, holding)
                : holding.get();
    }
}
