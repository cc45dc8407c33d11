package io.connectedworkflow.testing;

import static org.awaitility.Awaitility.await;

import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;

/** A gate in the database: while it is closed, whoever comes to it waits there, with all it has locked. */
public final class Gate {

    private static final int LOCK = 4712;

    private final TestDatabase database;
    private final JdbcTemplate owner;

    /** Builds the gate before the event log, and leaves it open. */
    public Gate(TestDatabase database) {
        this(database, "before insert on connected_workflow.domain_event for each row");
    }

    /**
     * Builds a gate, and leaves it open.
     *
     * @param place where it stands, as a trigger says it
     */
    public Gate(TestDatabase database, String place) {
        this.database = database;
        owner = database.asOwner();
        owner.execute("""
            create function connected_workflow.wait_at_the_gate() returns trigger language plpgsql as $$
            begin
                perform pg_advisory_xact_lock_shared(%d);
                return new;
            end
            $$""".formatted(LOCK));
        owner.execute("create trigger gate %s execute function connected_workflow.wait_at_the_gate()"
                .formatted(place));
    }

    /** Takes the gate of a database away, if there is one. */
    public static void tearDown(TestDatabase database) {
        database.asOwner().execute("drop function if exists connected_workflow.wait_at_the_gate() cascade");
    }

    /** Closes it, until what is returned is closed. */
    public Connection closed() throws SQLException {
        var connection = DriverManager.getConnection(database.url(), database.owner(), database.password());
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(%d)".formatted(LOCK));
        }
        return connection;
    }

    /** Waits until so many wait, at the gate itself or for an advisory lock that somebody holds who is there. */
    public void awaitWaiting(int sessions) {
        await().pollInterval(Duration.ofMillis(10)).until(() -> owner.queryForList("""
            select pid from pg_locks join pg_database d on d.oid = database
            where locktype = 'advisory' and not granted and datname = current_database()""").size() == sessions);
    }
}
