package io.connectedworkflow.infrastructure.postgres;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/** The PostgreSQL that the server brings along and runs itself when no datasource is configured. */
public final class EmbeddedPostgres implements KeptSecrets, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final String DATABASE = "connected_workflow";
    private static final String OWNER = "connected_workflow_owner";
    private static final String SERVER = "connected_workflow_server";

    /** Long, because after a crash PostgreSQL first repeats what its log says. */
    private static final Duration STARTUP_WAIT = Duration.ofMinutes(2);

    private final DataDirectory directory;
    private final Passwords passwords;
    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres postgres;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(DataDirectory directory, Passwords passwords,
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres postgres) {
        this.directory = directory;
        this.passwords = passwords;
        this.postgres = postgres;
    }

    /**
     * Starts PostgreSQL with what is stored in the given directory, which is created if it is missing. Whatever a killed
     * server left behind there, running or half set up, is put right first.
     *
     * @throws CannotStartException if another server uses the directory, or PostgreSQL does not start in it
     */
    public static EmbeddedPostgres start(Path path) {
        var directory = DataDirectory.open(path);
        try {
            stopOrphan(directory.cluster());
            if (!directory.isInitialized() && directory.deleteCluster()) {
                LOG.warn("Setting up PostgreSQL in {} had been cut off, and begins again.", directory.path());
            }
            var passwords = directory.passwords();
            return new EmbeddedPostgres(directory, passwords, launch(directory, passwords));
        } catch (Exception | LinkageError e) {
            giveUp(directory, e);
            throw e instanceof CannotStartException known ? known : doesNotStart(directory, e);
        }
    }

    private static void stopOrphan(Path cluster) throws IOException {
        var orphan = Postmaster.of(cluster);
        if (orphan.isPresent()) {
            LOG.warn("Stopping the PostgreSQL in {} that a killed server left behind.", cluster);
            orphan.get().stop();
        }
        // PostgreSQL would not start if the number in an old file were by now another process's.
        Files.deleteIfExists(Postmaster.file(cluster));
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(DataDirectory directory,
            Passwords passwords) throws IOException, SQLException {
        // left to itself, zonky is fast and loses what was committed
        var builder = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(directory.cluster()).setCleanDataDirectory(false).setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on").setServerConfig("max_connections", "100")
                .setServerConfig("listen_addresses", "localhost").setServerConfig("unix_socket_directories", "")
                // its own choice is a directory that everybody may write to
                .setOverrideWorkingDirectory(directory.binaries().toFile())
                .setConnectConfig("password", passwords.superuser()).setPGStartupWait(STARTUP_WAIT);
        var postgres = directory.isInitialized() ? builder.start() : initialize(builder, directory, passwords);
        try {
            provision(postgres, passwords);
            directory.markInitialized();
            return postgres;
        } catch (IOException | SQLException | RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    /** Starts a new cluster. It has its passwords from the beginning, so at no time can anyone connect without one. */
    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres initialize(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder, DataDirectory directory,
            Passwords passwords) throws IOException {
        var passwordFile = directory.temporaryFile(passwords.superuser());
        try {
            return builder.setLocaleConfig("pwfile", passwordFile.toString())
                    .setLocaleConfig("auth-host", "scram-sha-256").setLocaleConfig("auth-local", "scram-sha-256")
                    .setLocaleConfig("locale", "C").setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8").start();
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** Brings roles, database and rights to what they should be, whatever of it is there already. */
    private static void provision(io.zonky.test.db.postgres.embedded.EmbeddedPostgres postgres, Passwords passwords)
            throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
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
        try (var connection = postgres.getDatabase("postgres", DATABASE).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("revoke create on schema public from public, " + SERVER);
        }
    }

    /**
     * Lets the running server's role create schemas and tables of its own until the next start, as an application needs that
     * embeds us. What others own it still may use only as they grant it.
     */
    void share() throws SQLException {
        try (var connection = postgres.getDatabase("postgres", DATABASE).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("grant create, temporary on database %s to %s".formatted(DATABASE, SERVER));
            statement.execute("grant create on schema public to " + SERVER);
        }
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

    private static CannotStartException doesNotStart(DataDirectory directory, Throwable cause) {
        var reasons = Stream.of(cause, NestedExceptionUtils.getMostSpecificCause(cause)).distinct()
                .map(reason -> reason.toString().replaceAll("\\s+", " ")).collect(joining("; "));
        return new CannotStartException(
                "PostgreSQL does not start in the data directory %s (%s). ".formatted(directory.path(), reasons)
                        + "With logging.level.io.zonky=info its own log says why.",
                cause);
    }

    /** Where to connect, without credentials. */
    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:%d/%s".formatted(postgres.getPort(), DATABASE);
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

    @Override
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
        try (directory) {
            // zonky stops waiting after five seconds
            var postmaster = Postmaster.of(directory.cluster());
            postgres.close();
            if (postmaster.isPresent()) {
                postmaster.get().stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
