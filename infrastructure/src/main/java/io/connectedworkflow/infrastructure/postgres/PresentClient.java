package io.connectedworkflow.infrastructure.postgres;

/** Tells of the request that the current thread handles whether anybody still waits for its answer. */
@FunctionalInterface
public interface PresentClient {

    /** Whether it is known that nobody does; also false where there is no request, or no way to know. */
    boolean isGone();
}
