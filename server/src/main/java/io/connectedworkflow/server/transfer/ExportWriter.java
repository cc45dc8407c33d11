package io.connectedworkflow.server.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes the lines of an export. */
final class ExportWriter {

    private final OutputStream out;
    private final Checksum checksum = new Checksum();
    private long rows;
    private long events;

    /** Writes to this stream, which it neither flushes nor closes. */
    ExportWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a row, which is a JSON object. */
    void row(String table, String row) {
        line(Line.Row.text(table, row));
        rows++;
        events += table.equals(MovedTable.EVENTS) ? 1 : 0;
    }

    /** Writes a header, or a sequence. */
    void line(Line line) {
        line(line.text());
    }

    /** Writes the last line. */
    Summary end() {
        line(new Line.End(rows, checksum.value()).text());
        return new Summary(MovedTable.NAMES.size(), rows, events);
    }

    private void line(String text) {
        var line = (text + '\n').getBytes(StandardCharsets.UTF_8);
        checksum.add(line);
        try {
            out.write(line);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
