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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends commands and queries by Axon's buses. Both are answered in the caller's own thread. */
final class AxonMessages implements Messages {

    /** Under which key of an event's metadata the request's id is kept. */
    static final String REQUEST_ID = "requestId";

    private static final Logger LOG = LoggerFactory.getLogger(AxonMessages.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final OneAtATime turns = new OneAtATime(PATIENCE);
    private final CommandBus commands;
    private final QueryGateway queries;

    AxonMessages(CommandBus commands, QueryGateway queries) {
        this.commands = commands;
        this.queries = queries;
    }

    @Override
    public String send(WorkflowCommand command, Caller caller) {
        return command instanceof ExistingWorkflowCommand
                ? turns.take(command.workflowId(), () -> dispatch(command, caller))
                : dispatch(command, caller);
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
            return query.get();
        } catch (CompletionException failure) {
            throw unchecked(failure.getCause() == null ? failure : failure.getCause());
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
