package io.connectedworkflow.application.audit;

import java.util.List;

/**
 * The beginning of a longer list.
 *
 * @param more whether there is more behind it
 */
public record Slice<T>(List<T> found, boolean more) {

    private static final int LARGEST = 10_000;

    /** A number of elements that may be asked for at once: 1 to 10,000; others are refused with an {@link IllegalArgumentException}. */
    public static int ofAtMost(int size) {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("At once there are 1 to " + LARGEST + ", not " + size);
        }
        return size;
    }
}
