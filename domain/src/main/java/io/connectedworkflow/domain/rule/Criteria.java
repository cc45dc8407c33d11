package io.connectedworkflow.domain.rule;

import java.util.List;

/** Which records are meant: a comparison, or several that are joined. */
public sealed interface Criteria {

    /** Compares one field. */
    record Comparison(FieldName field, Comparator comparator, ValueType type, Value value) implements Criteria {}

    /** Joins 2 to {@value CriteriaReading#MOST_OF_GROUP} criteria. */
    record Group(Operator groupOperator, List<Criteria> group) implements Criteria {

        public Group {
            group = List.copyOf(group);
        }
    }
}
