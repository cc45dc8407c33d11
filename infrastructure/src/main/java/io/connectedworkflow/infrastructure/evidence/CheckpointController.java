package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.evidence.CheckpointAudit;
import io.connectedworkflow.infrastructure.audit.AuditParameters;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Endpoint;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;

/** The endpoint for auditors who keep copies of checkpoints. */
final class CheckpointController {

    private final CheckpointAudit checkpoints;

    CheckpointController(CheckpointAudit checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Endpoint(scope = Scope.AUDIT)
    @GetMapping("/audit/v1/checkpoints")
    Answer checkpoints(Auditor auditor, HttpServletRequest request) {
        return CheckpointAnswers.list(checkpoints, auditor,
                CheckpointsRequest.of(new AuditParameters(request, auditor)));
    }
}
