package io.connectedworkflow.domain.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of a workflow.
 *
 * @param all in the order in which they were made
 */
public record Rules(List<Rule> all) {

    /** Those of a workflow that has none. */
    public static final Rules NONE = new Rules(List.of());

    public Rules {
        all = List.copyOf(all);
    }

    /** The rule with this id. */
    public Optional<Rule> rule(String id) {
        return all.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** The rules of a node. */
    public Stream<Rule> of(String nodeId) {
        return all.stream().filter(rule -> rule.nodeId().equals(nodeId));
    }

    /** These rules and one more. */
    public Rules with(Rule rule) {
        return new Rules(Stream.concat(all.stream(), Stream.of(rule)).toList());
    }

    /** These rules with another in the place of the one that has its id. */
    public Rules withChanged(Rule rule) {
        var changed = new ArrayList<>(all);
        changed.replaceAll(other -> other.id().equals(rule.id()) ? rule : other);
        return new Rules(changed);
    }

    /** These rules without one. */
    public Rules without(String id) {
        return new Rules(all.stream().filter(rule -> !rule.id().equals(id)).toList());
    }

    /** These rules without those of a node. */
    public Rules withoutNode(String nodeId) {
        return new Rules(all.stream().filter(rule -> !rule.nodeId().equals(nodeId)).toList());
    }
}
