package io.connectedworkflow.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that the commands are called with, before there is a database. */
class TransferFileTest {

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    private static final String HEADER = new Line.Header(Line.VERSION, "1").text() + "\n";

    @TempDir
    private Path directory;

    private static Function<OutputStream, Integer> writing(String text) {
        return stream -> {
            try {
                stream.write(text.getBytes(UTF_8));
                return text.length();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
    }

    private TransferFile file(String name) {
        return new TransferFile(directory.resolve(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.ndjson", "data.ndjson.gz"})
    void takes_the_place_of_the_one_before_when_it_is_whole(String name) throws IOException {
        var file = Files.writeString(directory.resolve(name), "before");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> file(name).write(NOWHERE, writing(HEADER).<Integer>andThen(written -> {
                    throw new IllegalStateException();
                })));
        assertThat(file).hasContent("before");
        assertThat(directory.toFile().list()).containsExactly(name);

        assertThat(file(name).write(NOWHERE, writing(HEADER))).isEqualTo(HEADER.length());
        assertThat(directory.toFile().list()).containsExactly(name);
        try (var reader = file(name).read(InputStream.nullInputStream())) {
            assertThat(reader.next()).isEqualTo(new Line.Header(Line.VERSION, "1"));
        }
    }

    @Test
    void is_standard_output_or_input_by_a_hyphen() {
        var bytes = new ByteArrayOutputStream();
        new TransferFile("-").write(new PrintStream(bytes, false, UTF_8), writing(HEADER));
        assertThat(bytes.toString(UTF_8)).isEqualTo(HEADER);
        assertThat(new TransferFile("-").read(new ByteArrayInputStream(bytes.toByteArray())).next())
                .isInstanceOf(Line.Header.class);
    }

    @Test
    void is_not_written_on_when_nobody_reads_it() {
        var broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        }, false, UTF_8);
        assertThatExceptionOfType(CannotRunException.class)
                .isThrownBy(() -> new TransferFile("-").write(broken, writing("x".repeat(1 << 20))))
                .withMessageContaining("cannot be written");
    }

    @Test
    void says_why_it_cannot_be_written_or_read() throws IOException {
        Files.createDirectory(directory.resolve("directory"));
        Files.writeString(directory.resolve("plain.gz"), "plain");
        cannot(() -> file("missing/data").write(NOWHERE, writing("")), "cannot be written (java.nio.file.NoSuchFile");
        cannot(() -> file("directory").write(NOWHERE, writing("")), "is there, and is no file");
        cannot(() -> file("missing").read(InputStream.nullInputStream()), "cannot be read (java.nio.file.NoSuchFile");
        cannot(() -> file("plain.gz").read(InputStream.nullInputStream()), "cannot be read (java.util.zip.ZipExc");
    }

    private static void cannot(Runnable call, String reason) {
        assertThatExceptionOfType(CannotRunException.class).isThrownBy(call::run).withMessageContaining(reason);
    }

    @Test
    void tells_where_a_packed_one_was_cut_off() throws IOException {
        file("data.gz").write(NOWHERE, writing(HEADER));
        var packed = Files.readAllBytes(directory.resolve("data.gz"));
        Files.write(directory.resolve("data.gz"), Arrays.copyOf(packed, packed.length / 2));
        try (var reader = file("data.gz").read(InputStream.nullInputStream())) {
            cannot(reader::next, "line 1 is not all there: the file was cut off");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "import", "export one two", "import --one=two", "export one --=two"})
    void must_be_named(String line) {
        var arguments = line.split(" ");
        var said = new ByteArrayOutputStream();
        var err = new PrintStream(said, true, UTF_8);

        var exit = arguments[0].equals(DataExport.NAME)
                ? DataExport.run(new Properties(), NOWHERE, err, arguments)
                : DataImport.run(new Properties(), InputStream.nullInputStream(), NOWHERE, err, arguments);

        assertThat(exit).isEqualTo(2);
        assertThat(said.toString(UTF_8)).isEqualTo(
                "connected-workflow cannot %1$s: usage: java -jar connected-workflow-server.jar %1$s FILE|-\n"
                        .formatted(arguments[0]));
    }
}
