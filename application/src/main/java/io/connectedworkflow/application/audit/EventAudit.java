package io.connectedworkflow.application.audit;

import java.util.function.Consumer;

/** What happened, across workflows: in the order of the log, and complete as far as it goes. */
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
     * @param size how many at most
     */
    public Part<LoggedEvent> page(EventFilter filter, long after, int size) {
        return log.read(filter, after, log.safeHead(), size);
    }

    /** Hands over all wanted events that are there now, and holds no more than a few of them at a time. */
    public void forEach(EventFilter filter, Consumer<LoggedEvent> reader) {
        var head = log.safeHead();
        var part = log.read(filter, 0, head, AT_ONCE);
        part.found().forEach(reader);
        while (part.more()) {
            part = log.read(filter, part.found().getLast().position(), head, AT_ONCE);
            part.found().forEach(reader);
        }
    }
}
