package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NodeLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.PrimaryNodeStays;
import io.connectedworkflow.domain.refusal.Refusal.TooManyNodeChanges;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request's changes of a diagram, judged in the order of the request: every node, then the nodes together, then
 * every connection, on what remains after all that the request takes away.
 */
final class DiagramEdit {

    private final Diagram before;
    private final Ids ids;
    private final List<Node> addedNodes = new ArrayList<>();
    private final List<String> removedNodes = new ArrayList<>();
    private final List<Connection> addedConnections = new ArrayList<>();
    private final List<String> removedConnections = new ArrayList<>();
    private final Map<String, String> references = new HashMap<>();

    private DiagramEdit(Diagram before, Ids ids) {
        this.before = before;
        this.ids = ids;
    }

    /** The changes, or the first refusal. */
    static DiagramEdit of(Diagram before, List<NodeChange> nodes, List<ConnectionChange> connections, int nodeLimit,
            Ids ids) {
        var edit = new DiagramEdit(before, ids);
        edit.nodes(nodes, nodeLimit);
        edit.connections(connections);
        return edit;
    }

    List<Node> addedNodes() {
        return addedNodes;
    }

    List<String> removedNodes() {
        return removedNodes;
    }

    List<Connection> addedConnections() {
        return addedConnections;
    }

    /** Those that the request names, and not those that go with a node. */
    List<String> removedConnections() {
        return removedConnections;
    }

    private void nodes(List<NodeChange> changes, int limit) {
        var mentioned = new HashSet<String>();
        var adds = new ArrayList<FieldPath>();
        var removes = new ArrayList<FieldPath>();
        for (var change : changes) {
            switch (change) {
                case NodeChange.Faulty(var refusal) -> throw refusal.asException();
                case NodeChange.Add add -> {
                    add(add);
                    adds.add(add.at());
                }
                case NodeChange.Keep(var id, var at) -> existing(mentioned, id, at);
                case NodeChange.Remove(var id, var at) -> {
                    existing(mentioned, id, at);
                    if (id.equals(before.root().id())) {
                        throw new PrimaryNodeStays(at).asException();
                    }
                    removedNodes.add(id);
                    removes.add(at);
                }
            }
        }
        if (!adds.isEmpty() && !removes.isEmpty()) {
            throw new Ambiguous(List.of(adds.getFirst(), removes.getFirst())).asException();
        }
        if (adds.size() > 1 || removes.size() > 1) {
            throw new TooManyNodeChanges().asException();
        }
        if (!adds.isEmpty() && before.nodes().size() >= limit) {
            throw new NodeLimitReached(limit).asException();
        }
    }

    private void add(NodeChange.Add add) {
        var node = new Node(ids.next(), add.module().id(), add.module().apiName());
        if (add.reference() != null && references.put(add.reference(), node.id()) != null) {
            throw new Duplicate("reference_id", add.at().key("reference_id")).asException();
        }
        addedNodes.add(node);
    }

    private void existing(Set<String> mentioned, String id, FieldPath at) {
        requireNew(mentioned, id, at);
        if (before.node(id).isEmpty()) {
            throw new IdInBodyUnknown(at.key("id")).asException();
        }
    }

    private void connections(List<ConnectionChange> changes) {
        var after = before;
        for (var node : removedNodes) {
            after = after.withoutNode(node);
        }
        for (var node : addedNodes) {
            after = after.with(node);
        }
        for (var change : changes) {
            if (change instanceof ConnectionChange.Remove(var id, var at)) {
                after = after.withoutConnection(id);
            }
        }
        var mentioned = new HashSet<String>();
        for (var change : changes) {
            switch (change) {
                case ConnectionChange.Faulty(var refusal) -> throw refusal.asException();
                case ConnectionChange.Keep(var id, var at) -> existingConnection(mentioned, id, at);
                case ConnectionChange.Remove(var id, var at) -> {
                    existingConnection(mentioned, id, at);
                    removedConnections.add(id);
                }
                case ConnectionChange.Add add -> after = after.with(connect(add, after));
            }
        }
        // What goes with its node goes once.
        removedConnections.removeIf(id -> before.connection(id)
                .filter(connection -> removedNodes.stream().anyMatch(connection::touches)).isPresent());
    }

    private void existingConnection(Set<String> mentioned, String id, FieldPath at) {
        requireNew(mentioned, id, at);
        if (before.connection(id).isEmpty()) {
            throw new IdInBodyUnknown(at.key("id")).asException();
        }
    }

    private Connection connect(ConnectionChange.Add add, Diagram now) {
        var source = resolve(add.source(), now);
        var target = resolve(add.target(), now);
        if (source.equals(target) || target.equals(now.root().id())) {
            throw new ValueInvalid(add.at()).asException();
        }
        if (now.connects(source, target)) {
            throw new Duplicate("connection", add.at()).asException();
        }
        if (now.leads(target, source)) {
            throw new ValueInvalid(add.at()).asException();
        }
        var connection = new Connection(ids.next(), source, target);
        addedConnections.add(connection);
        return connection;
    }

    private String resolve(ConnectionChange.End end, Diagram now) {
        var id = switch (end) {
            case ConnectionChange.NodeId(var node, var at) -> now.node(node).filter(before.nodes()::contains)
                    .map(Node::id);
            case ConnectionChange.Reference(var name, var at) -> Optional.ofNullable(references.get(name));
        };
        return id.orElseThrow(() -> new ValueInvalid(end.at()).asException());
    }

    private static void requireNew(Set<String> mentioned, String id, FieldPath at) {
        if (!mentioned.add(id)) {
            throw new Duplicate("id", at.key("id")).asException();
        }
    }
}
