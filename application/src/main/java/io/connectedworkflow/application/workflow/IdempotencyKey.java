package io.connectedworkflow.application.workflow;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names a request that takes effect once, however often it is sent: its sender's key, and what it is about.
 * It is remembered for 24 hours, for the caller's organization and user; the same with another {@code bodyHash} is
 * refused meanwhile.
 *
 * @param method   such as POST
 * @param path     as it was sent, without the query string
 * @param key      chosen by the sender
 * @param bodyHash tells whether the body is the same
 */
public record IdempotencyKey(String method, String path, String key, String bodyHash) {

    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,128}");

    /**
     * For a request that comes by no path. Each of its parts is 1 to 128 visible ASCII characters; others are refused with an
     * {@link IllegalArgumentException}.
     *
     * @param operation   what the request does, in the sender's words; a key counts for one operation
     * @param key         chosen by the sender, another one for each request
     * @param fingerprint tells whether the request is the same, such as a hash of it
     */
    public static IdempotencyKey of(String operation, String key, String fingerprint) {
        if (!Stream.of(operation, key, fingerprint).allMatch(part -> VISIBLE.matcher(part).matches())) {
            throw new IllegalArgumentException(
                    "Operation, key and fingerprint are 1 to 128 visible ASCII characters each");
        }
        return new IdempotencyKey("JAVA", operation, key, fingerprint);
    }
}
