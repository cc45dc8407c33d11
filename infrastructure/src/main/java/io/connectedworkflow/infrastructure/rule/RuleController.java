package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Body;
import io.connectedworkflow.infrastructure.web.Done;
import io.connectedworkflow.infrastructure.web.Endpoint;
import io.connectedworkflow.infrastructure.web.Envelope;
import io.connectedworkflow.infrastructure.web.IfMatch;
import io.connectedworkflow.infrastructure.web.QueryString;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The endpoints about the rules of a workflow. */
final class RuleController {

    private static final String RULES = "/crm/v8/settings/connected_workflows/{id}/rules";

    private final ConnectedWorkflows workflows;

    RuleController(ConnectedWorkflows workflows) {
        this.workflows = workflows;
    }

    @Endpoint(scope = Scope.CREATE, envelope = Envelope.RULES, successStatus = 201, successMessage = "rule created successfully")
    @PostMapping(RULES)
    Done create(Caller caller, @PathVariable String id, HttpServletRequest request, Body body) {
        var version = IfMatch.expected(request, workflow(caller, id).version());
        return new Done(workflows.createRule(caller, id, version, body.item()).orElseThrow());
    }

    @Endpoint(scope = Scope.READ, envelope = Envelope.RULES)
    @GetMapping(RULES)
    Answer list(Caller caller, Organization organization, @PathVariable String id, HttpServletRequest request) {
        var view = workflow(caller, id);
        var module = QueryString.of(request).module(organization.modules());
        return list(answers(organization, view, InnerDetails.NONE).summaries(view.rulesOfModule(module.id())));
    }

    @Endpoint(scope = Scope.READ, envelope = Envelope.RULES)
    @GetMapping(RULES + "/{ruleId}")
    Answer get(Caller caller, Organization organization, @PathVariable String id, @PathVariable String ruleId,
            HttpServletRequest request) {
        var view = workflow(caller, id);
        var rule = answers(organization, view, InnerDetails.ofRule(request)).whole(existing(view, ruleId));
        return list(List.of(rule)).at(view.version());
    }

    @Endpoint(scope = Scope.UPDATE, envelope = Envelope.RULES, successMessage = "rule updated successfully")
    @PutMapping(RULES + "/{ruleId}")
    Done update(Caller caller, @PathVariable String id, @PathVariable String ruleId, HttpServletRequest request,
            Body body) {
        var version = expectedVersion(caller, id, ruleId, request);
        return new Done(workflows.updateRule(caller, id, version, ruleId, body.item()).orElseThrow());
    }

    @Endpoint(scope = Scope.DELETE, envelope = Envelope.RULES, successMessage = "rule deleted successfully")
    @DeleteMapping(RULES + "/{ruleId}")
    Done delete(Caller caller, @PathVariable String id, @PathVariable String ruleId, HttpServletRequest request) {
        var version = expectedVersion(caller, id, ruleId, request);
        return new Done(workflows.deleteRule(caller, id, version, ruleId).orElseThrow());
    }

    @Endpoint(scope = Scope.READ, envelope = Envelope.RULES)
    @GetMapping(RULES + "/actions/actions_count")
    Answer count(Caller caller, @PathVariable String id, HttpServletRequest request) {
        var view = workflow(caller, id);
        return list(RuleParameters.ids(QueryString.of(request)).stream()
                .map(rule -> view.rules().rule(rule).orElseThrow(() -> RuleParameters.unknownId()))
                .map(RuleAnswers::count).toList());
    }

    // The path's ids and the version come before the body, so they are looked at here; what counts is the aggregate's word.
    private @Nullable Long expectedVersion(Caller caller, String id, String ruleId, HttpServletRequest request) {
        var view = workflow(caller, id);
        existing(view, ruleId);
        return IfMatch.expected(request, view.version());
    }

    private static Rule existing(WorkflowView view, String ruleId) {
        return view.rules().rule(ruleId).orElseThrow(() -> IdUnknown.RULE.asException());
    }

    private WorkflowView workflow(Caller caller, String id) {
        return workflows.get(caller, id).orElseThrow();
    }

    private static RuleAnswers answers(Organization organization, WorkflowView view, InnerDetails inner) {
        return new RuleAnswers(organization.directory(), view, inner);
    }

    private static Answer list(List<?> rules) {
        return rules.isEmpty() ? Answer.nothing() : Answer.ok(object(Envelope.RULES.key(), rules));
    }
}
