package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * The transaction of a command: the caller's, if the caller has begun one, else one of its own. In a caller's transaction
 * a refused command leaves nothing, and everything else as it was; after any other failure, the transaction can only be
 * rolled back.
 */
final class CommandTransaction {

    // By SQL, since the managers of transactions disagree on savepoints: that of JPA has none unless it is told to.
    private static final String BEGIN = "savepoint connected_workflow";
    private static final String END = "release savepoint connected_workflow";
    private static final String UNDO = "rollback to savepoint connected_workflow; " + END;

    private static final TransactionDefinition IF_THERE_IS_ONE = new DefaultTransactionDefinition(
            TransactionDefinition.PROPAGATION_SUPPORTS);

    private final Database database;

    CommandTransaction(Database database) {
        this.database = database;
    }

    private record Outcome<R>(Supplier<R> result) {}

    /** Whether the caller has begun a transaction. One of another data source does not count. */
    boolean isCallers() {
        var manager = database.transactionManager();
        var status = manager.getTransaction(IF_THERE_IS_ONE);
        var callers = status.hasTransaction();
        manager.commit(status);
        return callers;
    }

    <R> R run(Supplier<R> command) {
        return database.transactions().execute(status -> status.isNewTransaction()
                ? outcome(command.get())
                : join(status, command)).result().get();
    }

    private <R> Outcome<R> join(TransactionStatus caller, Supplier<R> command) {
        try {
            var lockTimeout = database.jdbc().queryForObject("show lock_timeout", String.class);
            database.jdbc().execute(BEGIN);
            return undoIfRefused(command, lockTimeout);
        } catch (Throwable failure) {
            // Also where the host's manager does not mind that a part fails: half of a command must not be committed.
            caller.setRollbackOnly();
            throw failure;
        }
    }

    // What a command sets for the transaction is undone with it, or else must be put back.
    private <R> Outcome<R> undoIfRefused(Supplier<R> command, @Nullable String lockTimeout) {
        try {
            var result = command.get();
            database.jdbc().execute(END + "; set local lock_timeout = '" + lockTimeout + "'");
            return outcome(result);
        } catch (RefusedException refused) {
            database.jdbc().execute(UNDO);
            return new Outcome<>(() -> {
                throw refused;
            });
        }
    }

    private static <R> Outcome<R> outcome(R result) {
        return new Outcome<>(() -> result);
    }
}
