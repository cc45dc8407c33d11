package io.connectedworkflow.infrastructure.web;

/** The connection of the request that the current thread answers. */
public interface ClientConnection {

    /** One that nobody knows. */
    ClientConnection UNKNOWN = new ClientConnection() {
    };

    /**
     * Keeps it for the next request, though it would be closed because of the status of this one's answer. To be called when
     * that is set, and before anything of the answer is written.
     */
    default void keep() {}

    /**
     * Closes it at once, without waiting any longer for whoever does not take what is written.
     *
     * @return whether it is closed; one that nobody knows is not
     */
    default boolean abandon() {
        return false;
    }
}
