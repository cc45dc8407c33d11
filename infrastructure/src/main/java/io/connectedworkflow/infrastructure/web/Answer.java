package io.connectedworkflow.infrastructure.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a client gets.
 *
 * @param body    is written as JSON; null for none
 * @param headers what it says besides what every answer says, by name
 */
public record Answer(int status, @Nullable Object body, Map<String, String> headers) {

    /** An answer with nothing to say in headers of its own. */
    public Answer(int status, @Nullable Object body) {
        this(status, body, Map.of());
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter EXACT_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx",
            Locale.ROOT);

    /** An answer of what was asked for. */
    public static Answer ok(Object body) {
        return new Answer(200, body);
    }

    /** This answer about a workflow at this version. */
    public Answer at(long version) {
        return new Answer(status, body, Map.of("ETag", "\"" + version + "\""));
    }

    /** The answer that there is nothing. */
    public static Answer nothing() {
        return new Answer(204, null);
    }

    /** The answer that something was done to the item with this id. */
    public static Answer done(int status, Envelope envelope, String id, String message) {
        return new Answer(status,
                object(envelope.key(), List.of(result("SUCCESS", object("id", id), message, "success"))));
    }

    /** A refusal that belongs to the one item of the request. */
    static Answer item(int status, Envelope envelope, String code, Map<String, @Nullable Object> details,
            String message) {
        return envelope == Envelope.BARE
                ? bare(status, code, details, message)
                : new Answer(status, object(envelope.key(), List.of(result(code, details, message, "error"))));
    }

    /** A refusal of the request as a whole. */
    static Answer bare(int status, String code, Map<String, @Nullable Object> details, String message) {
        return new Answer(status, result(code, details, message, "error"));
    }

    /** A refusal that may be one no more after so many seconds (RFC 9110, 10.2.3). */
    static Answer retryAfter(int seconds, int status, String code, String message) {
        return new Answer(status, result(code, object("retry_after", seconds), message, "error"),
                Map.of("Retry-After", Integer.toString(seconds)));
    }

    /** A time as every answer tells it: whole seconds, with the zone's offset in digits. */
    public static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }

    /** A time as exact as the log has it: with milliseconds, and otherwise as every answer tells it. */
    public static String exactTime(Instant instant, ZoneId zone) {
        return EXACT_TIME.format(instant.atZone(zone));
    }

    /** A JSON object with these keys and values, in this order. */
    public static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }

    private static Map<String, @Nullable Object> result(String code, Map<String, @Nullable Object> details,
            String message, String status) {
        return object("code", code, "details", details, "message", message, "status", status);
    }
}
