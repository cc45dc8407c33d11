package io.connectedworkflow.application.workflow;

/**
 * What makes a request one that must take effect once, however often it is sent: its sender's key, and what it is about.
 * It is remembered for 24 hours, for the caller's organization and user; the same with another {@code bodyHash} is
 * refused meanwhile.
 *
 * @param method   such as POST
 * @param path     as it was sent, without the query string
 * @param key      chosen by the sender
 * @param bodyHash tells whether the body is the same
 */
public record Once(String method, String path, String key, String bodyHash) {

    /**
     * For a request that comes by no path.
     *
     * @param operation   what the request does, in the sender's words; a key counts for one operation
     * @param key         chosen by the sender, another one for each request
     * @param fingerprint tells whether the request is the same, such as a hash of it
     */
    public static Once of(String operation, String key, String fingerprint) {
        return new Once("JAVA", operation, key, fingerprint);
    }
}
