package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.audit.EventHistory.Recorded;
import java.time.Instant;
import java.util.List;

/** A moment in a workflow's past. */
public sealed interface Moment {

    /** Once the workflow had so many events. */
    record Version(long number) implements Moment {}

    /** After everything that had happened by then. */
    record Time(Instant instant) implements Moment {}

    /** What had happened by then: the longest beginning of a history that is not later. */
    default List<Recorded> before(List<Recorded> history) {
        return history.stream().takeWhile(recorded -> switch (this) {
            case Version(var number) -> recorded.version() <= number;
            case Time(var instant) -> !recorded.at().isAfter(instant);
        }).toList();
    }
}
