package io.connectedworkflow.domain.rule;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule: it says what a workflow does, and when, with records of the module of one of its nodes.
 *
 * @param conditions by ascending sequence number; one at least
 */
public record Rule(String id, String nodeId, Trigger trigger, List<Condition> conditions) {

    public Rule {
        conditions = conditions.stream().sorted(java.util.Comparator.comparingLong(Condition::sequenceNumber)).toList();
    }

    /**
     * This rule as a change leaves it.
     *
     * @param newTrigger    null for as it is
     * @param newConditions null for as they are
     */
    public Rule changed(@Nullable Trigger newTrigger, @Nullable List<Condition> newConditions) {
        return new Rule(id, nodeId, newTrigger == null ? trigger : newTrigger,
                newConditions == null ? conditions : newConditions);
    }

    /** The records that it creates. */
    public Stream<NewRecord> newRecords() {
        return conditions.stream().flatMap(condition -> condition.actions().stream()).map(Action::details)
                .filter(Objects::nonNull);
    }
}
