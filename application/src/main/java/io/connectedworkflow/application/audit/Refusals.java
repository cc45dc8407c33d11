package io.connectedworkflow.application.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Port: the refused requests that are remembered, the newest first. */
public interface Refusals {

    /** Where a refused request stands among all others. */
    record Place(Instant at, long number) {}

    /** A refused request, and where it stands. */
    record Remembered(Place place, RefusedRequest request) {}

    /**
     * The first of the wanted ones.
     *
     * @param before the place behind which they begin; null for the newest
     * @param most   how many at most
     */
    Slice<Remembered> read(RefusalFilter filter, @Nullable Place before, int most);
}
