package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.workflow.Once;
import io.connectedworkflow.domain.refusal.Refusal.HeaderInvalid;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads whether a request must take effect once. */
final class OnceReader {

    private static final String NAME = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

    private OnceReader() {}

    /** Null if the request does not ask for it, or changes nothing; {@link HeaderInvalid} if it asks wrongly. */
    static @Nullable Once read(HttpServletRequest request, String path) {
        var keys = Collections.list(request.getHeaders(NAME));
        if (keys.isEmpty() || request.getMethod().equals("GET")) {
            return null;
        }
        if (keys.size() > 1 || !KEY.matcher(keys.getFirst()).matches()) {
            throw new HeaderInvalid(NAME).asException();
        }
        return new Once(request.getMethod(), path, keys.getFirst(), hash(BodyReader.itemBytes(request)));
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
