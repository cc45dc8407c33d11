package io.connectedworkflow.server.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A line of an export. The first one is a header and the last one an end; rows and then sequences are between them. */
sealed interface Line {

    /** The version of the format that is written and read here. */
    int VERSION = 1;

    /** What a row may hold is PostgreSQL's business. */
    JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE).maxNestingDepth(Integer.MAX_VALUE).build())
            .build()).build();

    /** What the file is. */
    record Header(int version, String migration) implements Line {

        private static final String FORMAT = "connected-workflow-export";

        private static Optional<Line> of(JsonNode line) {
            return line.path("format").asString("").equals(FORMAT)
                    ? Optional.of(new Header(line.path("version").asInt(0), line.path("migration").asString("")))
                    : Optional.empty();
        }

        @Override
        public String text() {
            return "{\"format\":\"%s\",\"version\":%d,\"migration\":\"%s\"}".formatted(FORMAT, version, migration);
        }
    }

    /** A row of a table, of which only the names of its columns are read. */
    record Row(String table, List<String> columns, String text) implements Line {

        /** The line of a row that is this JSON object. */
        static String text(String table, String row) {
            return "{\"table\":\"%s\",\"row\":%s}".formatted(table, row);
        }
    }

    /** Where a sequence stands. */
    record Sequence(String name, long lastValue, boolean isCalled) implements Line {

        private static Optional<Line> of(JsonNode line) {
            return line.path("sequence").isString() && line.path("last_value").isIntegralNumber()
                    ? Optional.of(new Sequence(line.get("sequence").asString(), line.get("last_value").asLong(),
                            line.path("is_called").asBoolean(false)))
                    : Optional.empty();
        }

        @Override
        public String text() {
            return "{\"sequence\":\"%s\",\"last_value\":%d,\"is_called\":%s}".formatted(name, lastValue, isCalled);
        }
    }

    /** What must have been read before it, in hexadecimal digits, and all that is read. */
    record End(long rows, String sha256) implements Line {

        private static Optional<Line> of(JsonNode line) {
            return line.at("/end/rows").isIntegralNumber()
                    ? Optional.of(new End(line.at("/end/rows").asLong(), line.at("/end/sha256").asString("")))
                    : Optional.empty();
        }

        @Override
        public String text() {
            return "{\"end\":{\"rows\":%d,\"sha256\":\"%s\"}}".formatted(rows, sha256);
        }
    }

    /** How it is written. */
    String text();

    /** Reads what {@link #text} wrote; empty if it is anything else. */
    static Optional<Line> of(String text) {
        try {
            return text.startsWith("{\"table\":") ? row(text) : other(JSON.readTree(text));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Line> other(JsonNode line) {
        return Header.of(line).or(() -> Sequence.of(line)).or(() -> End.of(line));
    }

    // Without keeping it, for it may be long.
    private static Optional<Line> row(String text) {
        try (var parser = JSON.createParser(text)) {
            parser.nextToken();
            parser.nextToken();
            var isTable = parser.nextToken() == JsonToken.VALUE_STRING;
            var table = parser.getString();
            var columns = "row".equals(parser.nextName()) && parser.nextToken() == JsonToken.START_OBJECT
                    ? columns(parser)
                    : List.<String>of();
            var isWhole = parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            return isTable && isWhole ? Optional.of(new Row(table, columns, text)) : Optional.empty();
        }
    }

    private static List<String> columns(JsonParser parser) {
        var columns = new ArrayList<String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            columns.add(parser.currentName());
            parser.nextToken();
            parser.skipChildren();
        }
        return columns;
    }
}
