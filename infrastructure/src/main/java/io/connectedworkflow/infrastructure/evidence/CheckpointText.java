package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.infrastructure.audit.AuditAnswers;
import java.time.Instant;

/** The text of a checkpoint that is signed. The format is documented in docs/tamper-evidence.md; another one has another number. */
final class CheckpointText {

    private CheckpointText() {}

    static String of(Checkpoint checkpoint) {
        return of(checkpoint.organizationId(), checkpoint.ordinal(), checkpoint.position(), checkpoint.hash(),
                checkpoint.at(), checkpoint.keyId());
    }

    // Of all values only an organization's id could have lines of its own, so it comes last.
    static String of(String organization, long ordinal, long position, String hash, Instant at, String keyId) {
        return """
            connected-workflow checkpoint 1
            ordinal: %d
            position: %d
            hash: %s
            time: %s
            key_id: %s
            organization_id: %s
            """.formatted(ordinal, position, hash, AuditAnswers.time(at), keyId, organization);
    }
}
