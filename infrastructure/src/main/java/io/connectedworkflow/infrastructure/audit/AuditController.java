package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.audit.EventAudit;
import io.connectedworkflow.application.audit.RefusalAudit;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Endpoint;
import io.connectedworkflow.infrastructure.web.RequestMemory;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;

/** The endpoints for auditors. */
final class AuditController {

    private static final String AUDIT = "/audit/v1";

    private final EventAudit events;
    private final RefusalAudit refusals;

    AuditController(EventAudit events, RefusalAudit refusals) {
        this.events = events;
        this.refusals = refusals;
    }

    @Endpoint(scope = Scope.AUDIT)
    @GetMapping(AUDIT + "/events")
    Answer events(Auditor auditor, HttpServletRequest request) {
        RequestMemory.takeForLog();
        return AuditAnswers.events(events, auditor, EventsRequest.of(new AuditParameters(request, auditor)));
    }

    @Endpoint(scope = Scope.AUDIT)
    @GetMapping(AUDIT + "/refusals")
    Answer refusals(Auditor auditor, HttpServletRequest request) {
        RequestMemory.takeForLog();
        return AuditAnswers.refusals(refusals, auditor, RefusalsRequest.of(new AuditParameters(request, auditor)));
    }
}
