package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.Criteria.Comparison;
import io.connectedworkflow.domain.rule.Criteria.Group;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.workflow.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the rules of a workflow look to a client: names of modules are those of the client's directory.
 *
 * @param inner what the client wants to know of the fields in criteria
 */
public record RuleAnswers(Directory directory, WorkflowView workflow, InnerDetails inner) {

    /** Rules, each without what it does. */
    public List<?> summaries(List<Rule> rules) {
        return rules.stream().map(this::summary).toList();
    }

    /** A rule with all its parts. */
    Map<String, @Nullable Object> whole(Rule rule) {
        var whole = summary(rule);
        whole.put("conditions", rule.conditions().stream().map(condition -> condition(condition, node(rule))).toList());
        return whole;
    }

    /** How many actions a rule has, by condition and type. */
    static Map<String, @Nullable Object> count(Rule rule) {
        return object("id", rule.id(), "conditions", rule.conditions().stream().map(condition -> object("id",
                condition.id(), "sequence_number", condition.sequenceNumber(), "instant_actions",
                object("actions_count", counts(condition)))).toList());
    }

    private static List<?> counts(Condition condition) {
        return Arrays.stream(ActionType.values())
                .map(type -> object("type", word(type), "count",
                        condition.actions().stream().filter(action -> action.type() == type).count()))
                .filter(count -> !Long.valueOf(0).equals(count.get("count"))).toList();
    }

    private Map<String, @Nullable Object> summary(Rule rule) {
        var node = node(rule);
        var trigger = rule.trigger();
        var details = object("trigger_module", module(node.moduleId(), node.moduleApiName()), "repeat",
                trigger.repeat());
        if (trigger.criteria() != null) {
            details.put("criteria", criteria(trigger.criteria(), node));
        }
        return object("id", rule.id(), "node", object("id", node.id()), "module",
                module(node.moduleId(), node.moduleApiName()), "execute_when",
                object("type", word(trigger.type()), "details", details));
    }

    private Map<String, @Nullable Object> condition(Condition condition, Node node) {
        var criteria = condition.criteria() == null ? null : criteria(condition.criteria(), node);
        return object("id", condition.id(), "sequence_number", condition.sequenceNumber(), "criteria_details",
                object("criteria", criteria), "instant_actions",
                object("actions", condition.actions().stream().map(this::action).toList()));
    }

    private Map<String, @Nullable Object> action(Action action) {
        return object("id", action.id(), "type", word(action.type()), "name", action.name(), "details",
                action.details() == null ? null : newRecord(action.details()));
    }

    private Map<String, @Nullable Object> newRecord(NewRecord created) {
        var mappings = created.fieldMappings().stream().map(mapping -> object("field", field(mapping.field()), "type",
                word(mapping.type()), "value", mapping.value().content())).toList();
        return object("module", module(created.moduleId(), created.moduleApiName()), "layout",
                object("id", created.layoutId()), "field_mappings", mappings);
    }

    private Map<String, @Nullable Object> criteria(Criteria criteria, Node node) {
        return switch (criteria) {
            case Group(var operator, var group) -> object("group_operator", operator.name(), "group",
                    group.stream().map(part -> criteria(part, node)).toList());
            case Comparison(var name, var comparator, var type, var value) -> object("field", described(name, node),
                    "comparator", word(comparator), "type", word(type), "value", value.content());
        };
    }

    private Map<String, @Nullable Object> described(FieldName name, Node node) {
        var field = field(name);
        var listed = directory.modules().withId(node.moduleId()).map(CrmModule::fields).orElse(List.of()).stream()
                .filter(other -> other.apiName().equals(name.apiName())).findFirst();
        inner.keys().forEach(key -> field.put(key, switch (key) {
            case InnerDetails.LABEL -> listed.map(CrmModule.Field::label).orElse(null);
            case InnerDetails.DATA_TYPE -> listed.map(CrmModule.Field::dataType).orElse(null);
            default -> null;
        }));
        return field;
    }

    private static Map<String, @Nullable Object> field(FieldName field) {
        return object("api_name", field.apiName(), "id", field.id());
    }

    private Map<String, @Nullable Object> module(String id, String recorded) {
        return object("id", id, "api_name", directory.moduleName(id, recorded));
    }

    private Node node(Rule rule) {
        return workflow.diagram().node(rule.nodeId()).orElseThrow();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
