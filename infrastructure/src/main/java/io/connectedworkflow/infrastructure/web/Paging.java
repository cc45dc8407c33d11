package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list a request wants. A list has numbers that only rise, or only fall, so that a page begins behind
 * the last number of the one before, however much is added or goes.
 *
 * @param size    the most elements of a page, 1 to 200; null for all in one
 * @param last    the last number of the page before; null for the first page
 * @param filters what else the request asks for: a page token belongs to it
 */
public record Paging(@Nullable Integer size, @Nullable Long last, String filters) {

    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]?|1[0-9][0-9]|200");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** The page that a query string asks for; {@link ParameterInvalid} if it asks wrongly. */
    public static Paging of(QueryString query, @Nullable Integer defaultSize, String filters) {
        var size = query.value("page_size").map(Paging::size).orElse(defaultSize);
        if (query.value("page_token").isPresent() && size == null) {
            throw new ParameterInvalid("page_token").asException();
        }
        return new Paging(size,
                PageToken.read(query, NUMBER, filters).map(number -> Long.valueOf(number.group())).orElse(null),
                filters);
    }

    /** How many elements to ask for: one more than the page has, to know whether there is another page. */
    public int toAskFor() {
        return size == null ? Integer.MAX_VALUE : size + 1;
    }

    /** The page, of what was asked for. */
    public <T> Slice<T> page(List<T> found) {
        return size != null && found.size() > size
                ? new Slice<>(found.subList(0, size), true)
                : new Slice<>(found, false);
    }

    /** What an answer says of the page, null where all is in one. */
    public <T> @Nullable Map<String, @Nullable Object> info(Slice<T> page, ToLongFunction<T> number) {
        if (size == null) {
            return null;
        }
        var info = object("page_size", size, "more_records", page.more());
        if (page.more()) {
            info.put("next_page_token",
                    PageToken.of(Long.toString(number.applyAsLong(page.found().getLast())), filters));
        }
        return info;
    }

    private static int size(String text) {
        if (!SIZE.matcher(text).matches()) {
            throw new ParameterInvalid("page_size").asException();
        }
        return Integer.parseInt(text);
    }
}
