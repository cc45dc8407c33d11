package io.connectedworkflow.infrastructure.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A time that a client gives. Clients are shown whole seconds, so one without a fraction of a second stands for all of its
 * second: what is asked for up to it is asked for up to the end of the second, and what is asked for from it on, from the
 * beginning. One with a fraction, be it zero, stands for itself.
 *
 * @param first the first instant that it stands for
 * @param last  the last one, as far as PostgreSQL can tell instants apart (microseconds; the log's own are milliseconds)
 */
public record GivenTime(Instant first, Instant last) {

    // What follows from these bounds can be compared in PostgreSQL.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final long REST_OF_A_SECOND = 999_999;

    /** The time that a text says, ISO 8601 with an offset, in the years 1 to 9999; if it does. */
    public static Optional<GivenTime> read(String text) {
        try {
            var first = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            var last = text.indexOf('.') < 0 ? first.plus(REST_OF_A_SECOND, ChronoUnit.MICROS) : first;
            return first.isBefore(FIRST) || last.isAfter(LAST)
                    ? Optional.empty()
                    : Optional.of(new GivenTime(first, last));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** An end as its client gave it: what is read out of the text again has it as its {@link #last}. */
    public static String asEnd(Instant last) {
        var second = last.truncatedTo(ChronoUnit.SECONDS);
        return last.equals(second.plus(REST_OF_A_SECOND, ChronoUnit.MICROS))
                ? second.toString()
                : last.equals(second) ? second.toString().replace("Z", ".000Z") : last.toString();
    }
}
