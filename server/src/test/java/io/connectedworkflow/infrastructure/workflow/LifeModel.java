package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.ActiveLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.AlreadyActive;
import io.connectedworkflow.domain.refusal.Refusal.AlreadyInactive;
import io.connectedworkflow.domain.refusal.Refusal.DraftNotDeactivatable;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.NodeLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.PrimaryNodeStays;
import io.connectedworkflow.domain.refusal.Refusal.RuleLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.RulesDisconnected;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.WorkflowLimitReached;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An organization's workflows and the contract's rules about them once more, without a line of the domain's judgement. */
final class LifeModel {

    static final int WORKFLOWS = 3;
    static final int NODES = 4;
    static final int RULES = 2;

    /** By id, those that are not deleted. */
    final Map<String, Life> workflows = new LinkedHashMap<>();
    /** By id, those that are deleted, as they were last. */
    final Map<String, Life> deleted = new LinkedHashMap<>();
    /** What each workflow was, by id and version, wherever that is known. */
    final Map<String, TreeMap<Long, Life>> past = new LinkedHashMap<>();
    long highestNumber;

    /** From where to where. */
    record Pair(String source, String target) {}

    /**
     * A rule.
     *
     * @param creates the module of the record that it creates; null for none
     */
    record RuleLife(String node, String trigger, long condition, @Nullable String creates) {}

    /** A workflow: its fields, its nodes' modules, its connections and its rules, by id. */
    record Life(String name, @Nullable String description, String status, long number, long version,
            Map<String, String> nodes, Map<String, Pair> connections, Map<String, RuleLife> rules) {

        String root() {
            return nodes.keySet().iterator().next();
        }

        /** What another was, in the state and at the version of this one. */
        Life restored(Life then, long newVersion) {
            return new Life(then.name, then.description, status, number, newVersion, then.nodes, then.connections,
                    then.rules);
        }

        /** How many events it takes to get from here to there. */
        int eventsTo(Life there) {
            var goneNodes = new HashSet<>(nodes.keySet());
            goneNodes.removeAll(there.nodes.keySet());
            var events = (name.equals(there.name) ? 0 : 1) + (Objects.equals(description, there.description) ? 0 : 1)
                    + goneNodes.size();
            events += (int) connections.entrySet().stream()
                    .filter(entry -> !there.connections.containsKey(entry.getKey())
                            && !goneNodes.contains(entry.getValue().source())
                            && !goneNodes.contains(entry.getValue().target()))
                    .count();
            events += (int) rules.entrySet().stream().filter(entry -> !there.rules.containsKey(entry.getKey())
                    && !goneNodes.contains(entry.getValue().node())).count();
            events += (int) there.nodes.keySet().stream().filter(node -> !nodes.containsKey(node)).count();
            events += (int) there.connections.keySet().stream().filter(id -> !connections.containsKey(id)).count();
            events += (int) there.rules.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(rules.get(entry.getKey()))).count();
            return events;
        }

        Life with(String newName, @Nullable String newDescription, String newStatus) {
            return new Life(newName, newDescription, newStatus, number, version + 1, nodes, connections, rules);
        }

        /** A copy whose maps can be changed. */
        Life changed(int events) {
            return new Life(name, description, status, number, version + events, new LinkedHashMap<>(nodes),
                    new LinkedHashMap<>(connections), new LinkedHashMap<>(rules));
        }

        private Set<String> reachableFrom(String node) {
            var reached = new HashSet<>(Set.of(node));
            while (true) {
                var before = reached.size();
                connections.values().stream().filter(pair -> reached.contains(pair.source()))
                        .forEach(pair -> reached.add(pair.target()));
                if (reached.size() == before) {
                    return reached;
                }
            }
        }

        boolean pointsTo(String node, String module) {
            return connections.values().stream()
                    .anyMatch(pair -> pair.source().equals(node) && module.equals(nodes.get(pair.target())));
        }

        private long rulesOn(String module) {
            return rules.values().stream().filter(rule -> module.equals(nodes.get(rule.node()))).count();
        }
    }

    private static final FieldPath CONNECTION = FieldPath.of("connections").index(0);

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private boolean nameTaken(String name, String asking) {
        return workflows.entrySet().stream()
                .anyMatch(entry -> !entry.getKey().equals(asking) && key(entry.getValue().name()).equals(key(name)));
    }

    private static Optional<Refusal> no(Refusal refusal) {
        return Optional.of(refusal);
    }

    Optional<Refusal> create(String name, String module) {
        if (nameTaken(name, "")) {
            return no(new NameTaken(FieldPath.of("name")));
        }
        if (workflows.values().stream().anyMatch(life -> module.equals(life.nodes().get(life.root())))) {
            return no(new WorkflowLimitReached(1, FieldPath.of("primary_module")));
        }
        return workflows.size() >= WORKFLOWS
                ? no(new WorkflowLimitReached(WORKFLOWS, FieldPath.LIST))
                : Optional.empty();
    }

    Optional<Refusal> exists(String id) {
        return workflows.containsKey(id) ? Optional.empty() : no(new IdUnknown(2));
    }

    Optional<Refusal> rename(String id, String name) {
        return nameTaken(name, id) ? no(new NameTaken(FieldPath.of("name"))) : Optional.empty();
    }

    static Optional<Refusal> addNode(Life life) {
        return life.nodes().size() >= NODES ? no(new NodeLimitReached(NODES)) : Optional.empty();
    }

    static Optional<Refusal> removeNode(Life life, String node) {
        var at = FieldPath.of("nodes").index(0);
        if (!life.nodes().containsKey(node)) {
            return no(new IdInBodyUnknown(at.key("id")));
        }
        return node.equals(life.root()) ? no(new PrimaryNodeStays(at)) : Optional.empty();
    }

    static Optional<Refusal> connect(Life life, String source, String target) {
        if (!life.nodes().containsKey(source)) {
            return no(new ValueInvalid(CONNECTION.key("source_node").key("id")));
        }
        if (!life.nodes().containsKey(target)) {
            return no(new ValueInvalid(CONNECTION.key("target_node").key("id")));
        }
        if (source.equals(target) || target.equals(life.root())) {
            return no(new ValueInvalid(CONNECTION));
        }
        if (life.connections().containsValue(new Pair(source, target))) {
            return no(new Duplicate("connection", CONNECTION));
        }
        return life.reachableFrom(target).contains(source) ? no(new ValueInvalid(CONNECTION)) : Optional.empty();
    }

    static Optional<Refusal> disconnect(Life life, String connection) {
        return life.connections().containsKey(connection)
                ? Optional.empty()
                : no(new IdInBodyUnknown(CONNECTION.key("id")));
    }

    Optional<Refusal> activate(Life life) {
        if (life.status().equals("ACTIVE")) {
            return no(new AlreadyActive());
        }
        var lost = life.rules().entrySet().stream().filter(entry -> entry.getValue().creates() != null
                && !life.pointsTo(entry.getValue().node(), entry.getValue().creates())).map(Map.Entry::getKey).toList();
        if (!lost.isEmpty()) {
            return no(new RulesDisconnected(lost));
        }
        return active() >= WORKFLOWS ? no(new ActiveLimitReached(WORKFLOWS)) : Optional.empty();
    }

    long active() {
        return workflows.values().stream().filter(life -> life.status().equals("ACTIVE")).count();
    }

    static Optional<Refusal> deactivate(Life life) {
        return switch (life.status()) {
            case "DRAFT" -> no(new DraftNotDeactivatable());
            case "INACTIVE" -> no(new AlreadyInactive());
            default -> Optional.empty();
        };
    }

    static Optional<Refusal> createRule(Life life, String node, @Nullable String creates) {
        var module = life.nodes().get(node);
        if (module == null) {
            return no(new IdInBodyUnknown(FieldPath.of("node").key("id")));
        }
        if (creates != null && !life.pointsTo(node, creates)) {
            return no(new ValueInvalid(FieldPath.of("conditions").index(0).key("instant_actions")
                    .key("actions").index(0).key("details").key("module")));
        }
        return life.rulesOn(module) >= RULES ? no(new RuleLimitReached(RULES)) : Optional.empty();
    }

    static Optional<Refusal> existsRule(Life life, String rule) {
        return life.rules().containsKey(rule) ? Optional.empty() : no(new IdUnknown(4));
    }

    Optional<Refusal> restore(String id, Life then) {
        var version = FieldPath.of("version");
        var now = workflows.get(id);
        if (now != null) {
            return !then.name().equals(now.name()) && nameTaken(then.name(), id)
                    ? no(new NameTaken(version))
                    : Optional.empty();
        }
        if (nameTaken(then.name(), id)) {
            return no(new NameTaken(version));
        }
        var module = then.nodes().get(then.root());
        if (workflows.values().stream().anyMatch(life -> Objects.equals(life.nodes().get(life.root()), module))) {
            return no(new WorkflowLimitReached(1, version));
        }
        if (workflows.size() >= WORKFLOWS) {
            return no(new WorkflowLimitReached(WORKFLOWS, version));
        }
        var last = Objects.requireNonNull(deleted.get(id));
        return last.status().equals("ACTIVE") && active() >= WORKFLOWS
                ? no(new ActiveLimitReached(WORKFLOWS))
                : Optional.empty();
    }

    /** Remembers what a workflow is now. */
    void remember(String id) {
        var life = workflows.get(id);
        if (life != null) {
            past.computeIfAbsent(id, first -> new TreeMap<>()).put(life.version(), life);
        }
    }

    /** What goes with a node. */
    static void forgetNode(Life life, String node) {
        life.nodes().remove(node);
        life.connections().values().removeAll(List.copyOf(life.connections().values()).stream()
                .filter(pair -> pair.source().equals(node) || pair.target().equals(node)).toList());
        life.rules().values().removeIf(rule -> rule.node().equals(node));
    }
}
