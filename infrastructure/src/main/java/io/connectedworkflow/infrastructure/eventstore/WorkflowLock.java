package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.workflow.command.ExistingWorkflowCommand;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.Patience;
import io.connectedworkflow.infrastructure.postgres.PostgresIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Lets one command at a time change a workflow, on all nodes: a second one waits, and decides on what the first has
 * left. And since whoever holds the lock knows the workflow's last event, this is also where an event's time is kept
 * from being before it, whatever the node's clock says, and from being one for which there are no ids: events later than
 * that would have to keep it.
 */
final class WorkflowLock
        implements
            MessageHandlerInterceptor<CommandMessage<?>>,
            MessageDispatchInterceptor<EventMessage<?>> {

    private static final String LOCK = """
        select connected_workflow.lock_workflow(?, ?, ?), current_setting('transaction_isolation')""";
    private static final String READ_COMMITTED = "read committed";
    private static final String LAST_EVENT = WorkflowLock.class.getName();

    private final Database database;

    WorkflowLock(Database database) {
        this.database = database;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        if (work.getMessage().getPayload() instanceof ExistingWorkflowCommand command) {
            work.root().resources().put(LAST_EVENT, lock(command.workflowId()));
        }
        return chain.proceed();
    }

    private Instant lock(String workflowId) {
        var patience = Patience.current();
        return Objects.requireNonNull(database.jdbc().queryForObject(LOCK, WorkflowLock::last, workflowId,
                patience.forLock(), patience.idle()));
    }

    private static Instant last(ResultSet row, int index) throws SQLException {
        // Any other shows what was there before the lock was waited for.
        if (!row.getString(2).equals(READ_COMMITTED)) {
            throw new IllegalStateException(
                    "Commands need the isolation level READ COMMITTED, not " + row.getString(2));
        }
        var last = row.getObject(1, OffsetDateTime.class);
        if (last == null) {
            throw IdUnknown.WORKFLOW.asException();
        }
        return last.toInstant();
    }

    @Override
    public BiFunction<Integer, EventMessage<?>, EventMessage<?>> handle(List<? extends EventMessage<?>> events) {
        return (index, event) -> {
            PostgresIds.requireCredible(event.getTimestamp());
            var last = CurrentUnitOfWork.isStarted()
                    ? CurrentUnitOfWork.get().root().<Instant>getResource(LAST_EVENT)
                    : null;
            return last != null && event.getTimestamp().isBefore(last) && event instanceof DomainEventMessage<?> domain
                    ? at(last, domain)
                    : event;
        };
    }

    private static <T> DomainEventMessage<T> at(Instant time, DomainEventMessage<T> event) {
        return new GenericDomainEventMessage<>(event.getType(), event.getAggregateIdentifier(),
                event.getSequenceNumber(), event, () -> time);
    }
}
