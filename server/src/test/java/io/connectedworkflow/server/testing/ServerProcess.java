package io.connectedworkflow.server.testing;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.ConnectedWorkflowApplication;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** The server in a JVM of its own, so that it can end in every way that a server can. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final Set<String> INHERITED = Set.of("PATH", "LANG", "TMPDIR", "TEMP", "SystemRoot");

    private final Path directory;
    private final Process process;
    private final int port;
    private final Http http;

    private ServerProcess(Map<String, String> environment, String... arguments) throws IOException {
        directory = Files.createTempDirectory("server-process");
        var settings = new HashMap<>(environment);
        settings.computeIfAbsent("SERVER_PORT", missing -> Integer.toString(freePort()));
        settings.put("HOME", home().toString());
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.home=" + home(), "-cp", classPath(),
                ConnectedWorkflowApplication.class.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(settings);
        builder.redirectOutput(stdoutFile().toFile()).redirectError(stderrFile().toFile());
        Files.createDirectory(home());
        process = builder.start();
        port = Integer.parseInt(settings.get("SERVER_PORT"));
        http = new Http("http://localhost:" + port);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    // What only the tests have, such as their logging, is not the server's.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes")).collect(joining(File.pathSeparator));
    }

    /** A port that nobody listens at. */
    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a server needs to know to work on this database, and to obey the administrator of the tests. */
    public static Map<String, String> on(TestDatabase database) {
        return Map.of("SPRING_DATASOURCE_URL", database.url(), "SPRING_DATASOURCE_USERNAME", database.server(),
                "SPRING_DATASOURCE_PASSWORD", database.password(), "CONNECTED_WORKFLOW_MIGRATION_USERNAME",
                database.owner(), "CONNECTED_WORKFLOW_MIGRATION_PASSWORD", database.password(),
                "CONNECTED_WORKFLOW_ADMIN_CLIENT_ID", Provisioning.CLIENT_ID, "CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET",
                Provisioning.CLIENT_SECRET);
    }

    /** Starts a server, and returns when it is ready. */
    public static ServerProcess start(Map<String, String> environment) {
        var server = launch(environment);
        try {
            await("a server that is ready").atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(50))
                    .until(server::isReady);
            return server;
        } catch (RuntimeException | Error failure) {
            server.close();
            throw failure;
        }
    }

    /** Starts a server, or whatever else the arguments tell it to be, and does not wait for anything. */
    public static ServerProcess launch(Map<String, String> environment, String... arguments) {
        try {
            return new ServerProcess(environment, arguments);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The server has ended:\n" + stdout() + stderr());
        }
        try {
            return http.send("GET", "/actuator/health/readiness", Map.of(), null).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** A client of it. */
    public Http http() {
        return http;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Its process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** The home directory of its user, which nobody else has. */
    public Path home() {
        return directory.resolve("home");
    }

    /** What it has written to its standard output so far. */
    public String stdout() {
        return read(stdoutFile());
    }

    /** What it has written to its standard error so far. */
    public String stderr() {
        return read(stderrFile());
    }

    private Path stdoutFile() {
        return directory.resolve("stdout");
    }

    private Path stderrFile() {
        return directory.resolve("stderr");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Asks it to end, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** Whether it ends within this time from now. */
    public boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits for its end, and returns its exit code. */
    public int awaitExit() {
        if (!endsWithin(LONG_ENOUGH)) {
            throw new IllegalStateException("The server does not end:\n" + stdout() + stderr());
        }
        return process.exitValue();
    }

    /** Ends it, in whatever state it is, and removes what it has written. */
    @Override
    public void close() {
        process.destroy();
        if (!endsWithin(Duration.ofSeconds(20))) {
            kill();
        }
        FileSystemUtils.deleteRecursively(directory.toFile());
    }
}
