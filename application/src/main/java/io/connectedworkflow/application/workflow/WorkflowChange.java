package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.NodeChange;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow.NewDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change that is asked for of a workflow. Parts that it does not name stay as they are.
 *
 * @param item as the body of a request has it; it is read, field by field, when it is asked for
 */
public record WorkflowChange(Item item) {

    private static final String NAME = "name";
    private static final String DESCRIPTION = "description";
    private static final String NODES = "nodes";
    private static final String CONNECTIONS = "connections";
    private static final String ID = "id";
    private static final String REFERENCE_ID = "reference_id";
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_-]{1,50}");

    /** A change that is put together step by step. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a change together. What of it is not acceptable is refused when it is asked for. */
    public static final class Builder {

        private final Map<String, @Nullable Object> fields = new HashMap<>();

        private Builder() {}

        /** Renames the workflow. */
        public Builder name(String name) {
            fields.put(NAME, name);
            return this;
        }

        /** Describes the workflow; null takes its description away. */
        public Builder description(@Nullable String description) {
            fields.put(DESCRIPTION, description);
            return this;
        }

        /**
         * Adds a node.
         *
         * @param reference names the node in this change, for its connections; null where there are none
         */
        public Builder addNode(ModuleReference module, @Nullable String reference) {
            var node = new HashMap<String, @Nullable Object>();
            node.put("module", module.fields());
            node.put(REFERENCE_ID, reference);
            return element(NODES, node);
        }

        /** Removes a node. */
        public Builder removeNode(String id) {
            return element(NODES, gone(id));
        }

        /** Connects two nodes. */
        public Builder connect(NodeReference source, NodeReference target) {
            return element(CONNECTIONS, Map.of("source_node", source.fields(), "target_node", target.fields()));
        }

        /** Removes a connection. */
        public Builder removeConnection(String id) {
            return element(CONNECTIONS, gone(id));
        }

        /** The change as it is now. */
        public WorkflowChange build() {
            var copy = new HashMap<String, @Nullable Object>();
            fields.forEach((key, value) -> copy.put(key, value instanceof List<?> list ? List.copyOf(list) : value));
            return new WorkflowChange(Item.of(copy));
        }

        private static Map<String, @Nullable Object> gone(String id) {
            var fields = new HashMap<String, @Nullable Object>();
            fields.put(ID, id);
            fields.put("_delete", null);
            return fields;
        }

        @SuppressWarnings("unchecked") // only we put lists there
        private Builder element(String key, Map<String, ? extends @Nullable Object> element) {
            ((List<Object>) fields.computeIfAbsent(key, none -> new ArrayList<>())).add(element);
            return this;
        }
    }

    /** How a connection names one of its nodes. */
    public sealed interface NodeReference {

        /** A node that is there already, by its id. */
        record Existing(String id) implements NodeReference {}

        /** A node that the same change adds, by the reference that it has there. */
        record Added(String reference) implements NodeReference {}

        private Map<String, String> fields() {
            return switch (this) {
                case Existing(var id) -> Map.of(ID, id);
                case Added(var reference) -> Map.of(REFERENCE_ID, reference);
            };
        }
    }

    /** What it asks for, each field read in the order in which the contract checks it. */
    UpdateConnectedWorkflow command(String workflowId, Organization organization, @Nullable Long expectedVersion) {
        Stream.of("primary_module", "status").filter(item::has).findFirst().ifPresent(key -> {
            throw new KeyNotAllowed(item.at(key)).asException();
        });
        var changeable = List.of(NAME, DESCRIPTION, NODES, CONNECTIONS);
        if (changeable.stream().noneMatch(item::has)) {
            throw new OneOfMissing(changeable.stream().map(item::at).toList()).asException();
        }
        var name = item.has(NAME) ? new WorkflowName(item.requiredText(NAME)) : null;
        var description = item.has(DESCRIPTION) ? new NewDescription(WorkflowDraft.description(item)) : null;
        return new UpdateConnectedWorkflow(workflowId, organization, expectedVersion, name, description,
                item.each(NODES, element -> node(element, organization.modules()), NodeChange.Faulty::new),
                item.each(CONNECTIONS, WorkflowChange::connection, ConnectionChange.Faulty::new));
    }

    private static NodeChange node(Item element, Modules modules) {
        var id = element.referencedId();
        if (id != null) {
            return element.isMarkedForDeletion()
                    ? new NodeChange.Remove(id, element.path())
                    : new NodeChange.Keep(id, element.path());
        }
        var module = modules.supported(element.requiredObject("module"));
        var reference = element.text(REFERENCE_ID);
        if (reference != null && !REFERENCE.matcher(reference).matches()) {
            throw new ValueInvalid(element.at(REFERENCE_ID)).asException();
        }
        return new NodeChange.Add(module, reference, element.path());
    }

    private static ConnectionChange connection(Item element) {
        var id = element.referencedId();
        if (id != null) {
            return element.isMarkedForDeletion()
                    ? new ConnectionChange.Remove(id, element.path())
                    : new ConnectionChange.Keep(id, element.path());
        }
        var source = end(element.requiredObject("source_node"));
        return new ConnectionChange.Add(source, end(element.requiredObject("target_node")), element.path());
    }

    private static ConnectionChange.End end(Item end) {
        var id = end.text(ID);
        var reference = end.text(REFERENCE_ID);
        var both = List.of(end.at(ID), end.at(REFERENCE_ID));
        if (id != null && reference != null) {
            throw new Ambiguous(both).asException();
        }
        if (id != null) {
            return new ConnectionChange.NodeId(id, end.at(ID));
        }
        if (reference != null) {
            return new ConnectionChange.Reference(reference, end.at(REFERENCE_ID));
        }
        throw new OneOfMissing(both).asException();
    }
}
