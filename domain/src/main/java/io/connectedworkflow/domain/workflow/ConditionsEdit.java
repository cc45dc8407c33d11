package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.LastConditionStays;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.CriteriaReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of a rule out of a request, element by element. */
final class ConditionsEdit {

    private static final int MOST = 10;
    private static final String NUMBER = "sequence_number";
    private static final String CRITERIA_DETAILS = "criteria_details";
    private static final String CRITERIA = "criteria";
    private static final String INSTANT_ACTIONS = "instant_actions";

    private final CriteriaReading criteria;
    private final ActionsEdit actions;
    private final Ids ids;

    ConditionsEdit(CriteriaReading criteria, ActionsEdit actions, Ids ids) {
        this.criteria = criteria;
        this.actions = actions;
        this.ids = ids;
    }

    /** All conditions of a new rule, or the first refusal. */
    List<Condition> create(Item rule, String key) {
        var size = rule.requiredSize(key);
        if (size == 0) {
            throw new TooShort(rule.at(key), 1).asException();
        }
        requireNotMoreThanAllowed(size, rule, key);
        var taken = new HashSet<Long>();
        var created = new ArrayList<Condition>();
        for (var i = 0; i < size; i++) {
            created.add(newCondition(rule.element(key, i), taken));
        }
        return created;
    }

    /** The conditions as a request leaves them, judged together once every element is read; or the first refusal. */
    List<Condition> change(List<Condition> before, Item rule, String key) {
        if (!rule.has(key)) {
            return before;
        }
        var size = rule.size(key);
        if (size == null) {
            throw new WrongType(rule.at(key), FieldType.ARRAY).asException();
        }
        var after = new LinkedHashMap<String, Condition>();
        before.forEach(condition -> after.put(condition.id(), condition));
        var mentioned = new HashSet<String>();
        var numbered = new LinkedHashMap<String, Item>();
        for (var i = 0; i < size; i++) {
            var element = rule.element(key, i);
            var id = element.referencedId();
            var condition = id == null
                    ? newCondition(element, new HashSet<>())
                    : changed(existing(before, id, element, mentioned), element);
            if (condition == null) {
                after.remove(id);
                continue;
            }
            after.put(condition.id(), condition);
            if (!element.isNull(NUMBER)) {
                numbered.put(condition.id(), element);
            }
        }
        if (after.isEmpty()) {
            throw new LastConditionStays(rule.at(key)).asException();
        }
        requireNotMoreThanAllowed(after.size(), rule, key);
        requireDifferentNumbers(after, numbered);
        return List.copyOf(after.values());
    }

    private static Condition existing(List<Condition> before, String id, Item element, Set<String> mentioned) {
        if (!mentioned.add(id)) {
            throw new Duplicate("id", element.at("id")).asException();
        }
        return before.stream().filter(condition -> condition.id().equals(id)).findFirst()
                .orElseThrow(() -> new IdInBodyUnknown(element.at("id")).asException());
    }

    private static void requireNotMoreThanAllowed(int size, Item rule, String key) {
        if (size > MOST) {
            throw new TooMany(key, MOST, rule.at(key)).asException();
        }
    }

    // Whoever asks for a number must find it free of all who have not asked, and of those who have asked before.
    private static void requireDifferentNumbers(Map<String, Condition> after,
            Map<String, Item> numbered) {
        var taken = new HashSet<Long>();
        after.values().stream().filter(condition -> !numbered.containsKey(condition.id()))
                .forEach(condition -> taken.add(condition.sequenceNumber()));
        numbered.forEach((id, element) -> requireFree(element, number(element), taken));
    }

    private static void requireFree(Item element, long number, Set<Long> taken) {
        if (!taken.add(number)) {
            throw new Duplicate(NUMBER, element.at(NUMBER)).asException();
        }
    }

    private Condition newCondition(Item element, Set<Long> taken) {
        var number = number(element);
        requireFree(element, number, taken);
        var details = element.object(CRITERIA_DETAILS);
        var all = details == null ? null : criteria(details);
        return new Condition(ids.next(), number, all, actions.create(element.requiredObject(INSTANT_ACTIONS)));
    }

    private @Nullable Condition changed(Condition before, Item element) {
        if (element.isMarkedForDeletion()) {
            return null;
        }
        var number = element.isNull(NUMBER) ? before.sequenceNumber() : number(element);
        var details = element.object(CRITERIA_DETAILS);
        var all = details == null || !details.has(CRITERIA) ? before.criteria() : criteria(details);
        var instant = element.object(INSTANT_ACTIONS);
        return new Condition(before.id(), number, all,
                instant == null ? before.actions() : actions.change(before.actions(), instant));
    }

    private @Nullable Criteria criteria(Item details) {
        var tree = details.object(CRITERIA);
        return tree == null ? null : criteria.read(tree);
    }

    private static long number(Item element) {
        var number = element.requiredWholeNumber(NUMBER);
        if (number < 1) {
            throw new ValueInvalid(element.at(NUMBER)).asException();
        }
        return number;
    }
}
