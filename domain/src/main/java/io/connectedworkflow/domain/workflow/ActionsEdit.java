package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.DependentFieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.LastActionStays;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.domain.rule.MergeFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the actions of one condition out of a request, element by element. */
final class ActionsEdit {

    private static final int LONGEST_NAME = 100;
    private static final String ACTIONS = "actions";
    private static final String TYPE = "type";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String DETAILS = "details";

    private final NewRecordEdit records;
    private final Ids ids;

    ActionsEdit(Node node, Diagram diagram, Modules modules, MergeFields merges, Ids ids) {
        records = new NewRecordEdit(node, diagram, modules, merges);
        this.ids = ids;
    }

    /** All actions of a new condition, or the first refusal. */
    List<Action> create(Item instant) {
        var size = instant.requiredSize(ACTIONS);
        if (size == 0) {
            throw new TooShort(instant.at(ACTIONS), 1).asException();
        }
        requireNotMoreThanAllowed(instant);
        var taken = new HashSet<Used>();
        var created = new ArrayList<Action>();
        for (var i = 0; i < size; i++) {
            created.add(newAction(instant.element(ACTIONS, i), taken));
        }
        return created;
    }

    /** The actions as a request leaves them, or the first refusal. */
    List<Action> change(List<Action> before, Item instant) {
        var size = instant.size(ACTIONS);
        if (size == null) {
            return before;
        }
        var after = new ArrayList<>(before);
        var mentioned = new HashSet<Action>();
        var taken = new HashSet<Used>();
        for (var i = 0; i < size; i++) {
            var element = instant.element(ACTIONS, i);
            var held = held(before, element);
            if (held == null) {
                after.add(newAction(element, taken));
                continue;
            }
            if (!mentioned.add(held)) {
                throw new Duplicate(ID, element.at(ID)).asException();
            }
            if (element.isMarkedForDeletion()) {
                after.remove(held);
            } else {
                after.set(after.indexOf(held), changed(held, element));
            }
        }
        if (after.isEmpty()) {
            throw new LastActionStays(instant.at(ACTIONS)).asException();
        }
        for (var type : ActionType.values()) {
            requireNotMoreThanAllowed(type, after.stream().filter(action -> action.type() == type).count(), instant);
        }
        return after;
    }

    /** An object of another API that a condition uses. */
    private record Used(ActionType type, String id) {}

    // Of an action that the condition does not have, the request wants a new one, if it says of which type.
    private static @Nullable Action held(List<Action> before, Item element) {
        var id = element.referencedId();
        var withId = before.stream().filter(action -> action.id().equals(id)).toList();
        if (withId.isEmpty()) {
            if (id != null && (element.isMarkedForDeletion() || element.isNull(TYPE))) {
                throw new IdInBodyUnknown(element.at(ID)).asException();
            }
            return null;
        }
        var type = element.choice(TYPE, ActionType.class);
        return withId.stream().filter(action -> type == null || action.type() == type).findFirst()
                .orElseThrow(() -> new KeyNotAllowed(element.at(TYPE)).asException());
    }

    private Action newAction(Item element, Set<Used> taken) {
        var type = element.requiredChoice(TYPE, ActionType.class);
        if (type == ActionType.CREATE_CONNECTED_RECORD) {
            var details = element.object(DETAILS);
            if (details == null) {
                throw new DependentFieldMissing(element.at(DETAILS), element.at(TYPE)).asException();
            }
            var created = records.create(details);
            return new Action(ids.next(), type, name(element), created);
        }
        var id = element.text(ID);
        if (id == null) {
            throw new DependentFieldMissing(element.at(ID), element.at(TYPE)).asException();
        }
        if (!Text.isId(id)) {
            throw new IdInBodyUnknown(element.at(ID)).asException();
        }
        if (!taken.add(new Used(type, id))) {
            throw new Duplicate("action not allowed", element.at(ID)).asException();
        }
        return new Action(id, type, name(element), null);
    }

    private Action changed(Action before, Item element) {
        var details = before.details() == null ? null : element.object(DETAILS);
        var record = before.details() == null || details == null
                ? before.details()
                : records.change(before.details(), details);
        return new Action(before.id(), before.type(), element.has(NAME) ? name(element) : before.name(), record);
    }

    private static @Nullable String name(Item element) {
        var name = element.storableText(NAME);
        if (name != null && name.codePointCount(0, name.length()) > LONGEST_NAME) {
            throw new TooLong(element.at(NAME), LONGEST_NAME).asException();
        }
        return name;
    }

    // The contract counts before it looks at each, so only what has the name of a type counts.
    private static void requireNotMoreThanAllowed(Item instant) {
        for (var type : ActionType.values()) {
            requireNotMoreThanAllowed(type, instant.count(ACTIONS, TYPE, type), instant);
        }
    }

    private static void requireNotMoreThanAllowed(ActionType type, long count, Item instant) {
        if (count > type.limit()) {
            throw new TooMany(ACTIONS, type.limit(), instant.at(ACTIONS)).asException();
        }
    }
}
