package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.application.workflow.IdempotencyKey;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import io.connectedworkflow.infrastructure.postgres.IdempotencyKeys;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Lets a command through only if its request has not taken effect yet, and remembers that it has, in its transaction. */
final class TakesEffectOnce implements MessageHandlerInterceptor<CommandMessage<?>> {

    /** Under which key of a command's metadata it is said that its request must take effect once. */
    static final String ONCE = "once";

    private final IdempotencyKeys keys;

    TakesEffectOnce(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** The request has taken effect before. */
    static final class TookEffect extends RuntimeException {

        private final String subjectId;

        private TookEffect(String subjectId) {
            super(subjectId, null, false, false);
            this.subjectId = subjectId;
        }

        String subjectId() {
            return subjectId;
        }
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        var message = work.getMessage();
        if (message.getMetaData().get(ONCE) instanceof IdempotencyKey once
                && message.getPayload() instanceof WorkflowCommand command) {
            var actor = command.organization().actor();
            keys.lock(actor, once).ifPresent(subjectId -> {
                throw new TookEffect(subjectId);
            });
            // With what the command writes, in the same round trip.
            work.onPrepareCommit(unit -> keys.remember(actor, once, command.subjectId()));
        }
        return chain.proceed();
    }
}
