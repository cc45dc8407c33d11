package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.CannotStartException;
import java.time.Instant;

/**
 * The clock stands where there are no ids. Requests that need one, or record the time, can be made again when somebody has put
 * the clock right.
 */
final class ClockOutOfRangeException extends CannotStartException {

    ClockOutOfRangeException(Instant clock) {
        super("the clock says %s, for which there are no ids: they begin in 2015 and end in 2084".formatted(clock));
    }
}
