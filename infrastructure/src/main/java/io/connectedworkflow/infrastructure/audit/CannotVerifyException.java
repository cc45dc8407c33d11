package io.connectedworkflow.infrastructure.audit;

/** The log cannot be verified. The message is for the operator, to be shown without a stack trace. */
final class CannotVerifyException extends RuntimeException {

    CannotVerifyException(String message, Throwable cause) {
        super(message, cause);
    }

    CannotVerifyException(String message) {
        super(message);
    }
}
