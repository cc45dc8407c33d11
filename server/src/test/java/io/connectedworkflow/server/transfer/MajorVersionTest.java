package io.connectedworkflow.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The way from another major version of PostgreSQL to the one that we bring along. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MajorVersionTest {

    // The build puts it there: on the class path it would be taken for ours.
    private static final Path BINARIES = Path.of("target", "older-postgres", "binaries.jar");

    private static InputStream binaries(String system, String machine) throws IOException {
        try (var jar = new ZipFile(BINARIES.toFile())) {
            return new ByteArrayInputStream(
                    jar.getInputStream(jar.getEntry("postgres-linux-x86_64.txz")).readAllBytes());
        }
    }

    private static TestDatabase database(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create role older_owner login password 'older'");
            statement.execute("create role older_server login password 'older'");
            statement.execute("create database older owner older_owner");
        }
        return new TestDatabase("jdbc:postgresql://localhost:%d/older".formatted(postgres.getPort()), "older_owner",
                "older_server", "older");
    }

    private static String version(TestDatabase database) {
        return String.valueOf(database.asOwner().queryForObject("show server_version", String.class));
    }

    @Test
    void what_a_server_has_stored_on_another_one_is_the_same_on_ours() throws IOException, SQLException {
        var place = TestPostgres.newDatabase();
        try (var older = EmbeddedPostgres.builder().setPgBinaryResolver(MajorVersionTest::binaries).start();
                var server = new EventfulServer(database(older))) {
            assertThat(version(server.database())).startsWith("17.");
            assertThat(version(place)).startsWith("18.");

            var export = Places.exported(server.database());
            Places.imported(place, export);

            assertThat(Places.rows(place)).isNotEmpty().isEqualTo(Places.rows(server.database()));
            assertThat(Places.exported(place)).isEqualTo(export);
            server.mustGoOnOn(place);
        }
    }
}
