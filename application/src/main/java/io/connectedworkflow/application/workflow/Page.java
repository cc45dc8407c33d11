package io.connectedworkflow.application.workflow;

/**
 * Which part of a list is wanted.
 *
 * @param after the sequence number behind which it begins, 0 for the beginning
 * @param size  the most workflows that it has
 */
public record Page(long after, int size) {

    /** All of the list. */
    public static final Page ALL = new Page(0, Integer.MAX_VALUE);
}
