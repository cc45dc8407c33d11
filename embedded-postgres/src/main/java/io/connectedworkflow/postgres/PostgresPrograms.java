package io.connectedworkflow.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of the PostgreSQL that we bring along, unpacked.
 *
 * @param bin where they are
 */
record PostgresPrograms(Path bin) {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final int OWNER_MAY_EXECUTE = 0100;

    /** Unpacks them below this directory, where they are not there yet, in place of those of another release. */
    static PostgresPrograms unpacked(Path directory) throws IOException {
        var archive = archive();
        var home = directory.resolve(name(archive));
        if (!Files.exists(home)) {
            FileSystemUtils.deleteRecursively(directory);
            var draft = Files.createDirectories(directory.resolve("unpacking"));
            unpack(archive, draft);
            Files.move(draft, home);
        }
        return new PostgresPrograms(home.resolve("bin"));
    }

    private static byte[] archive() throws IOException {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var family = WINDOWS ? "windows" : system.startsWith("mac") ? "darwin" : system;
        try (var packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(family, System.getProperty("os.arch"))) {
            return packed.readAllBytes();
        }
    }

    private static String name(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, Long.BYTES);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static void unpack(byte[] archive, Path directory) throws IOException {
        try (var entries = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive))))) {
            for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries, directory.resolve(entry.getName()));
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, TarArchiveInputStream content, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, file);
        if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0 && !file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    /**
     * Runs a program to its end, and has all that it and its children say written to a file.
     *
     * @throws ProgramFailedException if it ends with another status than 0
     */
    void run(Path output, String program, List<String> arguments) throws IOException {
        var executable = bin.resolve(WINDOWS ? program + ".exe" : program);
        if (!Files.isExecutable(executable)) {
            throw new IOException(executable + " may not be executed, as where a file system is mounted noexec");
        }
        var command = new ArrayList<String>();
        // PostgreSQL refuses to be run by the superuser, as which a container often runs
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(executable.toString());
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            process.getOutputStream().close();
            var status = process.waitFor();
            if (status != 0) {
                throw new ProgramFailedException(program, status, PostgresOutput.read(output));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " ran", e);
        }
    }

    /** A program has ended with another status than 0. The message says why, in the program's own words. */
    static final class ProgramFailedException extends IOException {

        private final transient PostgresOutput output;

        ProgramFailedException(String program, int status, PostgresOutput output) {
            super(output.reason().orElse(program + " ended with status " + status));
            this.output = output;
        }

        PostgresOutput output() {
            return output;
        }
    }
}
