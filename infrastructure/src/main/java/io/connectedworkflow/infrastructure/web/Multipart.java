package io.connectedworkflow.infrastructure.web;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a small form that was sent as {@code multipart/form-data} (RFC 7578). Nothing leaves the memory. */
final class Multipart {

    private static final String LINE_END = "\r\n";

    private Multipart() {}

    /**
     * A field of the form.
     *
     * @param file whether it is one, and not just a text
     */
    record Field(String name, String value, boolean file) {}

    /**
     * The fields in their order. What stands before the first boundary and behind the last is ignored.
     *
     * @param boundary null for one that is not known
     * @throws IllegalArgumentException if the body is malformed, does not end with the boundary, or has a part without a
     *                                  name
     */
    static List<Field> read(byte[] body, @Nullable String boundary) {
        if (boundary == null || boundary.isEmpty()) {
            throw new IllegalArgumentException("no boundary");
        }
        // One character a byte, and the end of a line before each boundary, the first one included.
        var text = LINE_END + new String(body, StandardCharsets.ISO_8859_1);
        var delimiter = LINE_END + "--" + boundary;
        var fields = new ArrayList<Field>();
        var end = endOf(delimiter, text, 0);
        while (!text.startsWith("--", end)) {
            var start = endOf(LINE_END, text, end);
            if (!text.substring(end, start).isBlank()) {
                throw new IllegalArgumentException("something behind a boundary");
            }
            end = endOf(delimiter, text, start);
            fields.add(field(text.substring(start, end - delimiter.length())));
        }
        return fields;
    }

    private static int endOf(String wanted, String text, int from) {
        var found = text.indexOf(wanted, from);
        if (found < 0) {
            throw new IllegalArgumentException("broken off");
        }
        return found + wanted.length();
    }

    private static Field field(String part) {
        var bodyStart = endOf(LINE_END + LINE_END, part, 0);
        var headers = headers(part.substring(0, bodyStart));
        var disposition = headers.getOrDefault("content-disposition", "");
        var parameters = HeaderValue.of(disposition);
        var name = parameters.parameters().get("name");
        if (!parameters.value().equals("form-data") || name == null) {
            throw new IllegalArgumentException("no name");
        }
        var charset = HeaderValue.of(headers.getOrDefault("content-type", "")).parameters().get("charset");
        var value = part.substring(bodyStart).getBytes(StandardCharsets.ISO_8859_1);
        return new Field(name, new String(value, charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset)),
                parameters.parameters().keySet().stream().anyMatch(key -> key.startsWith("filename")));
    }

    private static Map<String, String> headers(String text) {
        var headers = new HashMap<String, String>();
        for (var line : text.replaceAll("\r\n[ \t]++", " ").strip().split(LINE_END)) {
            var parts = line.split(":", 2);
            if (parts.length < 2 || headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]) != null) {
                throw new IllegalArgumentException("malformed head");
            }
        }
        return headers;
    }
}
