package io.connectedworkflow.application.audit;

import java.time.Instant;

/** A bound in the log. */
public sealed interface LogPoint {

    /** That of the event at this position. */
    record Position(long number) implements LogPoint {}

    /** That between what happened before this instant and what did not. */
    record Time(Instant instant) implements LogPoint {}
}
