package io.connectedworkflow.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be relied on when the server runs its own PostgreSQL, also by those whose server was killed. */
class EmbeddedPostgresTest {

    private static Path sharedDirectory;
    private static EmbeddedPostgres shared;

    @BeforeAll
    static void start(@TempDir Path directory) {
        shared = startIn(directory);
        sharedDirectory = directory;
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @Test
    void risks_nothing_that_is_committed() {
        assertThat(Stream.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums"))
                .allSatisfy(setting -> assertThat(asServer(shared, "show " + setting)).isEqualTo("on"));
    }

    @Test
    void sorts_the_same_on_every_machine() throws SQLException {
        assertThat(asServer(shared, """
            select concat_ws(' ', pg_encoding_to_char(encoding), datlocprovider, datlocale)
            from pg_database where datname = current_database()
            """)).isEqualTo("UTF8 b C.UTF-8");
    }

    @Test
    void lets_nobody_in_without_the_right_password() {
        assertThat(List.of("postgres", shared.ownerUsername(), shared.serverUsername())).allSatisfy(role -> {
            assertRefused("The server requested SCRAM-based authentication", () -> connect(shared, role, ""));
            assertRefused("password authentication failed", () -> connect(shared, role, "postgres"));
        });
        assertRefused("password authentication failed",
                () -> connect(shared, shared.ownerUsername(), shared.serverPassword()));
    }

    @Test
    void gives_the_server_only_what_the_owner_grants() throws SQLException {
        assertThat(asServer(shared, """
            select string_agg(rolname, ' ') from pg_roles
            where rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
            """)).isEqualTo("postgres");
        assertThat(List.of("create role intruder", "create database another", "create schema mine",
                "create table mine (id int)", "create temporary table mine (id int)"))
                .allSatisfy(statement -> assertRefused("permission denied", () -> asServer(shared, statement)));
    }

    @Test
    void lets_an_application_have_tables_of_its_own_while_it_is_shared(@TempDir Path directory) throws SQLException {
        try (var postgres = startIn(directory)) {
            postgres.share();
            try (var application = connect(postgres, postgres.serverUsername(), postgres.serverPassword());
                    var statement = application.createStatement()) {
                statement.execute("create table mine (id int)");
                statement.execute("create schema mine create table mine (id int)");
                statement.execute("create temporary table passing (id int)");
            }
            store(postgres, "not the application");
            assertRefused("permission denied", () -> asServer(postgres, "delete from note returning text"));
        }
        try (var postgres = startIn(directory)) {
            assertThat(asServer(postgres, "select count(*) from mine")).isEqualTo("0");
            assertThat(List.of("create schema another", "create table another (id int)",
                    "create temporary table another (id int)"))
                    .allSatisfy(statement -> assertRefused("permission denied", () -> asServer(postgres, statement)));
        }
    }

    @Test
    void is_reached_from_this_machine_only() throws IOException, SQLException {
        assertThat(asServer(shared, "show listen_addresses")).isEqualTo("localhost");
        assertThat(postmasterFile(sharedDirectory).get(4)).as("directory of the Unix socket").isEmpty();
    }

    @Test
    void keeps_what_is_stored_until_it_is_started_again(@TempDir Path directory) throws SQLException {
        try (var postgres = startIn(directory)) {
            store(postgres, "kept");
        }
        try (var postgres = startIn(directory)) {
            assertThat(stored(postgres)).isEqualTo("kept");
        }
    }

    @Test
    void keeps_its_directory_from_other_users(@TempDir Path parent) throws IOException {
        var directory = parent.resolve("not").resolve("yet there");
        try (var postgres = startIn(directory); var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("binaries", "lock",
                    "postgres",
                    "postgres.log", "secrets.properties");
            assertThat(permissions(directory)).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("postgres"))).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("secrets.properties"))).isEqualTo("rw-------");
            assertThat(directory.resolve("secrets.properties")).content().contains(postgres.serverPassword());
        }
    }

    @Test
    void is_used_by_one_server_at_a_time(@TempDir Path directory) throws Exception {
        try (var first = startIn(directory)) {
            store(first, "kept");
            assertCannotStart(directory, directory);
            try (var another = new AnotherServer(directory)) {
                assertThat(another.answer()).isEqualTo(AnotherServer.REFUSED);
            }
            assertThat(stored(first)).isEqualTo("kept");
        }
    }

    @Test
    void needs_a_directory_that_it_can_write(@TempDir Path parent) throws IOException {
        var file = Files.createFile(parent.resolve("file"));
        assertCannotStart(file, file);
        assertCannotStart(file.resolve("below"), file.resolve("below"));
    }

    @Test
    void leaves_alone_what_is_not_its_own(@TempDir Path directory) throws IOException {
        var foreign = Files.createDirectories(directory.resolve("postgres").resolve("base")).resolve("precious");
        Files.writeString(foreign, "data");
        assertCannotStart(directory, directory.resolve("postgres"));
        assertThat(foreign).hasContent("data");
    }

    @Test
    void begins_again_where_it_was_cut_off_at_the_beginning(@TempDir Path directory) throws IOException, SQLException {
        Files.writeString(directory.resolve("secrets.properties"), Passwords.random().text());
        Files.createDirectories(directory.resolve("postgres").resolve("base"));
        Files.writeString(directory.resolve("postgres").resolve("PG_VERSION"), "18\n");
        Files.createFile(directory.resolve("postgres").resolve("postgresql.conf"));
        try (var postgres = startIn(directory)) {
            store(postgres, "new");
            assertThat(stored(postgres)).isEqualTo("new");
        }
    }

    @Test
    void does_not_replace_lost_passwords_and_with_them_the_data(@TempDir Path directory)
            throws IOException, SQLException {
        try (var postgres = startIn(directory)) {
            store(postgres, "kept");
        }
        var secrets = directory.resolve("secrets.properties");
        var elsewhere = Files.move(secrets, directory.resolve("elsewhere"));
        assertCannotStart(directory, secrets);

        Files.move(elsewhere, secrets);
        try (var postgres = startIn(directory)) {
            assertThat(stored(postgres)).isEqualTo("kept");
        }
    }

    @Test
    void leaves_nothing_behind_when_it_cannot_start(@TempDir Path directory) throws IOException, SQLException {
        try (var postgres = startIn(directory)) {
            store(postgres, "kept");
        }
        var mark = directory.resolve("postgres").resolve("connected-workflow.initialized");
        Files.delete(mark);
        Files.createDirectory(mark);
        assertThatExceptionOfType(EmbeddedPostgresException.class).isThrownBy(() -> startIn(directory))
                .withMessageContaining(directory + " ").withMessageNotContaining("\n")
                .withCauseInstanceOf(IOException.class);
        assertThat(directory.resolve("postgres").resolve("postmaster.pid")).doesNotExist();

        Files.delete(mark);
        Files.createFile(mark);
        try (var postgres = startIn(directory)) {
            assertThat(stored(postgres)).isEqualTo("kept");
        }
    }

    @Test
    void takes_over_from_a_server_that_was_killed(@TempDir Path directory) throws Exception {
        try (var killed = new AnotherServer(directory)) {
            assertThat(killed.answer()).isEqualTo(AnotherServer.STORED);
            assertCannotStart(directory, directory);
        }
        var orphan = postmaster(directory);
        assertThat(isRunning(orphan)).isTrue();

        try (var postgres = startIn(directory)) {
            assertThat(isRunning(orphan)).isFalse();
            assertThat(stored(postgres)).isEqualTo(AnotherServer.STORED);
        }
    }

    @Test
    void does_not_wait_for_the_clients_of_a_server_that_was_killed(@TempDir Path directory) throws Exception {
        try (var killed = new AnotherServer(directory)) {
            assertThat(killed.answer()).isEqualTo(AnotherServer.STORED);
        }
        var url = "jdbc:postgresql://localhost:%s/connected_workflow".formatted(postmasterFile(directory).get(3));
        var passwords = Passwords.parse(Files.readString(directory.resolve("secrets.properties"))).orElseThrow();
        try (var client = DriverManager.getConnection(url, "connected_workflow_server", passwords.server());
                var postgres = startIn(directory)) {
            assertThat(client.isValid(1)).isFalse();
            assertThat(stored(postgres)).isEqualTo(AnotherServer.STORED);
        }
    }

    @Test
    void stops_no_process_that_only_has_the_number_of_an_old_one(@TempDir Path directory)
            throws IOException, SQLException {
        try (var postgres = startIn(directory)) {
            store(postgres, "kept");
        }
        var cluster = directory.resolve("postgres");
        Files.writeString(cluster.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n" + cluster + "\n");
        try (var postgres = startIn(directory)) {
            assertThat(stored(postgres)).isEqualTo("kept");
        }
    }

    @Test
    void leaves_no_process_when_it_is_closed(@TempDir Path directory) throws Exception {
        var postgres = startIn(directory);
        var postmaster = postmaster(directory);
        // some of the first ones end by themselves
        var processes = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .filter(EmbeddedPostgresTest::isRunning).toList();
        assertThat(processes).contains(postmaster).hasSizeGreaterThan(1);

        try (var client = connect(postgres, postgres.serverUsername(), postgres.serverPassword())) {
            postgres.close();
            postgres.close();
            assertThat(client.isValid(1)).isFalse();
        }
        assertThat(processes).noneMatch(EmbeddedPostgresTest::isRunning);
    }

    // To unpack them for each test once more would take longer than the tests.
    private static void useUnpackedPrograms(Path directory) {
        var programs = directory.resolve("binaries");
        if (sharedDirectory == null || !Files.isDirectory(directory) || Files.exists(programs)) {
            return;
        }
        try {
            Files.createSymbolicLink(programs, sharedDirectory.resolve("binaries"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static EmbeddedPostgres startIn(Path directory) {
        useUnpackedPrograms(directory);
        return EmbeddedPostgres.start(directory, lost -> {
            throw new AssertionError(lost);
        });
    }

    private static void store(EmbeddedPostgres postgres, String text) throws SQLException {
        try (var owner = connect(postgres, postgres.ownerUsername(), postgres.ownerPassword());
                var statement = owner.createStatement()) {
            statement.execute("create table note (text text)");
            statement.execute("grant select, insert on note to " + postgres.serverUsername());
        }
        asServer(postgres, "insert into note values ('" + text + "') returning text");
    }

    private static String stored(EmbeddedPostgres postgres) throws SQLException {
        return asServer(postgres, "select string_agg(text, ', ') from note");
    }

    private static String asServer(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var server = connect(postgres, postgres.serverUsername(), postgres.serverPassword());
                var statement = server.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres, String username, String password) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), username, password);
    }

    private static void assertRefused(String reason, ThrowingCallable attempt) {
        assertThatExceptionOfType(SQLException.class).isThrownBy(attempt).withMessageContaining(reason);
    }

    private static void assertCannotStart(Path directory, Path named) {
        assertThatExceptionOfType(EmbeddedPostgresException.class).isThrownBy(() -> startIn(directory))
                .withMessageContaining(named.toAbsolutePath() + " ")
                .withMessageContaining("CONNECTED_WORKFLOW_DATA_DIR")
                .withMessageNotContaining("\n");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static ProcessHandle postmaster(Path directory) throws IOException {
        return ProcessHandle.of(Long.parseLong(postmasterFile(directory).get(0))).orElseThrow();
    }

    private static List<String> postmasterFile(Path directory) throws IOException {
        return Files.readAllLines(directory.resolve("postgres").resolve("postmaster.pid"));
    }

    /** A process that has ended, but that nobody has waited for, has no command. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** A server in a process of its own, which is killed when it is closed. */
    static final class AnotherServer implements AutoCloseable {

        static final String STORED = "stored by another server";
        static final String REFUSED = "another server cannot start";

        private final Process process;

        AnotherServer(Path directory) throws IOException {
            process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                    System.getProperty("java.class.path"), AnotherServer.class.getName(), directory.toString())
                    .redirectErrorStream(true).start();
        }

        public static void main(String[] arguments) throws IOException, SQLException {
            try {
                store(startIn(Path.of(arguments[0])), STORED);
                System.out.println(STORED);
            } catch (EmbeddedPostgresException e) {
                System.out.println(REFUSED);
            }
            var untilKilled = System.in.read();
            System.exit(untilKilled);
        }

        String answer() {
            return process.inputReader(UTF_8).lines().filter(List.of(STORED, REFUSED)::contains).findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
