package io.connectedworkflow.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The running PostgreSQL of one cluster, found and stopped without having been its parent. */
record Postmaster(ProcessHandle process) {

    private static final Pattern EXECUTABLE = Pattern.compile(".*[/\\\\]postgres(\\.exe)?");
    private static final Duration FOR_CLIENTS_TO_LEAVE = Duration.ofSeconds(3);
    private static final Duration FOR_SHUTDOWN = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** The file in which a running PostgreSQL says which process it is. */
    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** The PostgreSQL that runs in the given cluster, if one does. */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        if (!Files.exists(file(cluster))) {
            return Optional.empty();
        }
        var lines = new String(Files.readAllBytes(file(cluster)), StandardCharsets.UTF_8).lines().toList();
        if (lines.size() < 2 || !lines.get(0).matches("[0-9]{1,10}") || !Path.of(lines.get(1)).equals(cluster)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0))).filter(process -> serves(process, cluster))
                .map(Postmaster::new);
    }

    /** The file may be an old one, and its number may by now belong to anything, even to another cluster's PostgreSQL. */
    private static boolean serves(ProcessHandle process, Path cluster) {
        var info = process.info();
        return info.command().filter(EXECUTABLE.asMatchPredicate()).isPresent()
                && info.arguments().map(arguments -> List.of(arguments).contains(cluster.toString())).orElse(true);
    }

    /**
     * Ends what is left of the given cluster's PostgreSQL once its postmaster is gone: a process that is busy does not
     * notice, and as long as one is there no other PostgreSQL starts. Only Linux tells whose a process is; elsewhere nothing
     * is done.
     */
    static void stopBackends(Path cluster) throws IOException {
        var left = ProcessHandle.allProcesses().filter(process -> isIn(cluster, process)).map(Postmaster::new).toList();
        for (var backend : left) {
            backend.process.destroyForcibly();
        }
        for (var backend : left) {
            if (!backend.isGoneWithin(FOR_SHUTDOWN)) {
                throw new IOException("PostgreSQL's process %d does not end".formatted(backend.process.pid()));
            }
        }
    }

    // All processes of a PostgreSQL work in its cluster's directory.
    private static boolean isIn(Path cluster, ProcessHandle process) {
        if (process.info().command().filter(EXECUTABLE.asMatchPredicate()).isEmpty()) {
            return false;
        }
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd")).equals(cluster);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Stops it, as gently as possible, and returns when it is gone. */
    void stop() throws IOException {
        process.destroy();
        if (!isGoneWithin(FOR_CLIENTS_TO_LEAVE)) {
            stopWithoutClients();
        }
    }

    /** Stops it without waiting for its clients, and returns when it is gone. */
    void stopWithoutClients() throws IOException {
        disconnectClients();
        if (isGoneWithin(FOR_SHUTDOWN)) {
            return;
        }
        var children = process.children().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        if (!isGoneWithin(FOR_SHUTDOWN)) {
            throw new IOException("PostgreSQL's process %d does not end".formatted(process.pid()));
        }
    }

    private void disconnectClients() {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid() + " 2>/dev/null").start();
        } catch (IOException noShell) {
            process.destroy();
        }
    }

    private boolean isGoneWithin(Duration limit) throws IOException {
        var end = System.nanoTime() + limit.toNanos();
        while (isRunning() && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while PostgreSQL stopped", e);
            }
        }
        return !isRunning();
    }

    /** Whether it runs. A process that has ended, but whose parent has not noticed, is said to be alive, and has no command any more. */
    boolean isRunning() {
        return process.isAlive() && process.info().command().isPresent();
    }
}
