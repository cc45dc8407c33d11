package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.audit.Refusals.Place;
import io.connectedworkflow.application.audit.Refusals.Remembered;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists refused requests across workflows, the newest first. Refused with {@link ParameterInvalid} if the filter asks
 * for another organization than the auditor's.
 */
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
     * @param size   how many at most: 1 to 10,000, others are refused with an {@link IllegalArgumentException}
     */
    public Outcome<Slice<Remembered>> page(Auditor auditor, RefusalFilter filter, @Nullable Place before, int size) {
        return Outcome.of(() -> refusals.read(filter.seenBy(auditor), before, Slice.ofAtMost(size)));
    }

    /**
     * Hands over all wanted refusals, and holds no more than a few of them at a time.
     *
     * @return how many there were
     */
    public Outcome<Long> forEach(Auditor auditor, RefusalFilter filter, Consumer<Remembered> reader) {
        return Outcome.of(() -> handOver(filter.seenBy(auditor), reader));
    }

    private long handOver(RefusalFilter filter, Consumer<Remembered> reader) {
        var part = refusals.read(filter, null, AT_ONCE);
        part.found().forEach(reader);
        long count = part.found().size();
        while (part.more()) {
            part = refusals.read(filter, part.found().getLast().place(), AT_ONCE);
            part.found().forEach(reader);
            count += part.found().size();
        }
        return count;
    }
}
