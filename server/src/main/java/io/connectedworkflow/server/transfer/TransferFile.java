package io.connectedworkflow.server.transfer;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.boot.DefaultApplicationArguments;

/** The file of an export, packed where its name ends with {@code .gz}; or standard input and output, by the name {@code -}. */
record TransferFile(String name) {

    private static final int BUFFER = 1 << 16;

    /** The one that is named behind a command, or {@link CannotRunException} with how the command is called. */
    static TransferFile of(String command, String... arguments) {
        var named = named(arguments);
        if (named.size() != 2) {
            throw new CannotRunException("usage: java -jar connected-workflow-server.jar %s FILE|-".formatted(command));
        }
        return new TransferFile(named.getLast());
    }

    private static List<String> named(String... arguments) {
        try {
            return new DefaultApplicationArguments(arguments).getNonOptionArgs();
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }

    /** Whether it stands for standard input or output. */
    boolean isStandard() {
        return name.equals("-");
    }

    private boolean isPacked() {
        return name.endsWith(".gz");
    }

    /**
     * Has it written. A file that is there already is replaced at the end, and stays as it is if that is not reached.
     *
     * @throws CannotRunException if it cannot be written
     */
    <T> T write(PrintStream standardOutput, Function<OutputStream, T> writing) {
        try {
            return isStandard() ? written(new Checked(standardOutput), writing) : replaced(Path.of(name), writing);
        } catch (IOException failure) {
            throw cannotBe("written", failure);
        } catch (UncheckedIOException failure) {
            throw cannotBe("written", Objects.requireNonNull(failure.getCause()));
        }
    }

    private static <T> T written(OutputStream stream, Function<OutputStream, T> writing) throws IOException {
        try (var buffered = new BufferedOutputStream(stream, BUFFER)) {
            return writing.apply(buffered);
        }
    }

    private <T> T replaced(Path file, Function<OutputStream, T> writing) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CannotRunException(name + " is there, and is no file");
        }
        var directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        // readable to its owner only, for it holds what the database keeps from others
        var draft = Files.createTempFile(directory, file.getFileName() + ".", ".part");
        draft.toFile().deleteOnExit();
        try {
            var stream = Files.newOutputStream(draft);
            var result = written(isPacked() ? new GZIPOutputStream(stream, BUFFER) : stream, writing);
            try (var channel = FileChannel.open(draft, WRITE)) {
                channel.force(true);
            }
            Files.move(draft, file, ATOMIC_MOVE);
            return result;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Opens it.
     *
     * @throws CannotRunException if it cannot be read
     */
    ExportReader read(InputStream standardInput) {
        try {
            var stream = isStandard() ? standardInput : Files.newInputStream(Path.of(name));
            return new ExportReader(
                    new BufferedInputStream(isPacked() ? new GZIPInputStream(stream, BUFFER) : stream, BUFFER));
        } catch (IOException failure) {
            throw cannotBe("read", failure);
        }
    }

    private CannotRunException cannotBe(String what, Throwable failure) {
        return new CannotRunException(
                "%s cannot be %s (%s)".formatted(isStandard() ? "the standard stream" : name, what, failure), failure);
    }

    // Else it would be written to the end for nobody.
    private static final class Checked extends FilterOutputStream {

        private final PrintStream stream;

        private Checked(PrintStream stream) {
            super(stream);
            this.stream = stream;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            stream.write(bytes, from, length);
            if (stream.checkError()) {
                throw new IOException("it is closed");
            }
        }

        @Override
        public void close() {
            stream.flush();
        }
    }
}
