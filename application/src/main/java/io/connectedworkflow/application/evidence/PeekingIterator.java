package io.connectedworkflow.application.evidence;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Goes through something, and sees one step ahead. */
final class PeekingIterator<T> {

    private final Iterator<T> all;
    private @Nullable T next;

    PeekingIterator(Iterator<T> all) {
        this.all = all;
        advance();
    }

    /** What comes next; null at the end. */
    @Nullable
    T next() {
        return next;
    }

    void advance() {
        next = all.hasNext() ? all.next() : null;
    }
}
