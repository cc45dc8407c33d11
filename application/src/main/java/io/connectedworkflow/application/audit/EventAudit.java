package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.audit.EventLog.Complete;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.refusal.Refusal.LogUnsettled;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.util.function.Consumer;

/**
 * Lists events across workflows, in the order of the log, and complete as far as it goes. Refused with
 * {@link ParameterInvalid} if the filter asks for another organization than the auditor's, and with {@link LogUnsettled} if
 * it goes to where a transaction in progress may still add something, and that does not end within seconds.
 */
public final class EventAudit {

    private static final int AT_ONCE = 1000;

    private final EventLog log;

    /** An audit of the given log. */
    public EventAudit(EventLog log) {
        this.log = log;
    }

    /**
     * The wanted events behind a position.
     *
     * @param size how many at most: 1 to 10,000, others are refused with an {@link IllegalArgumentException}
     */
    public Outcome<Slice<LoggedEvent>> page(Auditor auditor, EventFilter filter, long after, int size) {
        return Outcome.of(() -> page(filter.seenBy(auditor), after, Slice.ofAtMost(size)));
    }

    private Slice<LoggedEvent> page(EventFilter filter, long after, int size) {
        var complete = log.complete();
        if (!complete.covers(filter.to()) && after < complete.position()) {
            var part = log.read(filter, after, complete.position(), size);
            if (part.more()) {
                // Whatever is still added, it is not on this page.
                return part;
            }
        }
        return log.read(filter, after, head(filter, complete), size);
    }

    private long head(EventFilter filter, Complete complete) {
        return complete.covers(filter.to()) ? complete.position() : log.safeHead();
    }

    /**
     * Hands over all wanted events that are there now, and holds no more than a few of them at a time.
     *
     * @return how many there were
     */
    public Outcome<Long> forEach(Auditor auditor, EventFilter filter, Consumer<LoggedEvent> reader) {
        return Outcome.of(() -> handOver(filter.seenBy(auditor), reader));
    }

    private long handOver(EventFilter filter, Consumer<LoggedEvent> reader) {
        var head = head(filter, log.complete());
        var part = log.read(filter, 0, head, AT_ONCE);
        part.found().forEach(reader);
        long count = part.found().size();
        while (part.more()) {
            part = log.read(filter, part.found().getLast().position(), head, AT_ONCE);
            part.found().forEach(reader);
            count += part.found().size();
        }
        return count;
    }
}
