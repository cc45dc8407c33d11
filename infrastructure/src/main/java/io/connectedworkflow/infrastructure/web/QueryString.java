package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.refusal.Refusal.ModuleParameterInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ParameterMissing;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of a request's query string, and never those of its body. Of a repeated one, the first counts. */
public final class QueryString {

    private static final String MODULE = "module";
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

    /**
     * The module that the parameter {@code module} names by its API name, supported or not; {@link ParameterMissing},
     * {@link ModuleParameterInvalid}.
     */
    public CrmModule module(Modules known) {
        var name = value(MODULE).orElseThrow(() -> new ParameterMissing(MODULE).asException());
        return known.withApiName(name).orElseThrow(() -> new ModuleParameterInvalid(MODULE).asException());
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
     * The value of a parameter as a time, if it is given and not empty; or {@link ParameterInvalid}. A space in it was a
     * plus sign that was not encoded.
     */
    public Optional<GivenTime> time(String name) {
        return value(name).map(text -> GivenTime.read(text.replace(' ', '+'))
                .orElseThrow(() -> new ParameterInvalid(name).asException()));
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
