package io.connectedworkflow.postgres;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.connectedworkflow.postgres.PostgresPrograms.ProgramFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL that serves one cluster: at one port, however often it is started. */
final class PostgresServer {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    /** Long, because after a crash PostgreSQL first repeats what its log says. */
    private static final Duration STARTUP_WAIT = Duration.ofMinutes(2);

    private static final String PORT_TAKEN = "Address already in use";
    private static final int PORTS_TRIED = 5;
    private static final long PAUSE_MILLIS = 50;

    /** Nothing that is committed is at risk, and nothing is logged that could hold what somebody has stored. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"), Map.entry("full_page_writes", "on"),
            Map.entry("max_connections", "100"), Map.entry("listen_addresses", "localhost"),
            Map.entry("unix_socket_directories", ""), Map.entry("timezone", "UTC"),
            Map.entry("logging_collector", "off"), Map.entry("log_destination", "stderr"),
            Map.entry("log_min_messages", "log"), Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_checkpoints", "off"));

    private final DataDirectory directory;
    private final PostgresPrograms programs;
    private final ReentrantLock changing = new ReentrantLock();
    private int port;
    private volatile boolean stopped;
    private volatile Optional<Postmaster> postmaster = Optional.empty();

    PostgresServer(DataDirectory directory, PostgresPrograms programs) {
        this.directory = directory;
        this.programs = programs;
    }

    /** Makes a cluster whose superuser has this password, so that at no time can anyone connect without one. */
    void initialize(String password) throws IOException {
        var passwordFile = directory.temporaryFile(password);
        try {
            programs.run(directory.log(), "initdb",
                    List.of("-D", directory.cluster().toString(), "-U", "postgres", "-E", "UTF8",
                            "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--locale=C",
                            "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** Starts it, at a port that nobody listens at. */
    void start() throws IOException {
        for (var attempt = 1;; attempt++) {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            try {
                startAgain();
                return;
            } catch (ProgramFailedException failure) {
                if (attempt == PORTS_TRIED || !failure.output().says(PORT_TAKEN)) {
                    throw failure;
                }
            }
        }
    }

    /** Starts it at the port where it was, once nothing is left of the one before. Does nothing once it was stopped. */
    void startAgain() throws IOException {
        changing.lock();
        try {
            if (stopped) {
                return;
            }
            stopOrphans(directory.cluster());
            var options = new ArrayList<>(List.of("-p", Integer.toString(port)));
            SETTINGS.forEach((setting, value) -> options.addAll(List.of("-c", setting + "=" + value)));
            programs.run(directory.log(), "pg_ctl",
                    List.of("-D", directory.cluster().toString(), "-o", String.join(" ", options), "-s", "-w", "-t",
                            Long.toString(STARTUP_WAIT.toSeconds()), "start"));
            postmaster = Postmaster.of(directory.cluster());
        } finally {
            changing.unlock();
        }
    }

    /** Stops what a killed server, or a killed postmaster, has left behind of the cluster's PostgreSQL. */
    static void stopOrphans(Path cluster) throws IOException {
        var orphan = Postmaster.of(cluster);
        if (orphan.isPresent()) {
            LOG.warn("Stopping the PostgreSQL in {} that a killed server left behind.", cluster);
            orphan.get().stop();
        }
        Postmaster.stopBackends(cluster);
        // PostgreSQL would not start if the number in an old file were by now another process's.
        Files.deleteIfExists(Postmaster.file(cluster));
    }

    /** Whether it has been started, and has not ended since. */
    boolean isRunning() {
        return postmaster.filter(Postmaster::isRunning).isPresent();
    }

    /** Whether it has been told to stop, and is not to be started any more. */
    boolean isStopped() {
        return stopped;
    }

    /** Why it ended, in one line, as far as it has said. */
    String reason() {
        try {
            return PostgresOutput.read(directory.log()).reason().orElse("it was killed");
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    int port() {
        return port;
    }

    /** Stops it for good without waiting for its clients, also where it is just being started; returns when it is gone. */
    void stop() throws IOException {
        stopped = true;
        while (!isMyTurn()) {
            stopNow();
        }
        try {
            stopNow();
            Postmaster.stopBackends(directory.cluster());
        } finally {
            changing.unlock();
        }
    }

    private boolean isMyTurn() throws IOException {
        try {
            return changing.tryLock(PAUSE_MILLIS, MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL stopped", e);
        }
    }

    private void stopNow() throws IOException {
        var running = Postmaster.of(directory.cluster());
        if (running.isPresent()) {
            running.get().stopWithoutClients();
        }
    }
}
