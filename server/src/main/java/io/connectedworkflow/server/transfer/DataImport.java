package io.connectedworkflow.server.transfer;

import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import io.connectedworkflow.infrastructure.postgres.DatabaseCommand;
import io.connectedworkflow.infrastructure.postgres.Migrations;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The command that reads what {@link DataExport} wrote into an empty database, the one that the server would use with the same
 * settings: all of it or nothing.
 */
public final class DataImport implements DatabaseCommand.Work {

    /** How it is called, as the first argument. */
    public static final String NAME = "import";

    private final ExportReader reader;
    private final PrintStream out;

    private DataImport(ExportReader reader, PrintStream out) {
        this.reader = reader;
        this.out = out;
    }

    /**
     * Imports, and prints how much it was.
     *
     * @param defaults  the server's own settings
     * @param in        what is read if {@code -} is named as the file
     * @param out       gets the summary
     * @param err       gets what keeps it from importing
     * @param arguments {@value #NAME} and the file, and settings as the server's
     * @return the exit code: 0 where all is imported, 2 where nothing is
     */
    public static int run(Properties defaults, InputStream in, PrintStream out, PrintStream err, String... arguments) {
        return new DatabaseCommand(NAME, true, defaults, err).run(arguments,
                () -> new DataImport(TransferFile.of(NAME, arguments).read(in), out));
    }

    @Override
    public int on(Migrations database) {
        try (reader) {
            out.println("imported " + read(database, reader));
            return DatabaseCommand.GOOD;
        }
    }

    /** Reads an export into a database, which is migrated first. */
    static Summary read(Migrations database, ExportReader reader) {
        var latest = database.latest();
        requireVersion(latest, reader);
        database.run();
        if (!database.applied().equals(Optional.of(latest))) {
            throw new CannotRunException("the database was migrated by a later jar: import with that one");
        }
        return readRows(database.owner(), reader);
    }

    /** Reads what is behind the header into a schema that is migrated. */
    static Summary readRows(DataSource owner, ExportReader reader) {
        return Objects.requireNonNull(new TransactionTemplate(new JdbcTransactionManager(owner))
                .execute(status -> readRows(new JdbcTemplate(owner), reader)));
    }

    private static void requireVersion(String latest, ExportReader reader) {
        if (!(reader.next() instanceof Line.Header header)) {
            throw reader.refused("is no header: this is no export");
        }
        if (header.version() != Line.VERSION) {
            throw reader.refused(
                    "names version %d of the format, and this jar reads version %d: import with the jar that exported"
                            .formatted(header.version(), Line.VERSION));
        }
        if (!header.migration().equals(latest)) {
            throw reader.refused(
                    "names version %s of the schema, and this jar's is version %s: import with a jar of that version, as the one that exported"
                            .formatted(header.migration(), latest));
        }
    }

    private static Summary readRows(JdbcTemplate jdbc, ExportReader reader) {
        var schema = EmptiedSchema.of(jdbc);
        var rows = new RowBatches(jdbc, schema, reader);
        for (;;) {
            switch (reader.next()) {
                case Line.Header second -> throw reader.refused("is a second header");
                case Line.Row row -> rows.add(row);
                case Line.Sequence sequence -> schema.add(sequence, reader);
                case Line.End end -> {
                    var summary = rows.end();
                    reader.end(end, summary.rows());
                    schema.complete();
                    return summary;
                }
            }
        }
    }
}
