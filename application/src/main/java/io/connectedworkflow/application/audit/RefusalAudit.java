package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.audit.Refusals.Place;
import io.connectedworkflow.application.audit.Refusals.Remembered;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was tried and refused, across workflows: the newest first. */
public final class RefusalAudit {

    private static final int AT_ONCE = 1000;

    private final Refusals refusals;

    /** An audit of the given refusals. */
    public RefusalAudit(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * The wanted refusals behind a place.
     *
     * @param before null for the newest
     * @param size   how many at most
     */
    public Part<Remembered> page(RefusalFilter filter, @Nullable Place before, int size) {
        return refusals.read(filter, before, size);
    }

    /** Hands over all wanted refusals, and holds no more than a few of them at a time. */
    public void forEach(RefusalFilter filter, Consumer<Remembered> reader) {
        var part = refusals.read(filter, null, AT_ONCE);
        part.found().forEach(reader);
        while (part.more()) {
            part = refusals.read(filter, part.found().getLast().place(), AT_ONCE);
            part.found().forEach(reader);
        }
    }
}
