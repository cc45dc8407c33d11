package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.refusal.Refusal.ConcurrentChange;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import io.connectedworkflow.infrastructure.postgres.Patience;
import io.connectedworkflow.infrastructure.postgres.PresentClient;
import io.connectedworkflow.infrastructure.postgres.SqlState;
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

    private final CommandTurns turns;
    private final PresentClient client;
    private final CommandTransaction transaction;
    private final CommandBus commands;
    private final QueryGateway queries;

    AxonMessages(CommandTurns turns, PresentClient client, CommandTransaction transaction, CommandBus commands,
            QueryGateway queries) {
        this.turns = turns;
        this.client = client;
        this.transaction = transaction;
        this.commands = commands;
        this.queries = queries;
    }

    @Override
    public String send(WorkflowCommand command, Caller caller) {
        var patience = Patience.of(Patience.LONGEST, client);
        // In a caller's transaction, who waits for a turn may hold the lock that whoever has the turn waits for.
        return withoutCallersWork(() -> transaction.isCallers()
                ? transact(command, caller, patience.inCallersTransaction())
                : turns.take(command, patience, () -> transact(command, caller, patience)));
    }

    private String transact(WorkflowCommand command, Caller caller, Patience patience) {
        return transaction.run(() -> dispatch(command, metaData(caller).and(Patience.KEY, patience)));
    }

    private String dispatch(WorkflowCommand command, MetaData metaData) {
        var result = new Result();
        commands.dispatch(new GenericCommandMessage<>(command, metaData),
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
        // Be it the workflow's lock, the register's, or one that nobody but an operator takes.
        if (SqlState.of(outcome.exceptionResult()).filter(SqlState.LOCK_NOT_AVAILABLE::equals).isPresent()) {
            LOG.debug("Waited in vain", outcome.exceptionResult());
            throw new ConcurrentChange().asException();
        }
        throw unchecked(outcome.exceptionResult());
    }

    private static MetaData metaData(Caller caller) {
        var metaData = MetaData.with(REQUEST_ID, caller.requestId());
        return caller.idempotencyKey() == null ? metaData : metaData.and(TakesEffectOnce.ONCE, caller.idempotencyKey());
    }

    @Override
    public Optional<WorkflowView> ask(FindWorkflow query) {
        return ask(() -> queries.query(query, ResponseTypes.optionalInstanceOf(WorkflowView.class)).join());
    }

    @Override
    public List<WorkflowSummary> ask(ListWorkflows query) {
        return ask(() -> queries.query(query, ResponseTypes.multipleInstancesOf(WorkflowSummary.class)).join());
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
