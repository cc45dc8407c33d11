package io.connectedworkflow.application.workflow;

/**
 * Which part of a list is wanted.
 *
 * @param after the sequence number behind which it begins, 0 for the beginning
 * @param size  the most workflows that it has
 */
public record Page(long after, int size) {

    /** Refuses a place before the beginning, and a size below 1, with an {@link IllegalArgumentException}. */
    public Page {
        if (after < 0 || size < 1) {
            throw new IllegalArgumentException("A page begins behind 0 or more, and has room for 1 or more: " + after
                    + ", " + size);
        }
    }

    /** All of the list. */
    public static final Page ALL = new Page(0, Integer.MAX_VALUE);
}
