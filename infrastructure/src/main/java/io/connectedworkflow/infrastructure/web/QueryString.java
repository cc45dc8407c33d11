package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request's query string, and never those of its body. Of a repeated one, the first counts. */
public final class QueryString {

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

    // What is malformed stands for itself: it will match nothing.
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).replace("\0", "\uFFFD");
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
