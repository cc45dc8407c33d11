package io.connectedworkflow.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded PostgreSQL that is killed is started again, and one that cannot start says why, at once and in its own words. */
class EmbeddedPostgresFailuresTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(20);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    // To unpack them for each test once more would take longer than the tests.
    @TempDir
    private static Path programs;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;
    private final List<String> lost = new CopyOnWriteArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        Files.createSymbolicLink(directory.resolve("binaries"), programs);
        start().close();
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(directory, lost::add);
    }

    @Test
    void is_started_again_where_it_was_when_it_is_killed() throws Exception {
        try (var postgres = start()) {
            execute(postgres, "create table note (text text)");
            execute(postgres, "insert into note values ('kept')");
            var url = postgres.jdbcUrl();

            var killed = kill();

            await().atMost(LONG_ENOUGH).ignoreExceptions().until(() -> read(postgres).equals("kept"));
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            assertThat(postmaster()).isNotEqualTo(killed);
            assertThat(lost).isEmpty();
        }
        assertThat(directory.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void is_not_started_again_for_ever() {
        try (var postgres = start()) {
            await().atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(50)).until(() -> {
                if (lost.isEmpty() && isRunning()) {
                    kill();
                }
                return !lost.isEmpty();
            });

            assertThat(lost).singleElement().asString().contains(directory.toString(), "within a minute");
            assertThat(postgres.jdbcUrl()).isNotEmpty();
        }
    }

    @Test
    void closes_a_directory_that_a_volume_has_opened_to_a_group() throws IOException, SQLException {
        var cluster = directory.resolve("postgres");
        var secrets = directory.resolve("secrets.properties");
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwxrwx---"));
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-rw----"));
        try (var postgres = start()) {
            execute(postgres, "select 1");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets))).isEqualTo("rw-------");
    }

    @Test
    void says_what_to_do_with_what_another_release_has_written() throws IOException {
        Files.writeString(directory.resolve("postgres").resolve("PG_VERSION"), "15\n");

        assertCannotStart("FATAL: database files are incompatible with server", "initialized by PostgreSQL version 15",
                "docs/operating.md");
    }

    @Test
    void says_what_is_wrong_in_its_configuration() throws IOException {
        Files.writeString(directory.resolve("postgres").resolve("postgresql.conf"), "\nshared_buffers = plenty\n",
                StandardOpenOption.APPEND);

        assertCannotStart("FATAL: configuration file", "contains errors", "shared_buffers");
    }

    @Test
    void says_what_is_missing() throws IOException {
        Files.delete(directory.resolve("postgres").resolve("global").resolve("pg_control"));

        assertCannotStart("pg_control");
    }

    private void assertCannotStart(String... reasons) {
        var start = System.nanoTime();

        assertThatExceptionOfType(EmbeddedPostgresException.class).isThrownBy(this::start)
                .withMessageContainingAll(reasons).withMessageNotContaining("\n")
                .withMessageContaining(directory.toString());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        assertThat(directory.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }

    private ProcessHandle kill() throws IOException {
        var running = postmaster();
        running.destroyForcibly();
        return running;
    }

    private ProcessHandle postmaster() throws IOException {
        return Postmaster.of(directory.resolve("postgres")).orElseThrow().process();
    }

    private boolean isRunning() throws IOException {
        return Postmaster.of(directory.resolve("postgres")).filter(Postmaster::isRunning).isPresent();
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.ownerUsername(),
                postgres.ownerPassword()); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.ownerUsername(),
                postgres.ownerPassword());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select text from note")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
