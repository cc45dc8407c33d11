package io.connectedworkflow.infrastructure.rule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.Criteria.Comparison;
import io.connectedworkflow.domain.rule.Criteria.Group;
import io.connectedworkflow.domain.rule.Value;
import tools.jackson.databind.module.SimpleModule;

/** How the parts of rules that have no form of their own stand in the log and in the views. */
public final class RuleJson extends SimpleModule {

    /** A module for a mapper that reads numbers exactly. */
    public RuleJson() {
        setMixInAnnotation(Criteria.class, ByItsKeys.class);
        setMixInAnnotation(Value.class, Itself.class);
    }

    // No name of a class stands in the log: a group is what has a group.
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Comparison.class), @JsonSubTypes.Type(Group.class)})
    private interface ByItsKeys {}

    private abstract static class Itself {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @SuppressWarnings("unused") // only its form counts
        Itself(Object content) {}

        @JsonValue
        abstract Object content();
    }
}
