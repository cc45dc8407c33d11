package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.replay.ReplayAudit;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.infrastructure.audit.AuditParameters;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Endpoint;
import io.connectedworkflow.infrastructure.web.PageToken;
import io.connectedworkflow.infrastructure.web.QueryString;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The endpoints for auditors who have the past replayed. */
final class ReplayController {

    private static final String REPLAYS = "/audit/v1/replays";
    private static final String REPLAY = REPLAYS + "/{id}";
    private static final Pattern ID = Pattern.compile("[0-9]{19}");

    private final ReplayAudit replays;

    ReplayController(ReplayAudit replays) {
        this.replays = replays;
    }

    @Endpoint(scope = Scope.AUDIT)
    @PostMapping(REPLAYS)
    Answer request(Auditor auditor, Item item) {
        var wanted = ReplayRequest.of(item, auditor);
        return ReplayAnswers.one(201,
                replays.request(auditor, wanted.organization(), wanted.from(), wanted.to()).orElseThrow());
    }

    @Endpoint(scope = Scope.AUDIT)
    @GetMapping(REPLAYS)
    Answer list(Auditor auditor, HttpServletRequest request) {
        var parameters = new AuditParameters(request, auditor);
        var organization = parameters.organization();
        var size = parameters.pageSize();
        var before = PageToken.read(QueryString.of(request), ID, String.valueOf(organization)).map(Matcher::group);
        return ReplayAnswers.page(replays.page(auditor, organization, before.orElse(null), size), size,
                String.valueOf(organization));
    }

    @Endpoint(scope = Scope.AUDIT)
    @GetMapping(REPLAY)
    Answer get(Auditor auditor, @PathVariable String id) {
        return ReplayAnswers.one(200, replays.find(auditor, id).orElseThrow());
    }

    @Endpoint(scope = Scope.AUDIT)
    @GetMapping(REPLAY + "/report")
    Answer report(Auditor auditor, @PathVariable String id, HttpServletRequest request) {
        return new ReplayReport(replays, auditor, replays.find(auditor, id).orElseThrow()).answer(request);
    }

    @Endpoint(scope = Scope.AUDIT)
    @PostMapping(REPLAY + "/actions/cancel")
    Answer cancel(Auditor auditor, @PathVariable String id) {
        return ReplayAnswers.one(200, replays.cancel(auditor, id).orElseThrow());
    }
}
