package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.workflow.command.ExistingWorkflowCommand;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands and queries by Axon's buses. Both are answered in the caller's own thread. A unit of work that the caller
 * has there, of an Axon of its own, has no part in it: our work would wait for the end of the caller's.
 */
final class AxonMessages implements Messages {

    /** Under which key of an event's metadata the request's id is kept. */
    static final String REQUEST_ID = "requestId";

    private static final Logger LOG = LoggerFactory.getLogger(AxonMessages.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final OneAtATime turns = new OneAtATime(PATIENCE);
    private final CommandTransaction transaction;
    private final CommandBus commands;
    private final QueryGateway queries;

    AxonMessages(CommandTransaction transaction, CommandBus commands, QueryGateway queries) {
        this.transaction = transaction;
        this.commands = commands;
        this.queries = queries;
    }

    @Override
    public String send(WorkflowCommand command, Caller caller) {
        return withoutCallersWork(() -> takesTurns(command)
                ? turns.take(command.workflowId(), () -> transact(command, caller))
                : transact(command, caller));
    }

    // In a caller's transaction, who waits for a turn may hold the lock that whoever has the turn waits for.
    private boolean takesTurns(WorkflowCommand command) {
        return command instanceof ExistingWorkflowCommand && !transaction.isCallers();
    }

    private String transact(WorkflowCommand command, Caller caller) {
        return transaction.run(() -> dispatch(command, caller));
    }

    private String dispatch(WorkflowCommand command, Caller caller) {
        var result = new Result();
        commands.dispatch(new GenericCommandMessage<>(command, metaData(caller)),
                (message, outcome) -> result.outcome = outcome);
        var outcome = result.outcome;
        if (outcome == null) {
            throw new IllegalStateException("The command bus did not answer");
        }
        if (!outcome.isExceptional()) {
            return command.subjectId();
        }
        if (outcome.exceptionResult() instanceof TakesEffectOnce.TookEffect before) {
            return before.subjectId();
        }
        if (outcome.exceptionResult() instanceof AggregateNotFoundException gone) {
            LOG.debug("Deleted since it was looked for", gone);
            throw IdUnknown.WORKFLOW.asException();
        }
        throw unchecked(outcome.exceptionResult());
    }

    private static MetaData metaData(Caller caller) {
        var metaData = MetaData.with(REQUEST_ID, caller.requestId());
        return caller.once() == null ? metaData : metaData.and(TakesEffectOnce.ONCE, caller.once());
    }

    @Override
    public Optional<WorkflowView> ask(FindWorkflow query) {
        return ask(() -> queries.query(query, ResponseTypes.optionalInstanceOf(WorkflowView.class)).join());
    }

    @Override
    public List<WorkflowView> ask(ListWorkflows query) {
        return ask(() -> queries.query(query, ResponseTypes.multipleInstancesOf(WorkflowView.class)).join());
    }

    private static <R> R ask(Supplier<R> query) {
        try {
            return withoutCallersWork(query);
        } catch (CompletionException failure) {
            throw unchecked(failure.getCause() == null ? failure : failure.getCause());
        }
    }

    private static <R> R withoutCallersWork(Supplier<R> work) {
        var callers = new ArrayDeque<UnitOfWork<?>>();
        while (CurrentUnitOfWork.isStarted()) {
            callers.push(CurrentUnitOfWork.get());
            CurrentUnitOfWork.clear(callers.getFirst());
        }
        try {
            return work.get();
        } finally {
            callers.forEach(CurrentUnitOfWork::set);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    private static final class Result {
        private @Nullable CommandResultMessage<?> outcome;
    }
}
