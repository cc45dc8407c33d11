package io.connectedworkflow.infrastructure.evidence;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.application.evidence.CheckpointAudit;
import io.connectedworkflow.infrastructure.audit.AuditAnswers;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Lines;
import io.connectedworkflow.infrastructure.web.PageToken;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How checkpoints look to an auditor. */
final class CheckpointAnswers {

    private CheckpointAnswers() {}

    /** A page of them, or all. */
    static Answer list(CheckpointAudit audit, Auditor auditor, CheckpointsRequest wanted) {
        if (wanted.lines()) {
            return Answer.ok(new Lines(
                    line -> audit.forEach(auditor, wanted.organization(), found -> line.accept(checkpoint(found)))
                            .orElseThrow()));
        }
        return AuditAnswers.page("checkpoints",
                audit.page(auditor, wanted.organization(), wanted.before(), wanted.pageSize()),
                found -> checkpoint(found.checkpoint()), wanted.pageSize(),
                last -> PageToken.of(Long.toString(last.number()), wanted.filter()));
    }

    private static Map<String, @Nullable Object> checkpoint(Checkpoint checkpoint) {
        return object("organization_id", checkpoint.organizationId(), "ordinal", checkpoint.ordinal(), "position",
                checkpoint.position(), "hash", checkpoint.hash(), "time", AuditAnswers.time(checkpoint.at()), "key_id",
                checkpoint.keyId(), "public_key", checkpoint.publicKey(), "signed", CheckpointText.of(checkpoint),
                "signature", checkpoint.signature());
    }
}
