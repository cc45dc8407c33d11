package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.infrastructure.web.Item;
import org.jspecify.annotations.Nullable;

/** Reads items about workflows, each field in the order in which the contract checks it. */
final class WorkflowBody {

    private WorkflowBody() {}

    static WorkflowDraft toDraft(Item item) {
        var name = new WorkflowName(item.requiredText("name"));
        var description = description(item);
        return new WorkflowDraft(name, description, module(item.requiredObject("primary_module")));
    }

    private static @Nullable Description description(Item item) {
        var text = item.text("description");
        return text == null ? null : new Description(text);
    }

    private static ModuleReference module(Item module) {
        var apiName = module.text("api_name");
        return new ModuleReference(apiName, module.text("id"));
    }
}
