package io.connectedworkflow.infrastructure.web;

/** Keeps a connection for the next request that would be closed because of what is answered to this one. */
@FunctionalInterface
interface KeptConnections {

    /** To be called when the answer's status is set, and before anything of it is written. */
    void keep();
}
