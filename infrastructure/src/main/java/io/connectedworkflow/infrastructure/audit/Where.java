package io.connectedworkflow.infrastructure.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions of a query: those that are asked for and no others, so that each query gets the plan that it needs. */
public final class Where {

    private final StringBuilder conditions = new StringBuilder("where true");
    private final List<Object> values = new ArrayList<>();

    /** Adds a condition on a value, if there is one. */
    public Where and(String condition, @Nullable Object value) {
        return value == null ? this : andAlso(condition, value);
    }

    /** Adds a condition on these values. */
    public Where andAlso(String condition, Object... its) {
        return andAlso(condition, List.of(), its);
    }

    /** Adds a condition on these values, and those behind them. */
    public Where andAlso(String condition, List<Object> first, Object... others) {
        conditions.append(" and ").append(condition);
        values.addAll(first);
        values.addAll(List.of(others));
        return this;
    }

    /** The conditions, for a statement. */
    public String conditions() {
        return conditions.toString();
    }

    /** Their values, and others behind them. */
    public Object[] valuesAnd(Object... others) {
        var all = new ArrayList<>(values);
        all.addAll(List.of(others));
        return all.toArray();
    }

    /** Other values, and those of the conditions behind them. */
    public Object[] valuesBehind(Object... others) {
        return Stream.concat(Stream.of(others), values.stream()).toArray();
    }
}
