package io.connectedworkflow.infrastructure.postgres;

/** A command cannot do its work. The message is one clear line for the operator, to be shown without a stack trace. */
public final class CannotRunException extends RuntimeException {

    /** With nothing more to know than the line. */
    public CannotRunException(String message) {
        super(message);
    }

    /** With what it came of. */
    public CannotRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
