package io.connectedworkflow.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as an operator calls them. */
class DataTransferTest {

    private static final String MOVED = "(%d tables, [0-9]+ rows, [0-9]+ events)\n".formatted(MovedTable.NAMES.size());

    @TempDir
    private Path directory;

    private record Outcome(int exit, String stdout, String stderr) {}

    private static Outcome call(Map<String, String> environment, String... arguments) {
        try (var command = ServerProcess.launch(environment, arguments)) {
            return new Outcome(command.awaitExit(), command.stdout(), command.stderr());
        }
    }

    private static String good(Map<String, String> environment, String... arguments) {
        var outcome = call(environment, arguments);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.stderr()).isEmpty();
        return outcome.stdout();
    }

    private static String unpacked(Path file) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_server_goes_on_with_what_another_one_has_stored() throws IOException {
        var place = TestPostgres.newDatabase();
        var file = directory.resolve("data.ndjson.gz");
        try (var server = new EventfulServer(TestPostgres.newDatabase())) {
            assertThat(good(ServerProcess.on(server.database()), "export", file.toString()))
                    .matches("exported " + MOVED);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(directory.toFile().list()).containsExactly("data.ndjson.gz");

            assertThat(good(ServerProcess.on(place), "import", file.toString())).matches("imported " + MOVED);

            assertThat(Places.exported(place)).isEqualTo(unpacked(file));
            assertThat(good(ServerProcess.on(place), "audit-verify")).contains("ok: 2 organizations, ");
            server.mustGoOnOn(place);
        }
    }

    @Test
    void moves_an_embedded_database_into_a_new_data_directory() throws IOException {
        var data = directory.resolve("data");
        var environment = Map.of("CONNECTED_WORKFLOW_DATA_DIR", data.toString());
        var none = call(environment, "export", "-");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.stdout()).isEmpty();
        assertThat(none.stderr()).startsWith("connected-workflow cannot export: there is no database in " + data);
        assertThat(data).doesNotExist();
        var place = TestPostgres.newDatabase();
        Places.migrations(place).run();
        OddRows.insert(place);
        var file = Files.writeString(directory.resolve("data.ndjson"), Places.exported(place));

        assertThat(good(environment, "import", file.toString())).matches("imported " + MOVED);

        var again = call(environment, "export", "-");
        assertThat(again.stderr()).matches("exported " + MOVED);
        assertThat(again.stdout()).isEqualTo(Files.readString(file));
        assertThat(data.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }
}
