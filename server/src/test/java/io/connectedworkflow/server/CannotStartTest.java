package io.connectedworkflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the server from starting, and is the operator's to mend, is told in one sentence without a stack. */
class CannotStartTest {

    private static final Path OLDER_JAVA = Path.of("/usr/lib/jvm/java-17-openjdk-amd64/bin/java");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void names_the_address_of_a_database_that_refuses() {
        var port = ServerProcess.freePort();
        assertCannotStart(with(TestPostgres.newDatabase(), "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://localhost:" + port + "/nothing?ApplicationName=secret"),
                "the data source cannot be connected to: Connection to localhost:" + port + " refused");
    }

    @Test
    void wants_a_database_of_unicode() {
        var name = "latin_" + ServerProcess.freePort();
        var database = TestPostgres.newDatabase();
        TestPostgres.asSuperuser().execute("create database " + name + " owner " + database.owner()
                + " encoding 'LATIN1' locale 'C' template template0");
        var url = database.url().substring(0, database.url().lastIndexOf('/') + 1) + name;
        assertCannotStart(with(database, "SPRING_DATASOURCE_URL", url),
                "connected-workflow needs a database whose encoding is UTF8, and that of its data source is LATIN1");
    }

    @Test
    void wants_one_row_where_there_can_be_one() {
        for (var table : new String[]{"workflow_view_fold", "chain_progress"}) {
            var database = TestPostgres.newDatabase();
            ServerProcess.start(ServerProcess.on(database)).close();
            database.asOwner().execute(
                    "insert into connected_workflow.%1$s select * from connected_workflow.%1$s".formatted(table));
            assertCannotStart(ServerProcess.on(database),
                    "The table connected_workflow." + table + " must hold one row and holds 2");
        }
    }

    @Test
    void wants_a_role_that_may_set_up_the_schema() {
        var database = TestPostgres.newDatabase();
        var settings = new HashMap<>(ServerProcess.on(database));
        settings.remove("CONNECTED_WORKFLOW_MIGRATION_USERNAME");
        settings.remove("CONNECTED_WORKFLOW_MIGRATION_PASSWORD");
        assertCannotStart(settings, "the role \"" + database.server() + "\" may not set up the schema");
    }

    @Test
    void wants_a_locale_that_can_name_the_data_directory() {
        assertCannotStart(Map.of("CONNECTED_WORKFLOW_DATA_DIR", directory + "/d\u00E9p\u00F4t", "LC_ALL", "C"),
                "has characters that the locale cannot name");
    }

    @Test
    void says_on_an_older_java_which_one_it_needs() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(OLDER_JAVA), "no older Java is at " + OLDER_JAVA);
        var classes = Path.of(ServerLauncher.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        var process = new ProcessBuilder(OLDER_JAVA.toString(), "-cp", classes.toString(),
                ServerLauncher.class.getName()).start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(text(process.getErrorStream())).startsWith(
                "connected-workflow cannot start: it needs Java 21 or later, and this is Java 17").hasLineCount(1);
    }

    private static Map<String, String> with(TestDatabase database, String... settings) {
        var all = new HashMap<>(ServerProcess.on(database));
        for (var i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }

    private static String text(InputStream output) throws IOException {
        return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assertCannotStart(Map<String, String> settings, String reason) {
        try (var server = ServerProcess.launch(settings)) {
            assertThat(server.handle().onExit().orTimeout(2, TimeUnit.MINUTES).join().isAlive()).isFalse();
            assertThat(server.stderr().lines().filter(line -> !line.isBlank()).toList()).as(server.stdout())
                    .singleElement().asString().startsWith("connected-workflow cannot start: ").contains(reason)
                    .doesNotContain("secret");
            assertThat(server.stdout()).doesNotContain("Exception", "client_secret", "java.base/", "\tat ");
        }
    }
}
