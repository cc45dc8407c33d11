package io.connectedworkflow.infrastructure.web;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The value of a header with its parameters, such as {@code form-data; name="code"} (RFC 9110, 5.6.6).
 *
 * @param value      what stands before the first semicolon, in lower case
 * @param parameters without their quotation marks, by names in lower case
 */
record HeaderValue(String value, Map<String, String> parameters) {

    // Possessive, so that it needs no stack for each of a long text's characters.
    private static final Pattern PARAMETER = Pattern.compile(
            "\\s*+(?:([^\\s\"=;]++)\\s*+=\\s*+(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s\";]*+))\\s*+)?+(?:;|$)");

    /** Reads it, or throws {@link IllegalArgumentException} if it is malformed, or has a parameter twice. */
    static HeaderValue of(String header) {
        var parts = header.split(";", 2);
        return new HeaderValue(parts[0].strip().toLowerCase(Locale.ROOT),
                parts.length == 1 ? Map.of() : parameters(parts[1]));
    }

    private static Map<String, String> parameters(String text) {
        var parameters = new HashMap<String, String>();
        var matcher = PARAMETER.matcher(text);
        while (matcher.regionStart() < text.length()) {
            if (!matcher.lookingAt()) {
                throw new IllegalArgumentException("malformed parameters");
            }
            var name = matcher.group(1);
            var quoted = matcher.group(2);
            var value = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            if (name != null && parameters.put(name.toLowerCase(Locale.ROOT), value) != null) {
                throw new IllegalArgumentException("twice");
            }
            matcher.region(matcher.end(), text.length());
        }
        return parameters;
    }
}
