package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.workflow.NodeChange;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow.NewDescription;
import io.connectedworkflow.domain.refusal.Item;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads items about workflows, each field in the order in which the contract checks it. */
final class WorkflowBody {

    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_-]{1,50}");

    private WorkflowBody() {}

    static WorkflowDraft toDraft(Item item) {
        var name = new WorkflowName(item.requiredText("name"));
        var description = description(item);
        return new WorkflowDraft(name, description, ModuleReference.of(item.requiredObject("primary_module")));
    }

    static WorkflowChange toChange(Item item, Modules modules) {
        Stream.of("primary_module", "status").filter(item::has).findFirst().ifPresent(key -> {
            throw new KeyNotAllowed(item.at(key)).asException();
        });
        var changeable = List.of("name", "description", "nodes", "connections");
        if (changeable.stream().noneMatch(item::has)) {
            throw new OneOfMissing(changeable.stream().map(item::at).toList()).asException();
        }
        var name = item.has("name") ? new WorkflowName(item.requiredText("name")) : null;
        var description = item.has("description") ? new NewDescription(description(item)) : null;
        return new WorkflowChange(name, description,
                item.each("nodes", element -> node(element, modules), NodeChange.Faulty::new),
                item.each("connections", WorkflowBody::connection, ConnectionChange.Faulty::new));
    }

    private static NodeChange node(Item element, Modules modules) {
        var id = element.existing();
        if (id != null) {
            return element.isToGo()
                    ? new NodeChange.Remove(id, element.path())
                    : new NodeChange.Keep(id, element.path());
        }
        var module = modules.supported(element.requiredObject("module"));
        var reference = element.text("reference_id");
        if (reference != null && !REFERENCE.matcher(reference).matches()) {
            throw new ValueInvalid(element.at("reference_id")).asException();
        }
        return new NodeChange.Add(module, reference, element.path());
    }

    private static ConnectionChange connection(Item element) {
        var id = element.existing();
        if (id != null) {
            return element.isToGo()
                    ? new ConnectionChange.Remove(id, element.path())
                    : new ConnectionChange.Keep(id, element.path());
        }
        var source = end(element.requiredObject("source_node"));
        return new ConnectionChange.Add(source, end(element.requiredObject("target_node")), element.path());
    }

    private static ConnectionChange.End end(Item end) {
        var id = end.text("id");
        var reference = end.text("reference_id");
        var both = List.of(end.at("id"), end.at("reference_id"));
        if (id != null && reference != null) {
            throw new Ambiguous(both).asException();
        }
        if (id != null) {
            return new ConnectionChange.NodeId(id, end.at("id"));
        }
        if (reference != null) {
            return new ConnectionChange.Reference(reference, end.at("reference_id"));
        }
        throw new OneOfMissing(both).asException();
    }

    private static @Nullable Description description(Item item) {
        var text = item.text("description");
        return text == null ? null : new Description(text);
    }
}
