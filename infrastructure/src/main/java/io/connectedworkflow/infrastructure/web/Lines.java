package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Consumer;
import org.springframework.web.util.WebUtils;

/**
 * The body of an answer that has one JSON value on each line, and may be longer than what fits into memory.
 *
 * @param values hands over the values, one after the other, as fast as the client takes them
 */
public record Lines(Consumer<Consumer<Object>> values) implements Streamed {

    static final String MEDIA_TYPE = "application/x-ndjson";

    /** Whether a request asks for such an answer. */
    public static boolean areWanted(HttpServletRequest request) {
        var ours = WebUtils.getNativeRequest(request, AdmittedRequest.class);
        return ours != null && ours.asksFor(MEDIA_TYPE);
    }

    @Override
    public String mediaType() {
        return MEDIA_TYPE;
    }
}
