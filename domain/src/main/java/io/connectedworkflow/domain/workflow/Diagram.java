package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.rule.Rules;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The nodes of a workflow, and what connects them. The first node is the root; no connection leads to it, and none
 * leads, by whatever way, back to where it begins.
 */
public record Diagram(List<Node> nodes, List<Connection> connections) {

    public Diagram {
        nodes = List.copyOf(nodes);
        connections = List.copyOf(connections);
    }

    /** The diagram of a new workflow. */
    public static Diagram of(Node root) {
        return new Diagram(List.of(root), List.of());
    }

    /** The node that the workflow starts at. */
    public Node root() {
        return nodes.getFirst();
    }

    /** The node with this id. */
    public Optional<Node> node(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** The connection with this id. */
    public Optional<Connection> connection(String id) {
        return connections.stream().filter(connection -> connection.id().equals(id)).findFirst();
    }

    /** The connections that begin or end at a node. */
    public List<Connection> connectionsOf(String node) {
        return connections.stream().filter(connection -> connection.touches(node)).toList();
    }

    /** Whether a connection leads from one node to the other. */
    public boolean connects(String source, String target) {
        return connections.stream()
                .anyMatch(connection -> connection.source().equals(source) && connection.target().equals(target));
    }

    /** Whether a connection leads from the node to one on the module. */
    public boolean pointsTo(Node source, String moduleId) {
        return nodes.stream().anyMatch(node -> node.moduleId().equals(moduleId) && connects(source.id(), node.id()));
    }

    /** How many of the rules are of nodes on the module. */
    public long rulesOfModule(String moduleId, Rules rules) {
        return nodes.stream().filter(node -> node.moduleId().equals(moduleId)).flatMap(node -> rules.of(node.id()))
                .count();
    }

    /** Whether connections lead, by whatever way, from one node to the other. */
    public boolean leads(String from, String to) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            var node = open.pop();
            if (node.equals(to)) {
                return true;
            }
            if (seen.add(node)) {
                connections.stream().filter(connection -> connection.source().equals(node))
                        .forEach(connection -> open.push(connection.target()));
            }
        }
        return false;
    }

    /** This diagram with one more node. */
    public Diagram with(Node node) {
        return new Diagram(Stream.concat(nodes.stream(), Stream.of(node)).toList(), connections);
    }

    /** This diagram with one more connection. */
    public Diagram with(Connection connection) {
        return new Diagram(nodes, Stream.concat(connections.stream(), Stream.of(connection)).toList());
    }

    /** This diagram without a node and its connections. */
    public Diagram withoutNode(String id) {
        return new Diagram(without(nodes, node -> node.id().equals(id)),
                without(connections, connection -> connection.touches(id)));
    }

    /** This diagram without a connection. */
    public Diagram withoutConnection(String id) {
        return new Diagram(nodes, without(connections, connection -> connection.id().equals(id)));
    }

    private static <T> List<T> without(List<T> all, Predicate<T> unwanted) {
        return all.stream().filter(unwanted.negate()).toList();
    }
}
