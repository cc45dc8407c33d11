package io.connectedworkflow.domain.workflow;

/** Port: where the ids of everything new come from. */
public interface Ids {

    /** An id that was never given before: 19 decimal digits, as a number below 2^63, later ones larger on one node. */
    String next();
}
