package io.connectedworkflow.application.subscription;

import java.time.Instant;

/** Where a subscription begins the very first time. Later it goes on where it was, whatever is declared. */
public sealed interface StartFrom {

    /** With the first event ever. */
    record Beginning() implements StartFrom {}

    /** Behind all that is in the log at the time of the start. */
    record Now() implements StartFrom {}

    /**
     * Behind an event.
     *
     * @param position that of the event; 0 for the beginning
     */
    record Behind(long position) implements StartFrom {

        /** Refuses a position below 0 with an {@link IllegalArgumentException}. */
        public Behind {
            if (position < 0) {
                throw new IllegalArgumentException("A position is not below 0: " + position);
            }
        }
    }

    /**
     * With the first event in the log that happened at that time or later; behind all that is in the log at the time of
     * the start, if there is none.
     */
    record Since(Instant instant) implements StartFrom {}

    /** With the first event ever. */
    static StartFrom beginning() {
        return new Beginning();
    }

    /**
     * Behind all that is in the log at the time of the start. What has been appended before and is committed only later is
     * left out too, if anything behind it is committed by then.
     */
    static StartFrom now() {
        return new Now();
    }

    /**
     * Behind the event at a position, 0 for the beginning. One below 0 is refused here with an
     * {@link IllegalArgumentException}, and one that the log has not reached when the subscription is started.
     */
    static StartFrom behind(long position) {
        return new Behind(position);
    }

    /**
     * With the first event in the log that happened at an instant or later. Times follow each other within a workflow,
     * not in the log as a whole, so events that are older may follow; none that is not older is missed.
     */
    static StartFrom since(Instant instant) {
        return new Since(instant);
    }
}
