package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.workflow.IdempotencyKey;
import io.connectedworkflow.domain.refusal.Refusal.HeaderInvalid;
import io.connectedworkflow.infrastructure.security.Digests;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads whether a request must take effect once. */
final class IdempotencyKeyReader {

    private static final String NAME = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

    private IdempotencyKeyReader() {}

    /** Null if the request does not ask for it, or asks wrongly, which {@link #require} refuses in its turn. */
    static @Nullable IdempotencyKey read(HttpServletRequest request, String path) {
        var keys = keys(request);
        return keys.size() == 1 && KEY.matcher(keys.getFirst()).matches()
                ? new IdempotencyKey(request.getMethod(), path, keys.getFirst(), hash(BodyReader.beginning(request)))
                : null;
    }

    /** Refuses a request that asks for it wrongly ({@link HeaderInvalid}). */
    static void require(HttpServletRequest request) {
        var keys = keys(request);
        if (keys.size() > 1 || !keys.stream().allMatch(key -> KEY.matcher(key).matches())) {
            throw new HeaderInvalid(NAME).asException();
        }
    }

    private static List<String> keys(HttpServletRequest request) {
        return request.getMethod().equals("GET") ? List.of() : Collections.list(request.getHeaders(NAME));
    }

    private static String hash(byte[] body) {
        return HexFormat.of().formatHex(Digests.sha256().digest(body));
    }
}
