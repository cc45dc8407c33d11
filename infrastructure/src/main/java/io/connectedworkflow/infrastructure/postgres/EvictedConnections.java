package io.connectedworkflow.infrastructure.postgres;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Takes a connection out of the server's pool over which nothing can be written (SQLSTATE 25006): it may be to what has become
 * a standby, or from a time when the database took no writes, and nobody else would find out. The pool makes it, by its name.
 */
public final class EvictedConnections implements SQLExceptionOverride {

    private static final String READ_ONLY_SQL_TRANSACTION = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return READ_ONLY_SQL_TRANSACTION.equals(failure.getSQLState())
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
