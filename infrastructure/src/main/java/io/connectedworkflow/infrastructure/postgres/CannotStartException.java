package io.connectedworkflow.infrastructure.postgres;

import org.jspecify.annotations.Nullable;

/** The server cannot start. The message is one clear line for the operator, to be shown without a stack trace. */
public sealed class CannotStartException extends RuntimeException permits ClockOutOfRangeException {

    /** With nothing more to know than the line. */
    public CannotStartException(String message) {
        super(message);
    }

    CannotStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
