package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Endpoint;
import io.connectedworkflow.infrastructure.web.Envelope;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;

/** Tells clients what their organization may have. */
final class LimitsController {

    private final ConnectedWorkflows workflows;

    LimitsController(ConnectedWorkflows workflows) {
        this.workflows = workflows;
    }

    @Endpoint(scope = Scope.READ, envelope = Envelope.WORKFLOWS)
    @GetMapping("/crm/v8/settings/connected_workflows/actions/configurations")
    Answer configurations(Caller caller) {
        var limits = workflows.limits(caller).orElseThrow();
        var actions = Arrays.stream(ActionType.values()).map(type -> object("name",
                type.name().toLowerCase(Locale.ROOT), "limit", type.limit())).toList();
        return Answer.ok(object("configurations", object("connected_workflows_limit", limits.connectedWorkflows(),
                "modules_limit_per_process", limits.modulesPerProcess(), "rules",
                object("limit_per_module", limits.rulesPerModule(), "actions", actions))));
    }
}
