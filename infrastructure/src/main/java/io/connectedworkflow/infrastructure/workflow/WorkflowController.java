package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Envelope;
import io.connectedworkflow.infrastructure.web.Item;
import io.connectedworkflow.infrastructure.web.Needs;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The endpoints about workflows. */
@Controller
final class WorkflowController {

    private static final String WORKFLOWS = "/crm/v8/settings/connected_workflows";
    private static final int ID_IN_PATH = 2;

    private final ConnectedWorkflows workflows;

    WorkflowController(ConnectedWorkflows workflows) {
        this.workflows = workflows;
    }

    @Needs(value = Scope.CREATE, in = Envelope.WORKFLOWS)
    @PostMapping(WORKFLOWS)
    Answer create(Caller caller, Item item) {
        var id = workflows.create(caller, WorkflowBody.toDraft(item));
        return Answer.done(201, Envelope.WORKFLOWS, id, "connected workflow created successfully");
    }

    @Needs(value = Scope.READ, in = Envelope.WORKFLOWS)
    @GetMapping(WORKFLOWS)
    Answer list(Caller caller) {
        return answers(caller).list(workflows.list(caller));
    }

    @Needs(value = Scope.READ, in = Envelope.WORKFLOWS)
    @GetMapping(WORKFLOWS + "/{id}")
    Answer get(Caller caller, @PathVariable String id) {
        return answers(caller)
                .whole(workflows.find(caller, id).orElseThrow(() -> new IdUnknown(ID_IN_PATH).asException()));
    }

    private static WorkflowAnswers answers(Caller caller) {
        return new WorkflowAnswers(caller.organization().directory());
    }
}
