package io.connectedworkflow.postgres;

import static java.util.stream.Collectors.joining;

import io.connectedworkflow.postgres.PostgresPrograms.ProgramFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/** The PostgreSQL that the server brings along and runs itself when no datasource is configured. */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final String DATABASE = "connected_workflow";
    private static final String OWNER = "connected_workflow_owner";
    private static final String SERVER = "connected_workflow_server";

    private static final String ANOTHER_RELEASE = "database files are incompatible with server";
    private static final long LITTLE_SPACE = 32L << 20;

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);
    private static final int MOST_RESTARTS = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final DataDirectory directory;
    private final Passwords passwords;
    private final PostgresServer server;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ending = new CountDownLatch(1);

    private EmbeddedPostgres(DataDirectory directory, Passwords passwords, PostgresServer server) {
        this.directory = directory;
        this.passwords = passwords;
        this.server = server;
    }

    /**
     * Starts PostgreSQL with what is stored in the given directory, which is created if it is missing. Whatever a killed
     * server left behind there, running or half set up, is put right first. Until it is closed, a PostgreSQL that ends is
     * started again at the same port, up to three times within a minute.
     *
     * @param lost is told once, in one line, when it is not started again any more
     * @throws EmbeddedPostgresException if another server uses the directory, or PostgreSQL does not start in it
     */
    public static EmbeddedPostgres start(Path path, Consumer<String> lost) {
        var directory = DataDirectory.open(path);
        try {
            PostgresServer.stopOrphans(directory.cluster());
            if (!directory.isInitialized() && directory.deleteCluster()) {
                LOG.warn("Setting up PostgreSQL in {} had been cut off, and begins again.", directory.path());
            }
            directory.closeToOthers();
            var passwords = directory.passwords();
            var postgres = new EmbeddedPostgres(directory, passwords, launch(directory, passwords));
            Thread.ofPlatform().daemon().name("connected-workflow-postgres").start(() -> postgres.keepRunning(lost));
            return postgres;
        } catch (Exception | LinkageError e) {
            giveUp(directory, e);
            throw e instanceof EmbeddedPostgresException known ? known : doesNotStart(directory, e);
        }
    }

    private static PostgresServer launch(DataDirectory directory, Passwords passwords)
            throws IOException, SQLException {
        var server = new PostgresServer(directory, PostgresPrograms.unpacked(directory.binaries()));
        if (!directory.isInitialized()) {
            server.initialize(passwords.superuser());
        }
        server.start();
        provision(server, passwords);
        directory.markInitialized();
        return server;
    }

    private void keepRunning(Consumer<String> lost) {
        var restarts = new ArrayDeque<Instant>();
        while (!isEndingWithin(LOOK_EVERY)) {
            if (server.isRunning()) {
                continue;
            }
            restarts.removeIf(restart -> restart.isBefore(Instant.now().minus(WITHIN)));
            if (restarts.size() == MOST_RESTARTS) {
                var line = "the PostgreSQL in the data directory %s has ended %d times within a minute (%s)"
                        .formatted(directory.path(), MOST_RESTARTS + 1, server.reason());
                LOG.error("It is not started again: {}", line);
                lost.accept(line);
                return;
            }
            restarts.add(Instant.now());
            restart();
        }
    }

    private void restart() {
        LOG.warn("The PostgreSQL in {} has ended ({}), and is started again.", directory.path(), server.reason());
        try {
            server.startAgain();
        } catch (IOException | RuntimeException failure) {
            if (!isEndingWithin(BEFORE_ANOTHER_TRY)) {
                LOG.warn("PostgreSQL has not started again: {}", failure.getMessage());
            }
            return;
        }
        if (server.isRunning()) {
            LOG.info("PostgreSQL runs again.");
        }
    }

    private boolean isEndingWithin(Duration time) {
        try {
            return ending.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Brings roles, database and rights to what they should be, whatever of it is there already. */
    private static void provision(PostgresServer server, Passwords passwords) throws SQLException {
        try (var connection = superuser(server, passwords, "postgres");
                var statement = connection.createStatement()) {
            // a statement that fails would be logged together with the password in it
            statement.execute("set log_min_error_statement = panic");
            provisionRole(statement, OWNER, passwords.owner());
            provisionRole(statement, SERVER, passwords.server());
            var database = statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'");
            if (!database.next()) {
                statement.execute("create database %s owner %s".formatted(DATABASE, OWNER));
            }
            statement.execute("revoke all on database %s from public, %s".formatted(DATABASE, SERVER));
            statement.execute("grant connect on database %s to %s".formatted(DATABASE, SERVER));
        }
        try (var connection = superuser(server, passwords, DATABASE);
                var statement = connection.createStatement()) {
            statement.execute("revoke create on schema public from public, " + SERVER);
        }
    }

    /**
     * Lets the running server's role create schemas and tables of its own until the next start, as an application needs that
     * embeds us. What others own it still may use only as they grant it.
     */
    public void share() throws SQLException {
        try (var connection = superuser(server, passwords, DATABASE);
                var statement = connection.createStatement()) {
            statement.execute("grant create, temporary on database %s to %s".formatted(DATABASE, SERVER));
            statement.execute("grant create on schema public to " + SERVER);
        }
    }

    private static Connection superuser(PostgresServer server, Passwords passwords, String database)
            throws SQLException {
        return DriverManager.getConnection(jdbcUrl(server, database), "postgres", passwords.superuser());
    }

    private static String jdbcUrl(PostgresServer server, String database) {
        return "jdbc:postgresql://localhost:%d/%s".formatted(server.port(), database);
    }

    private static void provisionRole(Statement statement, String role, String password) throws SQLException {
        statement.execute("""
            do $$ begin create role %s; exception when duplicate_object then null; end $$
            """.formatted(role));
        statement.execute(
                "alter role %s login nosuperuser nocreatedb nocreaterole password '%s'".formatted(role, password));
    }

    private static void giveUp(DataDirectory directory, Throwable cause) {
        try (directory) {
            var started = Postmaster.of(directory.cluster());
            if (started.isPresent()) {
                started.get().stop();
            }
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static EmbeddedPostgresException doesNotStart(DataDirectory directory, Throwable cause) {
        var reason = cause instanceof ProgramFailedException failed
                ? String.valueOf(failed.getMessage())
                : Stream.of(cause, NestedExceptionUtils.getMostSpecificCause(cause)).distinct()
                        .map(found -> found.toString().replaceAll("\\s+", " ")).collect(joining("; "));
        return new EmbeddedPostgresException("PostgreSQL does not start in the data directory %s (%s)%s"
                .formatted(directory.path(), reason, remedy(directory, cause)), cause);
    }

    private static String remedy(DataDirectory directory, Throwable cause) {
        if (cause instanceof ProgramFailedException failed && failed.output().says(ANOTHER_RELEASE)) {
            return ": what another major version of PostgreSQL has written is moved as docs/operating.md says under "
                    + "'Another major version of PostgreSQL'";
        }
        var free = directory.freeBytes();
        return free < LITTLE_SPACE ? ": only %d bytes are free there".formatted(free) : "";
    }

    /** Where to connect, without credentials. */
    public String jdbcUrl() {
        return jdbcUrl(server, DATABASE);
    }

    /** The role that owns the database, and with it the schema. */
    public String ownerUsername() {
        return OWNER;
    }

    /** The owner's password. */
    public String ownerPassword() {
        return passwords.owner();
    }

    /** The role of the running server, which may connect to the database and nothing more until the owner grants it. */
    public String serverUsername() {
        return SERVER;
    }

    /** The running server's password. */
    public String serverPassword() {
        return passwords.server();
    }

    /** The secret of this name, which only the user who runs it can read: what is kept, or else what is made, and kept from now on. */
    public String secret(String name, Supplier<String> made) {
        try {
            return directory.secret(name, made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops PostgreSQL without waiting for its clients, and gives up the directory when it is gone. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        ending.countDown();
        try (directory) {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
