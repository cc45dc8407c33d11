package io.connectedworkflow.application.subscription;

import java.util.regex.Pattern;

/**
 * A host's subscription to every event: delivered at least once, and the events of a workflow in their order.
 *
 * @param name      under which its position is kept: 1 to 63 of {@code a-z}, {@code 0-9} and {@code -}, none of these at
 *                  the beginning
 * @param start     where it begins the very first time that a subscription of this name is started
 * @param segments  in how many parts the workflows are divided that are handled at the same time, 1 to 32; fixed by the
 *                  very first start
 * @param batchSize how many events are handled in one transaction at most, 1 to 1000
 * @param handler   what is done with an event
 */
public record EventSubscription(String name, StartFrom start, int segments, int batchSize, Handler handler) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MOST_SEGMENTS = 32;
    private static final int LARGEST_BATCH = 1000;

    /** Refuses what is out of bounds with an {@link IllegalArgumentException}. */
    public EventSubscription {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A subscription's name is 1 to 63 of a-z, 0-9 and -, and does not begin "
                    + "with -: '" + name + "'");
        }
        mustBeUpTo(MOST_SEGMENTS, segments, "segments");
        mustBeUpTo(LARGEST_BATCH, batchSize, "events in a batch");
    }

    private static void mustBeUpTo(int most, int number, String what) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException("A subscription has 1 to " + most + " " + what + ", not " + number);
        }
    }

    /** What is done with an event. It is called by as many threads at once as there are segments. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Handles an event, in a transaction that also stores the position behind it.
         *
         * @throws Exception to have the transaction rolled back, and the event delivered again a while later
         */
        void handle(DeliveredEvent event) throws Exception;
    }

    /**
     * A subscription without its handler.
     *
     * @see EventSubscription
     */
    public record Declaration(String name, StartFrom start, int segments, int batchSize) {

        /** The same, which begins there the very first time. */
        public Declaration startingFrom(StartFrom otherStart) {
            return new Declaration(name, otherStart, segments, batchSize);
        }

        /** The same, in so many segments. */
        public Declaration inSegments(int number) {
            return new Declaration(name, start, number, batchSize);
        }

        /** The same, in transactions of up to so many events. */
        public Declaration inBatchesOf(int most) {
            return new Declaration(name, start, segments, most);
        }

        /** The subscription; what is out of bounds is refused with an {@link IllegalArgumentException}. */
        public EventSubscription handledBy(Handler handler) {
            return new EventSubscription(name, start, segments, batchSize, handler);
        }
    }

    /** Begins to declare one: from the beginning of the log, in 4 segments, each event in a transaction of its own. */
    public static Declaration named(String name) {
        return new Declaration(name, StartFrom.beginning(), 4, 1);
    }
}
