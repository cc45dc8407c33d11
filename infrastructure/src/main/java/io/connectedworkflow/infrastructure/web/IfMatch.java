package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.HeaderInvalid;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header by which a client says which version of a workflow it knows. */
public final class IfMatch {

    private static final String NAME = "If-Match";
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");

    private IfMatch() {}

    /**
     * The version that a request to change a workflow asks for; null for any. Refused are a header that is neither
     * {@code *} nor one strong tag ({@link HeaderInvalid}), as a malformed idempotency key before it, and another version than the workflow has now
     * ({@link VersionStale}).
     *
     * @param current the version that the workflow has now
     */
    public static @Nullable Long expected(HttpServletRequest request, long current) {
        IdempotencyKeyReader.require(request);
        var values = Collections.list(request.getHeaders(NAME));
        if (values.isEmpty() || (values.size() == 1 && values.getFirst().equals("*"))) {
            return null;
        }
        var matcher = VERSION.matcher(values.getFirst());
        if (values.size() > 1 || !matcher.matches()) {
            throw new HeaderInvalid(NAME).asException();
        }
        var version = Long.parseLong(matcher.group(1));
        if (version != current) {
            throw new VersionStale(current).asException();
        }
        return version;
    }
}
