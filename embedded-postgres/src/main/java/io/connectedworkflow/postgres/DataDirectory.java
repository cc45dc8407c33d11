package io.connectedworkflow.postgres;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** The directory with everything that belongs to one embedded PostgreSQL: its lock, its passwords and its data. */
final class DataDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final String LOCK = "lock";
    private static final String SECRETS = "secrets.properties";
    private static final String INITIALIZED = "connected-workflow.initialized";

    private static final Set<PosixFilePermission> ANYTHING_FOR_OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> REFUSED_BY_POSTGRES = PosixFilePermissions.fromString("----w-rwx");

    /** Closing a file frees all locks that the process has on it, so a lock that is held is not tried a second time. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates the directory if it is missing, and holds it against every other server until it is closed. */
    static DataDirectory open(Path directory) {
        var absolute = directory.toAbsolutePath().normalize();
        try {
            var path = Files.createDirectories(absolute, ownerOnly()).toRealPath();
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The data directory %s cannot be created or written (%s). ".formatted(absolute, e)
                            + "Set CONNECTED_WORKFLOW_DATA_DIR to one that can.",
                    e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return POSIX
                ? new FileAttribute<?>[]{
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
    }

    private static FileChannel lock(Path path) throws IOException {
        if (!HELD.add(path)) {
            throw inUse(path);
        }
        try {
            var channel = FileChannel.open(path.resolve(LOCK), CREATE, WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(path);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    private static EmbeddedPostgresException inUse(Path path) {
        return new EmbeddedPostgresException("The data directory %s is in use by another server. ".formatted(path)
                + "Stop that one, or set CONNECTED_WORKFLOW_DATA_DIR to another directory.");
    }

    Path path() {
        return path;
    }

    /** Where PostgreSQL's programs are unpacked: in a directory that is closed to others, as what is in it is not. */
    Path binaries() throws IOException {
        return Files.createDirectories(path.resolve("binaries"), ownerOnly()).resolve("programs");
    }

    /** What PostgreSQL has said since its last start. */
    Path log() {
        return path.resolve("postgres.log");
    }

    /**
     * Closes to others what PostgreSQL would else refuse to start with, and the files beside it, which hold the secrets:
     * volumes are often opened to a group when they are mounted. What belongs to another user is left as it is.
     */
    void closeToOthers() throws IOException {
        if (!POSIX) {
            return;
        }
        closeToOthers(cluster(), REFUSED_BY_POSTGRES, "rwx------");
        try (var beside = Files.list(path)) {
            var nothingSecret = Set.of(path.resolve(LOCK), log());
            for (var secret : beside.filter(file -> Files.isRegularFile(file) && !nothingSecret.contains(file))
                    .toList()) {
                closeToOthers(secret, ANYTHING_FOR_OTHERS, "rw-------");
            }
        }
    }

    private void closeToOthers(Path file, Set<PosixFilePermission> unwanted, String wanted) throws IOException {
        if (!Files.exists(file) || !isOurs(file)) {
            return;
        }
        var found = Files.getPosixFilePermissions(file);
        if (!Collections.disjoint(found, unwanted)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(wanted));
            LOG.warn("{} was open to others ({}), and is closed to them now ({}).", file,
                    PosixFilePermissions.toString(found), wanted);
        }
    }

    private boolean isOurs(Path file) throws IOException {
        var made = temporaryFile("");
        try {
            return Files.getOwner(made).equals(Files.getOwner(file));
        } finally {
            Files.delete(made);
        }
    }

    /** How much more can be written there, in bytes; a very large number where nobody can tell. */
    long freeBytes() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }

    /** Where PostgreSQL keeps its data. */
    Path cluster() {
        return path.resolve("postgres");
    }

    /**
     * Whether the cluster was once set up to the end; before that it holds nothing worth keeping. The mark is inside the
     * cluster, so that a backup of the cluster cannot miss it.
     */
    boolean isInitialized() {
        return Files.exists(cluster().resolve(INITIALIZED));
    }

    void markInitialized() throws IOException {
        write(cluster(), INITIALIZED, "");
    }

    /**
     * Removes what is left of a cluster that was not set up to the end, and returns whether anything was. What was never
     * ours, since it has no passwords beside it, is not touched.
     */
    boolean deleteCluster() throws IOException {
        if (Files.exists(cluster()) && !Files.exists(path.resolve(SECRETS))) {
            throw new EmbeddedPostgresException("There is a directory %s that is not ours. ".formatted(cluster())
                    + "Set CONNECTED_WORKFLOW_DATA_DIR to a directory of its own.");
        }
        return FileSystemUtils.deleteRecursively(cluster());
    }

    Passwords passwords() throws IOException {
        var file = path.resolve(SECRETS);
        if (!Files.exists(file) && !isInitialized()) {
            write(path, SECRETS, Passwords.random().text());
        }
        return Passwords.parse(Files.exists(file) ? Files.readString(file) : "")
                .orElseThrow(
                        () -> new EmbeddedPostgresException("The passwords in %s are missing or damaged. "
                                .formatted(file)
                                + "Restore the file, or set CONNECTED_WORKFLOW_DATA_DIR to another directory."));
    }

    /** A secret of this name: what is kept, or else what is made, and kept from now on. */
    String secret(String name, Supplier<String> made) throws IOException {
        if (!Files.exists(path.resolve(name))) {
            write(path, name, made.get());
        }
        return Files.readString(path.resolve(name));
    }

    /** A file that only its owner can read, and that the caller deletes. */
    Path temporaryFile(String content) throws IOException {
        return Files.writeString(Files.createTempFile(path, "temporary", ""), content);
    }

    /** Leaves all of the file or nothing, even in a power failure, and never readable to others. */
    private static void write(Path directory, String name, String content) throws IOException {
        var draft = Files.writeString(Files.createTempFile(directory, name, ""), content);
        force(draft, WRITE);
        Files.move(draft, directory.resolve(name), ATOMIC_MOVE);
        if (POSIX) {
            force(directory, READ);
        }
    }

    private static void force(Path path, OpenOption access) throws IOException {
        try (var channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    /** Gives the directory up. To be called once. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(path);
        }
    }
}
