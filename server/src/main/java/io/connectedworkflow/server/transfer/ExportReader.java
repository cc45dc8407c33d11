package io.connectedworkflow.server.transfer;

import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/** Reads the lines of an export, one after the other, and tells where it is damaged. */
final class ExportReader implements AutoCloseable {

    private static final int LONGEST = 512 << 20;

    private final InputStream in;
    private final Checksum checksum = new Checksum();
    private byte[] line = new byte[0];
    private long number;

    /** Reads this stream, which should be a buffered one. */
    ExportReader(InputStream in) {
        this.in = in;
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /**
     * The next line.
     *
     * @throws CannotRunException if there is none, or it is no line of an export
     */
    Line next() {
        checksum.add(line);
        number++;
        line = bytes();
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, line.length - 1)).toString();
            return Line.of(text).orElseThrow(this::damaged);
        } catch (CharacterCodingException malformed) {
            throw damaged();
        }
    }

    /** Makes sure that this line ends what was read before, and that nothing is behind it. */
    void end(Line.End end, long rows) {
        if (end.rows() != rows || !end.sha256().equals(checksum.value())) {
            throw refused("does not agree with the lines before it: the file was damaged or changed");
        }
        try {
            if (in.read() >= 0) {
                throw refused("should be the last one, and is not");
            }
        } catch (IOException failure) {
            throw new CannotRunException("behind line %d the file cannot be read".formatted(number), failure);
        }
    }

    /** Says of the line that was read last why it is refused. */
    CannotRunException refused(String why) {
        return refused(number, why);
    }

    /** Says of a line why it is refused. */
    static CannotRunException refused(long number, String why) {
        return new CannotRunException("line %d %s".formatted(number, why));
    }

    private CannotRunException damaged() {
        return refused("is damaged: it is no line of an export");
    }

    private byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try {
            for (var next = in.read(); next >= 0; next = in.read()) {
                bytes.write(next);
                if (next == '\n') {
                    return bytes.toByteArray();
                }
                if (bytes.size() == LONGEST) {
                    throw damaged();
                }
            }
        } catch (ZipException damaged) {
            throw refused("is damaged: " + damaged.getMessage());
        } catch (EOFException cutOff) {
            throw cutOff();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        throw cutOff();
    }

    private CannotRunException cutOff() {
        return refused("is not all there: the file was cut off");
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
