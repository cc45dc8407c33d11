package io.connectedworkflow.infrastructure.postgres;

import java.util.function.Supplier;

/** A place for secrets that are made once, and that only the user who runs the server can read. */
public interface KeptSecrets {

    /** The secret of this name: what is kept, or else what is made, and kept from now on. */
    String secret(String name, Supplier<String> made);
}
