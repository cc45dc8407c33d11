package io.connectedworkflow.infrastructure;

import org.jspecify.annotations.Nullable;

/** The server cannot start. The message is one clear line for the operator, to be shown without a stack trace. */
public class CannotStartException extends RuntimeException {

    /** With nothing more to know than the line. */
    public CannotStartException(String message) {
        super(message);
    }

    /** With what has caused it. */
    public CannotStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
