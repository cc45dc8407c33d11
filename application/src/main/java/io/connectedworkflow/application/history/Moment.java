package io.connectedworkflow.application.history;

import io.connectedworkflow.application.history.EventHistory.Recorded;
import java.time.Instant;

/** A moment in a workflow's past. */
public sealed interface Moment {

    /** Once the workflow had so many events. */
    record Version(long number) implements Moment {}

    /** After everything that had happened by then. */
    record Time(Instant instant) implements Moment {}

    /** After everything that has happened. */
    record Now() implements Moment {}

    /** Whether something had happened by then. */
    default boolean isAtOrAfter(Recorded recorded) {
        return switch (this) {
            case Version(var number) -> recorded.version() <= number;
            case Now() -> true;
            case Time(var instant) -> !recorded.at().isAfter(instant);
        };
    }
}
