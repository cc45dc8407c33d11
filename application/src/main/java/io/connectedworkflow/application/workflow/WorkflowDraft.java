package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * The request for a workflow that is to be created.
 *
 * @param item as the body of a request has it; it is read, field by field, when it is asked for
 */
public record WorkflowDraft(Item item) {

    /** A draft of these; a description that is null is none. What of it is not acceptable is refused when it is asked for. */
    public static WorkflowDraft of(String name, @Nullable String description, ModuleReference primaryModule) {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put("name", name);
        fields.put("description", description);
        fields.put("primary_module", primaryModule.fields());
        return new WorkflowDraft(Item.of(fields));
    }

    /** What it asks for, each field read in the order in which the contract checks it. */
    CreateConnectedWorkflow command(String id, Organization organization) {
        var name = new WorkflowName(item.requiredText("name"));
        var description = description(item);
        var primaryModule = ModuleReference.of(item.requiredObject("primary_module"));
        return new CreateConnectedWorkflow(id, organization, name, description, primaryModule);
    }

    /** The description in a request about a workflow; null for none. */
    static @Nullable Description description(Item item) {
        var text = item.text("description");
        return text == null ? null : new Description(text);
    }
}
