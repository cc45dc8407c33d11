package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.DependentFieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.CriteriaReading;
import io.connectedworkflow.domain.rule.MergeFields;
import io.connectedworkflow.domain.rule.ModuleFields;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request says of one rule, each field in the contract's order, on the workflow as it is now: what is
 * wrong with the request by itself and what does not fit the workflow are refused in one pass, the first first.
 */
final class RuleEdit {

    private static final String NODE = "node";
    private static final String EXECUTE_WHEN = "execute_when";
    private static final String CONDITIONS = "conditions";
    private static final String CRITERIA = "criteria";

    private final Node node;
    private final Modules modules;
    private final CriteriaReading criteria;
    private final ConditionsEdit conditions;

    private RuleEdit(Node node, Diagram diagram, Modules modules, Ids ids) {
        this.node = node;
        this.modules = modules;
        var fields = new ModuleFields(modules.withId(node.moduleId()).map(CrmModule::fields).orElse(List.of()));
        var merges = new MergeFields(modules, fields);
        criteria = new CriteriaReading(fields, merges);
        conditions = new ConditionsEdit(criteria, new ActionsEdit(node, diagram, modules, merges, ids), ids);
    }

    /** The rule that an item asks for, or the first refusal. */
    static Rule create(String id, Item item, Diagram diagram, Modules modules, Ids ids) {
        var reference = item.requiredObject(NODE);
        var node = diagram.node(reference.requiredText("id"))
                .orElseThrow(() -> new IdInBodyUnknown(reference.at("id")).asException());
        var edit = new RuleEdit(node, diagram, modules, ids);
        var trigger = edit.newTrigger(item.requiredObject(EXECUTE_WHEN), reference.path());
        return new Rule(id, node.id(), trigger, edit.conditions.create(item, CONDITIONS));
    }

    /** The rule as an item wants it to become, or the first refusal. */
    static Rule change(Rule before, Item item, Diagram diagram, Modules modules, Ids ids) {
        if (item.has(NODE)) {
            throw new KeyNotAllowed(item.at(NODE)).asException();
        }
        if (item.isNull(EXECUTE_WHEN) && !item.has(CONDITIONS)) {
            throw new OneOfMissing(List.of(item.at(EXECUTE_WHEN), item.at(CONDITIONS))).asException();
        }
        var edit = new RuleEdit(diagram.node(before.nodeId()).orElseThrow(), diagram, modules, ids);
        var executeWhen = item.object(EXECUTE_WHEN);
        var trigger = executeWhen == null ? before.trigger() : edit.changed(before.trigger(), executeWhen);
        return new Rule(before.id(), before.nodeId(), trigger,
                edit.conditions.change(before.conditions(), item, CONDITIONS));
    }

    private Trigger newTrigger(Item executeWhen, FieldPath nodeAt) {
        var type = executeWhen.requiredChoice("type", TriggerType.class);
        var details = executeWhen.requiredObject("details");
        var module = details.requiredObject("trigger_module");
        requireOwn(module, new Ambiguous(List.of(module.path(), nodeAt)));
        var given = criteria(type, details, null, executeWhen);
        return new Trigger(type, given, Boolean.TRUE.equals(details.flag("repeat")));
    }

    private Trigger changed(Trigger before, Item executeWhen) {
        var type = executeWhen.requiredChoice("type", TriggerType.class);
        var details = executeWhen.object("details");
        var module = details == null ? null : details.object("trigger_module");
        if (module != null) {
            requireOwn(module, new Ambiguous(List.of(module.path())));
        }
        var changedCriteria = criteria(type, details, before.criteria(), executeWhen);
        var repeat = details == null ? null : details.flag("repeat");
        return new Trigger(type, changedCriteria, repeat == null ? before.repeat() : repeat);
    }

    private void requireOwn(Item module, Refusal otherwise) {
        if (!modules.supported(module).id().equals(node.moduleId())) {
            throw otherwise.asException();
        }
    }

    private @Nullable Criteria criteria(TriggerType type, @Nullable Item details, @Nullable Criteria before,
            Item executeWhen) {
        var at = executeWhen.at("details").key(CRITERIA);
        var given = details != null && !details.isNull(CRITERIA);
        if (type != TriggerType.FIELD_UPDATE) {
            if (given) {
                throw new KeyNotAllowed(at).asException();
            }
            return null;
        }
        if (details != null && given) {
            return criteria.read(details.requiredObject(CRITERIA));
        }
        if (before == null) {
            throw new DependentFieldMissing(at, executeWhen.at("type")).asException();
        }
        return before;
    }
}
