package io.connectedworkflow.infrastructure.history;

import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowHistory;
import io.connectedworkflow.application.history.WorkflowRestore;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Body;
import io.connectedworkflow.infrastructure.web.Done;
import io.connectedworkflow.infrastructure.web.Endpoint;
import io.connectedworkflow.infrastructure.web.Envelope;
import io.connectedworkflow.infrastructure.web.IfMatch;
import io.connectedworkflow.infrastructure.web.Paging;
import io.connectedworkflow.infrastructure.web.QueryString;
import io.connectedworkflow.infrastructure.web.RequestMemory;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The endpoints about a workflow's past. */
final class HistoryController {

    private static final String WORKFLOW = "/crm/v8/settings/connected_workflows/{id}";
    private static final int PAGE = 200;

    private final WorkflowAsOf past;
    private final WorkflowRestore restore;

    HistoryController(WorkflowAsOf past, WorkflowRestore restore) {
        this.past = past;
        this.restore = restore;
    }

    @Endpoint(scope = Scope.READ, envelope = Envelope.WORKFLOWS)
    @GetMapping(WORKFLOW + "/history")
    Answer history(Caller caller, Organization organization, @PathVariable String id, HttpServletRequest request) {
        var history = history(caller, id);
        var paging = Paging.of(QueryString.of(request), PAGE, id);
        var before = paging.last() == null ? Long.MAX_VALUE : paging.last();
        return answers(organization).entries(history.entries(before, Objects.requireNonNullElse(paging.size(), PAGE)),
                paging);
    }

    @Endpoint(scope = Scope.READ, envelope = Envelope.WORKFLOWS)
    @GetMapping(WORKFLOW + "/diff")
    Answer difference(Caller caller, Organization organization, @PathVariable String id, HttpServletRequest request) {
        var history = history(caller, id);
        var moments = new Moments(QueryString.of(request), history.version());
        return answers(organization).difference(history.difference(moments.from(), moments.to()));
    }

    @Endpoint(scope = Scope.UPDATE, envelope = Envelope.DIRECT, successMessage = "connected workflow restored successfully")
    @PostMapping(WORKFLOW + "/actions/restore")
    Done restore(Caller caller, @PathVariable String id, HttpServletRequest request, Body body) {
        var history = past.history(caller, id).orElseThrow();
        var version = IfMatch.expected(request, history.version());
        var wanted = body.item().requiredWholeNumber("version");
        RequestMemory.takeForHistory(history.version());
        return new Done(restore.restore(caller, id, version, wanted).orElseThrow());
    }

    private WorkflowHistory history(Caller caller, String id) {
        var history = past.history(caller, id).orElseThrow();
        RequestMemory.takeForHistory(history.version());
        return history;
    }

    private static HistoryAnswers answers(Organization organization) {
        return new HistoryAnswers(organization.directory());
    }
}
