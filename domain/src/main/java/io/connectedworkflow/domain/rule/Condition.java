package io.connectedworkflow.domain.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For which records a rule does something, and what.
 *
 * @param sequenceNumber its place in the rule, from 1; no two of a rule are the same
 * @param criteria       null for all records
 * @param actions        in the order in which they were asked for; one at least
 */
public record Condition(String id, long sequenceNumber, @Nullable Criteria criteria, List<Action> actions) {

    public Condition {
        actions = List.copyOf(actions);
    }
}
