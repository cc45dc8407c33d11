package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.domain.refusal.Refusal.WorkflowTooLarge;
import io.connectedworkflow.domain.refusal.RefusedException;
import java.nio.charset.StandardCharsets;

/**
 * How large a workflow may be, and each of its events, so that whoever reads some of them knows how much memory that takes:
 * 1 MiB as JSON without spaces, in which numbers have no exponents.
 */
public final class StoredSize {

    private static final int MOST_BYTES = 1 << 20;
    private static final int BYTES_OF_A_CHARACTER = 3;

    private StoredSize() {}

    /** Whether it may be stored. */
    public static boolean fits(String json) {
        return json.length() <= MOST_BYTES / BYTES_OF_A_CHARACTER
                || json.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    /** What to tell whoever wants to store more, as something to throw. */
    public static RefusedException tooLarge() {
        return new WorkflowTooLarge(MOST_BYTES).asException();
    }
}
