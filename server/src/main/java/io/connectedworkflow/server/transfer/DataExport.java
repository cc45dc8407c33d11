package io.connectedworkflow.server.transfer;

import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import io.connectedworkflow.infrastructure.postgres.DatabaseCommand;
import io.connectedworkflow.infrastructure.postgres.Migrations;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The command that writes what is stored to a file, from the database that the server would use with the same settings: all as
 * it is at one moment, also while servers run.
 */
public final class DataExport implements DatabaseCommand.Work {

    /** How it is called, as the first argument. */
    public static final String NAME = "export";

    // A row may have some megabytes.
    private static final int FETCH_SIZE = 10;

    // The same in every session; and a slow reader of standard output is waited for.
    private static final String SESSION = """
        set local timezone = 'UTC';
        set local bytea_output = 'hex';
        set local idle_in_transaction_session_timeout = 0""";

    private final TransferFile file;
    private final PrintStream out;
    private final PrintStream err;

    private DataExport(TransferFile file, PrintStream out, PrintStream err) {
        this.file = file;
        this.out = out;
        this.err = err;
    }

    /**
     * Exports, and prints how much it was.
     *
     * @param defaults  the server's own settings
     * @param out       gets the summary; or, if {@code -} is named as the file, the data
     * @param err       gets what keeps it from exporting; and the summary, if the data goes to out
     * @param arguments {@value #NAME} and the file, and settings as the server's
     * @return the exit code: 0 where all is exported, 2 where nothing is
     */
    public static int run(Properties defaults, PrintStream out, PrintStream err, String... arguments) {
        return new DatabaseCommand(NAME, false, defaults, err).run(arguments,
                () -> new DataExport(TransferFile.of(NAME, arguments), out, err));
    }

    @Override
    public int on(Migrations database) {
        var summary = file.write(out, stream -> write(database, stream));
        (file.isStandard() ? err : out).println("exported " + summary);
        return DatabaseCommand.GOOD;
    }

    /** Writes what is stored in a database, whose schema must have this jar's version. */
    static Summary write(Migrations database, OutputStream stream) {
        var version = database.applied()
                .orElseThrow(() -> new CannotRunException("no server has run on the database yet"));
        if (!version.equals(database.latest())) {
            throw new CannotRunException(
                    "the schema has version %s, and this jar's has version %s: export with the jar of the server that ran last"
                            .formatted(version, database.latest()));
        }
        return Objects.requireNonNull(DatabaseCommand.snapshot(database.server())
                .execute(status -> write(database.server(), version, new ExportWriter(stream))));
    }

    private static Summary write(DataSource database, String version, ExportWriter writer) {
        var jdbc = new JdbcTemplate(database);
        jdbc.setFetchSize(FETCH_SIZE);
        jdbc.execute(SESSION);
        writer.line(new Line.Header(Line.VERSION, version));
        for (var name : MovedTable.NAMES) {
            jdbc.query(MovedTable.of(jdbc, name).select(), row -> {
                writer.row(name, row.getString(1));
            });
        }
        // Last, for a snapshot does not hold them: they must not have given out less than what its rows have.
        Sequences.of(jdbc).forEach(writer::line);
        return writer.end();
    }
}
