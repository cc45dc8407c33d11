package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of a request's query string, and never those of its body. Of a repeated one, the first counts. */
public final class QueryString {

    // What follows from these bounds can be compared in PostgreSQL.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Map<String, String> values = new HashMap<>();

    private QueryString(String text) {
        for (var pair : text.split("&")) {
            var equals = pair.indexOf('=');
            values.putIfAbsent(decoded(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
    }

    /** The query string of a request. */
    public static QueryString of(HttpServletRequest request) {
        return new QueryString(request.getQueryString() == null ? "" : request.getQueryString());
    }

    /** The value of a parameter, if it is given and not empty. U+0000, which nothing can hold, is not in it. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** The value of a parameter as a number from 1 on, if it is given and not empty; or {@link ParameterInvalid}. */
    public Optional<Long> number(String name) {
        return value(name).map(text -> {
            if (!NUMBER.matcher(text).matches()) {
                throw new ParameterInvalid(name).asException();
            }
            return Long.valueOf(text);
        });
    }

    /**
     * The value of a parameter as an instant, ISO 8601 with an offset, in the years 1 to 9999, if it is given and not
     * empty; or {@link ParameterInvalid}. A space in it was a plus sign that was not encoded.
     */
    public Optional<Instant> instant(String name) {
        return value(name).map(text -> read(text.replace(' ', '+'))
                .orElseThrow(() -> new ParameterInvalid(name).asException()));
    }

    /** The instant that a text says, ISO 8601 with an offset, in the years 1 to 9999; if it does. */
    public static Optional<Instant> read(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(instant -> !instant.isBefore(FIRST) && !instant.isAfter(LAST));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    // What is malformed stands for itself: it will match nothing.
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).replace("\0", "\uFFFD");
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
