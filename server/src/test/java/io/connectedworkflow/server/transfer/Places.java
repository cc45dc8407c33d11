package io.connectedworkflow.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.connectedworkflow.infrastructure.postgres.Migrations;
import io.connectedworkflow.testing.Tables;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Databases of tests, and what is moved between them. */
final class Places {

    private Places() {}

    static Migrations migrations(TestDatabase database) {
        return new Migrations(
                new DriverManagerDataSource(database.url(), database.owner(), database.password()),
                new DriverManagerDataSource(database.url(), database.server(), database.password()), true);
    }

    /** Exports as the running server. */
    static String exported(TestDatabase database) {
        var bytes = new ByteArrayOutputStream();
        DataExport.write(migrations(database), bytes);
        return bytes.toString(UTF_8);
    }

    /** Imports as the owner. */
    static Summary imported(TestDatabase database, String export) {
        return DataImport.read(migrations(database), reader(export));
    }

    /** The same, in a schema that is migrated. */
    static Summary rowsImported(TestDatabase database, String export) {
        var reader = reader(export);
        reader.next();
        return DataImport.readRows(migrations(database).owner(), reader);
    }

    private static ExportReader reader(String export) {
        return new ExportReader(new ByteArrayInputStream(export.getBytes(UTF_8)));
    }

    /** All that should be moved, as PostgreSQL shows it. */
    static List<String> rows(TestDatabase database) {
        return Tables.dump(database.asOwner(), MovedTable.NAMES);
    }
}
