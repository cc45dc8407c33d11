package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NodeLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.PrimaryNodeStays;
import io.connectedworkflow.domain.refusal.Refusal.TooManyNodeChanges;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.NodeChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The contract's rules of nodes and connections once more, as sets, and without a line of the domain's own judgement. A
 * node that a request adds is called {@link #NEW} until it has an id.
 *
 * @param nodes       module ids by node id, the root first
 * @param connections pairs by connection id
 */
record DiagramModel(Map<String, String> nodes, Map<String, Pair> connections) {

    static final String NEW = "the new node";

    /** From where to where. */
    record Pair(String source, String target) {

        boolean touches(Set<String> ids) {
            return ids.contains(source) || ids.contains(target);
        }
    }

    /**
     * What a request leads to.
     *
     * @param addedModule      null if no node is added
     * @param events           how many events tell of it
     * @param addedConnections in the order of the request
     */
    record Change(Set<String> removedNodes, Set<String> removedConnections, @Nullable String addedModule,
            List<Pair> addedConnections, int events) {}

    Change change(List<NodeChange> nodeChanges, List<ConnectionChange> connectionChanges, int limit) {
        judgeEachNode(nodeChanges);
        var adds = of(NodeChange.Add.class, nodeChanges);
        var removes = of(NodeChange.Remove.class, nodeChanges);
        if (!adds.isEmpty() && !removes.isEmpty()) {
            throw no(new Ambiguous(List.of(adds.getFirst().at(), removes.getFirst().at())));
        }
        if (Math.max(adds.size(), removes.size()) > 1) {
            throw no(new TooManyNodeChanges());
        }
        if (nodes.size() + adds.size() > limit && !adds.isEmpty()) {
            throw no(new NodeLimitReached(limit));
        }
        var goneNodes = new HashSet<>(removes.stream().map(NodeChange.Remove::id).toList());
        var goneConnections = new HashSet<>(
                of(ConnectionChange.Remove.class, connectionChanges).stream().map(ConnectionChange.Remove::id)
                        .toList());
        var added = judgeEachConnection(connectionChanges, goneNodes, goneConnections,
                adds.isEmpty() ? null : adds.getFirst().reference());
        connections.forEach((id, pair) -> {
            if (pair.touches(goneNodes)) {
                goneConnections.remove(id);
            }
        });
        var events = goneConnections.size() + goneNodes.size() + adds.size() + added.size();
        connections.forEach((id, pair) -> {
            if (pair.touches(goneNodes)) {
                goneConnections.add(id);
            }
        });
        return new Change(goneNodes, goneConnections, adds.isEmpty() ? null : adds.getFirst().module().id(), added,
                events);
    }

    /** The diagram once that has happened, and everything new has got these ids. */
    DiagramModel after(Change change, @Nullable String newNode, List<String> newConnections) {
        var nextNodes = new LinkedHashMap<>(nodes);
        nextNodes.keySet().removeAll(change.removedNodes);
        if (newNode != null && change.addedModule != null) {
            nextNodes.put(newNode, change.addedModule);
        }
        var nextConnections = new LinkedHashMap<>(connections);
        nextConnections.keySet().removeAll(change.removedConnections);
        for (var i = 0; i < newConnections.size(); i++) {
            var pair = change.addedConnections.get(i);
            nextConnections.put(newConnections.get(i),
                    new Pair(named(pair.source, newNode), named(pair.target, newNode)));
        }
        return new DiagramModel(nextNodes, nextConnections);
    }

    private static String named(String node, @Nullable String newNode) {
        return node.equals(NEW) && newNode != null ? newNode : node;
    }

    private void judgeEachNode(List<NodeChange> changes) {
        var seen = new HashSet<String>();
        var references = new HashSet<String>();
        for (var change : changes) {
            if (change instanceof NodeChange.Faulty(var refusal)) {
                throw no(refusal);
            } else if (change instanceof NodeChange.Add add) {
                if (add.reference() != null && !references.add(add.reference())) {
                    throw no(new Duplicate("reference_id", add.at().key("reference_id")));
                }
            } else if (change instanceof NodeChange.Keep keep) {
                judgeMention(keep.id(), keep.at(), seen, nodes.keySet());
            } else if (change instanceof NodeChange.Remove remove) {
                judgeMention(remove.id(), remove.at(), seen, nodes.keySet());
                if (remove.id().equals(root())) {
                    throw no(new PrimaryNodeStays(remove.at()));
                }
            }
        }
    }

    private List<Pair> judgeEachConnection(List<ConnectionChange> changes, Set<String> goneNodes,
            Set<String> goneConnections, @Nullable String reference) {
        var there = new HashSet<String>(nodes.keySet());
        there.removeAll(goneNodes);
        var pairs = new HashSet<Pair>();
        connections.forEach((id, pair) -> {
            if (!goneConnections.contains(id) && !pair.touches(goneNodes)) {
                pairs.add(pair);
            }
        });
        var seen = new HashSet<String>();
        var added = new ArrayList<Pair>();
        for (var change : changes) {
            if (change instanceof ConnectionChange.Faulty(var refusal)) {
                throw no(refusal);
            } else if (change instanceof ConnectionChange.Keep keep) {
                judgeMention(keep.id(), keep.at(), seen, connections.keySet());
            } else if (change instanceof ConnectionChange.Remove remove) {
                judgeMention(remove.id(), remove.at(), seen, connections.keySet());
            } else if (change instanceof ConnectionChange.Add add) {
                var pair = new Pair(end(add.source(), there, reference), end(add.target(), there, reference));
                if (pair.target.equals(root())) {
                    throw no(new ValueInvalid(add.at()));
                }
                if (!pairs.add(pair)) {
                    throw no(new Duplicate("connection", add.at()));
                }
                if (hasCycle(pairs)) {
                    throw no(new ValueInvalid(add.at()));
                }
                added.add(pair);
            }
        }
        return added;
    }

    private static String end(ConnectionChange.End end, Set<String> there, @Nullable String reference) {
        if (end instanceof ConnectionChange.NodeId named && there.contains(named.id())) {
            return named.id();
        }
        if (end instanceof ConnectionChange.Reference referring && referring.reference().equals(reference)) {
            return NEW;
        }
        throw no(new ValueInvalid(end.at()));
    }

    /** Takes away, again and again, what leads to a node that nothing leaves; what is left then is cycles. */
    static boolean hasCycle(Set<Pair> pairs) {
        var left = new HashSet<>(pairs);
        var before = -1;
        while (left.size() != before) {
            before = left.size();
            var sources = new HashSet<>(left.stream().map(Pair::source).toList());
            left.removeIf(pair -> !sources.contains(pair.target));
        }
        return !left.isEmpty();
    }

    private static void judgeMention(String id, FieldPath at, Set<String> seen, Set<String> there) {
        if (!seen.add(id)) {
            throw no(new Duplicate("id", at.key("id")));
        }
        if (!there.contains(id)) {
            throw no(new IdInBodyUnknown(at.key("id")));
        }
    }

    private String root() {
        return nodes.keySet().iterator().next();
    }

    private static <T> List<T> of(Class<T> kind, List<? super T> changes) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static RefusedException no(Refusal refusal) {
        return refusal.asException();
    }
}
