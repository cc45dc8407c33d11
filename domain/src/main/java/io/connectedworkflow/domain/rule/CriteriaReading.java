package io.connectedworkflow.domain.rule;

import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.rule.Criteria.Comparison;
import io.connectedworkflow.domain.rule.Criteria.Group;
import io.connectedworkflow.domain.rule.ModuleFields.Named;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads criteria out of a request, each field in the contract's order, and refuses what is not well formed. */
public final class CriteriaReading {

    /** How many levels a tree may have; a comparison is a level of its own. */
    static final int DEEPEST = 5;
    /** How many criteria a group must have. */
    static final int LEAST_OF_GROUP = 2;
    /** How many criteria a group may have. */
    static final int MOST_OF_GROUP = 25;

    private static final Set<Object> FIT_EVERYWHERE = Set.of("${EMPTY}", "${NOTEMPTY}", "${ANYVALUE}");

    private final ModuleFields fields;
    private final MergeFields merges;

    /** Reads criteria of records with these fields. */
    public CriteriaReading(ModuleFields fields, MergeFields merges) {
        this.fields = fields;
        this.merges = merges;
    }

    /** The criteria that an object of a request is. */
    public Criteria read(Item tree) {
        return read(tree, 1);
    }

    private Criteria read(Item tree, int level) {
        return tree.isNull("group_operator") && tree.isNull("group") ? comparison(tree) : group(tree, level);
    }

    private Group group(Item tree, int level) {
        var operator = tree.requiredChoice("group_operator", Operator.class, Function.identity());
        var size = tree.requiredSize("group");
        if (level == DEEPEST) {
            throw new TooLong(tree.at("group"), DEEPEST).asException();
        }
        if (size < LEAST_OF_GROUP) {
            throw new TooShort(tree.at("group"), LEAST_OF_GROUP).asException();
        }
        if (size > MOST_OF_GROUP) {
            throw new TooLong(tree.at("group"), MOST_OF_GROUP).asException();
        }
        return new Group(operator, IntStream.range(0, size)
                .mapToObj(index -> read(tree.element("group", index), level + 1)).toList());
    }

    private Comparison comparison(Item leaf) {
        var field = fields.named(leaf.requiredObject("field"));
        var comparator = leaf.requiredChoice("comparator", Comparator.class);
        var given = leaf.choice("type", ValueType.class);
        var type = given == null ? ValueType.VALUE : given;
        var value = leaf.value("value");
        var at = leaf.at("value");
        if (value == null || !comparator.takes(value)) {
            throw new ValueInvalid(at).asException();
        }
        if (!fits(field, comparator, type, value)) {
            throw new ValueInvalid(at).asException();
        }
        return new Comparison(field.name(), comparator, type, new Value(value));
    }

    /** Whether criteria that were read once would be read again: their fields are there, and take what they are compared with. */
    boolean fit(Criteria criteria) {
        return switch (criteria) {
            case Group(var operator, var group) -> group.stream().allMatch(this::fit);
            case Comparison(var name, var comparator, var type, var value) -> fields.named(name)
                    .filter(field -> fits(field, comparator, type, value.content())).isPresent();
        };
    }

    private boolean fits(Named field, Comparator comparator, ValueType type, Object value) {
        return switch (type) {
            case VALUE -> FIT_EVERYWHERE.contains(value) || fits(field, comparator, value);
            case PRE_DEFINED -> value instanceof String;
            case MERGE_FIELD -> merges.fit(value);
            case FIELD -> merges.isOwn(value);
        };
    }

    private static boolean fits(Named field, Comparator comparator, Object value) {
        return (comparator.looksAtElements() && value instanceof List<?> list)
                ? list.stream().allMatch(field::takesOneOf)
                : field.takes(value);
    }
}
