package io.connectedworkflow.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot run. The message is one clear line for the operator, to be shown without a stack trace. */
public final class EmbeddedPostgresException extends RuntimeException {

    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
