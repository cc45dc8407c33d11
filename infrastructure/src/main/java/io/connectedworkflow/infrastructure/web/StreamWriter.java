package io.connectedworkflow.infrastructure.web;

import static java.util.stream.Collectors.joining;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a body while it is made. */
final class StreamWriter {

    private static final int BUFFER = 32 << 10;
    // Some take a semicolon, or a tab, for what ends a cell.
    private static final Pattern TO_BE_QUOTED = Pattern.compile("[\",;\\t\\r\\n]");
    // Where a spreadsheet takes what follows for a formula, be it behind what it does not show.
    private static final Pattern FORMULA = Pattern
            .compile("[\\t\\r\\n]|[\\s\\p{Z}\\p{Cf}]*[=+\\-@\\x{FF1D}\\x{FF0B}\\x{FF0D}\\x{FF20}]");

    private final JsonMapper json;
    private final OutputStream output;

    StreamWriter(JsonMapper json, OutputStream output) {
        this.json = json;
        this.output = new BufferedOutputStream(output, BUFFER);
    }

    /** The client does not take any more. */
    static final class ClientIsGone extends RuntimeException {

        private ClientIsGone(IOException failure) {
            super(failure);
        }
    }

    /** Writes all of it. */
    void write(Streamed body) throws IOException {
        switch (body) {
            case Lines(var values) -> values.accept(value -> {
                json(value);
                text("\n");
            });
            case Sections(var parts) -> {
                text("{");
                var isFirst = new AtomicBoolean(true);
                parts.forEach((key, part) -> {
                    separate(isFirst);
                    json(key);
                    text(":");
                    part(part);
                });
                text("}");
            }
            case Csv(var header, var rows) -> {
                row(header);
                rows.accept(this::row);
            }
        }
        output.flush();
    }

    private void part(@Nullable Object part) {
        if (part instanceof Sections.Elements(var values)) {
            text("[");
            array(values);
            text("]");
        } else {
            json(part);
        }
    }

    private void array(Consumer<Consumer<Object>> values) {
        var isFirst = new AtomicBoolean(true);
        values.accept(value -> {
            separate(isFirst);
            json(value);
        });
    }

    private void separate(AtomicBoolean isFirst) {
        if (!isFirst.getAndSet(false)) {
            text(",");
        }
    }

    private void row(List<String> cells) {
        text(cells.stream().map(StreamWriter::quoted).collect(joining(",", "", "\r\n")));
    }

    private static String quoted(String text) {
        var cell = FORMULA.matcher(text).lookingAt() ? "'" + text : text;
        return TO_BE_QUOTED.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void json(@Nullable Object value) {
        bytes(json.writeValueAsBytes(value));
    }

    private void bytes(byte[] bytes) {
        try {
            output.write(bytes);
        } catch (IOException gone) {
            throw new ClientIsGone(gone);
        }
    }
}
