package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes the tokens that lead to the next page of a list: where the page before ended, and the filters that
 * the token belongs to.
 */
public final class PageToken {

    private static final String NAME = "page_token";

    private PageToken() {}

    /** The token for the page behind a place; there is no space in it. */
    public static String of(String place, String filters) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((place + " " + filters).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place that a request's token stands for, if there is one. Refused with {@link ParameterInvalid} if it is none
     * of ours, or belongs to other filters.
     *
     * @param form what a place looks like
     */
    public static Optional<Matcher> read(QueryString query, Pattern form, String filters) {
        return query.value(NAME).map(token -> {
            var text = decoded(token);
            var end = text.indexOf(' ');
            var place = form.matcher(text.substring(0, Math.max(end, 0)));
            if (end < 0 || !place.matches() || !text.substring(end + 1).equals(filters)) {
                throw new ParameterInvalid(NAME).asException();
            }
            return place;
        });
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
