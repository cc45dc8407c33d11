package io.connectedworkflow.infrastructure.postgres;

import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PgBouncer in front of a database, which lends a connection for one transaction, and has fewer than are asked for. */
final class PgBouncer implements AutoCloseable {

    private static final int CONNECTIONS = 3;

    private final Process process;
    private final TestDatabase database;

    private PgBouncer(Process process, TestDatabase database) {
        this.process = process;
        this.database = database;
    }

    /** Where it is installed, if it is. */
    static Optional<Path> executable() {
        return Stream
                .concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, "pgbouncer")).filter(Files::isExecutable).findFirst();
    }

    /** Starts one that keeps its files in the directory, which everybody may read from then on. */
    static PgBouncer start(TestDatabase behind, Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var port = ServerProcess.freePort();
        var postgres = URI.create(behind.url().substring("jdbc:".length()));
        var users = Files.writeString(directory.resolve("users"), "\"%s\" \"%s\"\n\"%s\" \"%s\"\n"
                .formatted(behind.owner(), behind.password(), behind.server(), behind.password()));
        var settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
            [databases]
            * = host=%s port=%d
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = %s
            pool_mode = transaction
            default_pool_size = %d
            """.formatted(postgres.getHost(), postgres.getPort(), port, users, CONNECTIONS));
        var command = new ArrayList<>(List.of(executable().orElseThrow().toString()));
        // It does not run as root.
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        var log = directory.resolve("log").toFile();
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var started = new PgBouncer(process, new TestDatabase("jdbc:postgresql://127.0.0.1:" + port
                + postgres.getPath() + "?prepareThreshold=0", behind.owner(), behind.server(), behind.password()));
        await("PgBouncer").atMost(Duration.ofSeconds(30)).until(() -> process.isAlive() && answers(port));
        return started;
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The database as it is reached through PgBouncer. */
    TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
