package io.connectedworkflow.infrastructure.postgres;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** The codes by which PostgreSQL tells of a failure, from its manual's appendix A. */
public final class SqlState {

    /** There are as many connections as there may be. */
    static final String TOO_MANY_CONNECTIONS = "53300";
    /** A role may not do what it tries to do. */
    public static final String INSUFFICIENT_PRIVILEGE = "42501";
    /** A prepared statement that a pooler has given to another session. */
    private static final List<String> PREPARED_ELSEWHERE = List.of("26000", "42P05");
    /** A lock was not to be had in the time that it was waited for. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";

    // By their beginnings: connections (08), transactions that were rolled back for others' sake (40), resources (53), what an
    // operator does (57), what the machine does (58); a database, or standby, that takes no writes; transactions that were
    // idle, or took, too long; locks.
    private static final List<String> PASSING = List.of("08", "40", "53", "57", "58", "25006", "25P03", "25P04",
            LOCK_NOT_AVAILABLE);

    private SqlState() {}

    /**
     * What the database, or the clock, says of a failure that passes by itself, or by an operator's hand, so that it is worth
     * another try; nothing if it is no such failure.
     */
    public static Optional<String> outage(Throwable failure) {
        var clock = causes(failure).filter(ClockOutOfRangeException.class::isInstance).findFirst();
        if (clock.isPresent()) {
            return clock.map(Throwable::getMessage);
        }
        // A pool's own failures repeat the code of why it could not connect last, be it a wrong password.
        var pool = causes(failure).filter(SQLTransientConnectionException.class::isInstance).findFirst();
        if (pool.isPresent()) {
            return pool.map(Throwable::toString);
        }
        var coded = causes(failure).filter(cause -> stateOf(cause) != null).findFirst();
        return coded.isPresent()
                ? coded.filter(cause -> PASSING.stream().anyMatch(Objects.requireNonNull(stateOf(cause))::startsWith))
                        .map(Throwable::toString)
                : causes(failure).filter(SqlState::isAboutConnections).reduce((first, second) -> second)
                        .map(Throwable::toString);
    }

    // Those of pools have no code, nor has what Spring says of a connection that broke in the commit.
    private static boolean isAboutConnections(Throwable cause) {
        return cause instanceof SQLTransientConnectionException || cause instanceof SQLNonTransientConnectionException
                || cause instanceof CannotGetJdbcConnectionException
                || cause instanceof CannotCreateTransactionException || cause instanceof TransactionSystemException;
    }

    /**
     * Whether a failure is that of a pooler which hands a connection's prepared statements to others, as PgBouncer does
     * between transactions.
     */
    public static boolean isOfPooler(Throwable failure) {
        return of(failure).filter(PREPARED_ELSEWHERE::contains).isPresent();
    }

    /** What the database, or its driver, says in words, in the causes of a failure, the outermost first; if anything. */
    static Optional<String> said(Throwable failure) {
        return causes(failure).filter(cause -> stateOf(cause) != null).map(Throwable::getMessage)
                .filter(Objects::nonNull).findFirst();
    }

    /** The code of five characters in the causes of a failure, the outermost first; if any has one. */
    public static Optional<String> of(Throwable failure) {
        return causes(failure).map(SqlState::stateOf).filter(Objects::nonNull).findFirst();
    }

    private static @Nullable String stateOf(Throwable cause) {
        return cause instanceof SQLException said ? said.getSQLState() : null;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, SqlState::before);
    }

    // A connection that broke cannot be rolled back either, which is what Spring then says.
    private static @Nullable Throwable before(Throwable failure) {
        return failure instanceof TransactionSystemException ended && ended.getApplicationException() != null
                ? ended.getApplicationException()
                : failure.getCause();
    }
}
