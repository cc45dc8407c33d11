package io.connectedworkflow.domain.rule;

import java.math.BigDecimal;
import java.util.List;

/** How a criterion compares a field. */
public enum Comparator {
    EQUAL, NOT_EQUAL, LIKE, NOT_LIKE, STARTS_WITH, ENDS_WITH, CONTAINS, NOT_CONTAINS, LESS_THAN, LESS_EQUAL, GREATER_THAN, GREATER_EQUAL, BETWEEN, NOT_BETWEEN, IN, NOT_IN, INCLUDE_ALL, INCLUDE_ANY, EXCLUDE_ALL, EXCLUDE_ANY;

    private static final int MOST_OF_IN = 500;

    /** Whether it looks at each element of its value by itself. */
    boolean looksAtElements() {
        return switch (this) {
            case BETWEEN, NOT_BETWEEN, IN, NOT_IN -> true;
            default -> false;
        };
    }

    /** Whether a value has the form that it takes, whatever the field is. */
    boolean takes(Object value) {
        return switch (this) {
            case BETWEEN, NOT_BETWEEN -> value instanceof List<?> bounds && bounds.size() == 2;
            case IN, NOT_IN -> value instanceof List<?> list && !list.isEmpty() && list.size() <= MOST_OF_IN;
            case LESS_THAN, LESS_EQUAL, GREATER_THAN, GREATER_EQUAL ->
                value instanceof String || value instanceof BigDecimal || value instanceof Boolean;
            default -> true;
        };
    }
}
