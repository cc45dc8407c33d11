package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.infrastructure.rule.InnerDetails;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Body;
import io.connectedworkflow.infrastructure.web.Done;
import io.connectedworkflow.infrastructure.web.Endpoint;
import io.connectedworkflow.infrastructure.web.Envelope;
import io.connectedworkflow.infrastructure.web.IfMatch;
import io.connectedworkflow.infrastructure.web.QueryString;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The endpoints about workflows. */
final class WorkflowController {

    private static final String WORKFLOWS = "/crm/v8/settings/connected_workflows";

    private final ConnectedWorkflows workflows;
    private final WorkflowReader reader;

    WorkflowController(ConnectedWorkflows workflows, WorkflowAsOf past) {
        this.workflows = workflows;
        reader = new WorkflowReader(workflows, past);
    }

    @Endpoint(scope = Scope.CREATE, envelope = Envelope.WORKFLOWS, successStatus = 201, successMessage = "connected workflow created successfully")
    @PostMapping(WORKFLOWS)
    Done create(Caller caller, Item item) {
        return new Done(workflows.create(caller, new WorkflowDraft(item)).orElseThrow());
    }

    @Endpoint(scope = Scope.READ, envelope = Envelope.WORKFLOWS)
    @GetMapping(WORKFLOWS)
    Answer list(Caller caller, Organization organization, HttpServletRequest request) {
        var wanted = ListRequest.of(QueryString.of(request), organization.directory());
        return answers(organization).list(reader.list(caller, wanted), wanted);
    }

    @Endpoint(scope = Scope.READ, envelope = Envelope.WORKFLOWS)
    @GetMapping(WORKFLOWS + "/{id}")
    Answer get(Caller caller, Organization organization, @PathVariable String id, HttpServletRequest request) {
        var view = reader.get(caller, id, request);
        return answers(organization).whole(view, InnerDetails.ofWorkflow(request)).at(view.version());
    }

    @Endpoint(scope = Scope.UPDATE, envelope = Envelope.WORKFLOWS, successMessage = "connected workflow updated successfully")
    @PutMapping(WORKFLOWS + "/{id}")
    Done update(Caller caller, @PathVariable String id, HttpServletRequest request, Body body) {
        var version = expectedVersion(caller, id, request);
        return new Done(workflows.update(caller, id, version, new WorkflowChange(body.item())).orElseThrow());
    }

    @Endpoint(scope = Scope.DELETE, envelope = Envelope.WORKFLOWS, successMessage = "connected workflow deleted successfully")
    @DeleteMapping(WORKFLOWS + "/{id}")
    Done delete(Caller caller, @PathVariable String id, HttpServletRequest request) {
        return new Done(workflows.delete(caller, id, expectedVersion(caller, id, request)).orElseThrow());
    }

    @Endpoint(scope = Scope.UPDATE, envelope = Envelope.WORKFLOWS, successMessage = "connected workflow activated successfully")
    @PutMapping(WORKFLOWS + "/{id}/actions/activate")
    Done activate(Caller caller, @PathVariable String id, HttpServletRequest request) {
        return new Done(workflows.activate(caller, id, expectedVersion(caller, id, request)).orElseThrow());
    }

    @Endpoint(scope = Scope.UPDATE, envelope = Envelope.WORKFLOWS, successMessage = "connected workflow deactivated successfully")
    @PutMapping(WORKFLOWS + "/{id}/actions/deactivate")
    Done deactivate(Caller caller, @PathVariable String id, HttpServletRequest request) {
        return new Done(workflows.deactivate(caller, id, expectedVersion(caller, id, request)).orElseThrow());
    }

    // The path's id and the version come before the body, so they are looked at here; what counts is the aggregate's word.
    private @Nullable Long expectedVersion(Caller caller, String id, HttpServletRequest request) {
        return IfMatch.expected(request, workflows.get(caller, id).orElseThrow().version());
    }

    private static WorkflowAnswers answers(Organization organization) {
        return new WorkflowAnswers(organization.directory());
    }
}
