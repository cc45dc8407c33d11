package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow.NewDescription;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A request to change the workflow of the tests, by Asha unless a test wants another; it asks for nothing at first. */
record Update(TestOrganization caller, @Nullable Long expectedVersion, @Nullable WorkflowName name,
        @Nullable NewDescription description, List<NodeChange> nodes, List<ConnectionChange> connections) {

    static final Update UPDATE = new Update(ASHA, null, null, null, List.of(), List.of());

    /** An element of {@code nodes}, wherever it stands. */
    interface NodeElement {
        NodeChange at(FieldPath path);
    }

    /** An element of {@code connections}, wherever it stands. */
    interface ConnectionElement {
        ConnectionChange at(FieldPath path);
    }

    /** An end of a connection, wherever it stands. */
    interface EndElement {
        ConnectionChange.End at(FieldPath path);
    }

    Update by(TestOrganization other) {
        return new Update(other, expectedVersion, name, description, nodes, connections);
    }

    Update expecting(long version) {
        return new Update(caller, version, name, description, nodes, connections);
    }

    Update name(String wanted) {
        return new Update(caller, expectedVersion, new WorkflowName(wanted), description, nodes, connections);
    }

    Update description(@Nullable String wanted) {
        return new Update(caller, expectedVersion, name,
                new NewDescription(wanted == null ? null : new Description(wanted)), nodes, connections);
    }

    Update nodes(NodeElement... elements) {
        return new Update(caller, expectedVersion, name, description,
                IntStream.range(0, elements.length).mapToObj(i -> elements[i].at(nodeAt(i))).toList(), connections);
    }

    Update connections(ConnectionElement... elements) {
        return new Update(caller, expectedVersion, name, description, nodes,
                IntStream.range(0, elements.length).mapToObj(i -> elements[i].at(connectionAt(i))).toList());
    }

    UpdateConnectedWorkflow command() {
        return new UpdateConnectedWorkflow(Past.ID, caller.seen(), expectedVersion, name, description, nodes,
                connections);
    }

    static FieldPath nodeAt(int index) {
        return FieldPath.of("nodes").index(index);
    }

    static FieldPath connectionAt(int index) {
        return FieldPath.of("connections").index(index);
    }

    static NodeElement add(CrmModule module) {
        return at -> new NodeChange.Add(module, null, at);
    }

    static NodeElement add(CrmModule module, String reference) {
        return at -> new NodeChange.Add(module, reference, at);
    }

    static NodeElement remove(String id) {
        return at -> new NodeChange.Remove(id, at);
    }

    static NodeElement keep(String id) {
        return at -> new NodeChange.Keep(id, at);
    }

    static NodeElement faulty(Refusal refusal) {
        return at -> new NodeChange.Faulty(refusal);
    }

    static ConnectionElement connect(String source, String target) {
        return connect(id(source), id(target));
    }

    static ConnectionElement connect(EndElement source, EndElement target) {
        return at -> new ConnectionChange.Add(source.at(at.key("source_node")), target.at(at.key("target_node")), at);
    }

    static EndElement id(String node) {
        return at -> new ConnectionChange.NodeId(node, at.key("id"));
    }

    static EndElement reference(String name) {
        return at -> new ConnectionChange.Reference(name, at.key("reference_id"));
    }

    static ConnectionElement disconnect(String id) {
        return at -> new ConnectionChange.Remove(id, at);
    }

    static ConnectionElement keepConnection(String id) {
        return at -> new ConnectionChange.Keep(id, at);
    }

    static ConnectionElement faultyConnection(Refusal refusal) {
        return at -> new ConnectionChange.Faulty(refusal);
    }
}
