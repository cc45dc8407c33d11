package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.web.util.WebUtils;

/**
 * A table as RFC 4180 wants it. Where a spreadsheet would take a cell for a formula, an apostrophe stands before it.
 *
 * @param header the names of the columns
 * @param rows   hands over the rows, one after the other, as fast as the client takes them
 */
public record Csv(List<String> header, Consumer<Consumer<List<String>>> rows) implements Streamed {

    private static final String MEDIA_TYPE = "text/csv";

    /** Whether a request asks for such an answer. */
    public static boolean isWanted(HttpServletRequest request) {
        var ours = WebUtils.getNativeRequest(request, AdmittedRequest.class);
        return ours != null && ours.asksFor(MEDIA_TYPE);
    }

    @Override
    public String mediaType() {
        return MEDIA_TYPE;
    }
}
