package io.connectedworkflow.application.history;

import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.Criteria.Comparison;
import io.connectedworkflow.domain.rule.Criteria.Group;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.workflow.Connection;
import io.connectedworkflow.domain.workflow.Diagram;
import io.connectedworkflow.domain.workflow.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A workflow's configuration with the keys of the CRM API, as something that can be compared part by part. Modules have
 * the names that they had when they were chosen.
 */
public sealed interface WorkflowDocument {

    /** What has parts with names of their own. */
    record Fields(Map<String, @Nullable Object> parts) implements WorkflowDocument {}

    /** What has parts that are known by ids, so that their order is no matter. */
    record ById(Map<String, @Nullable Object> parts) implements WorkflowDocument {}

    /** The parts, by name or id. */
    Map<String, @Nullable Object> parts();

    /** All differences, in the order of the parts; nothing is null where a workflow is not there. */
    static List<Change> changes(@Nullable WorkflowView before, @Nullable WorkflowView after) {
        var changes = new ArrayList<Change>();
        compare("", before == null ? new Fields(Map.of()) : of(before),
                after == null ? new Fields(Map.of()) : of(after), changes);
        return changes;
    }

    /** A workflow's configuration, made of strings, numbers, booleans, lists, maps and nulls. */
    static Map<String, @Nullable Object> configuration(WorkflowView view) {
        return plain(of(view).parts());
    }

    private static void compare(String path, WorkflowDocument before, WorkflowDocument after, List<Change> changes) {
        var keys = new LinkedHashSet<>(before.parts().keySet());
        keys.addAll(after.parts().keySet());
        for (var key : keys) {
            var name = before instanceof ById ? path + "[" + key + "]" : path.isEmpty() ? key : path + "." + key;
            var from = before.parts().get(key);
            var to = after.parts().get(key);
            if (from instanceof WorkflowDocument one && to instanceof WorkflowDocument other) {
                compare(name, one, other, changes);
            } else if (from == null && to instanceof ById added) {
                compare(name, new ById(Map.of()), added, changes);
            } else if (from instanceof ById removed && to == null) {
                compare(name, removed, new ById(Map.of()), changes);
            } else if (!Objects.equals(from, to)) {
                changes.add(new Change(name, plain(from), plain(to)));
            }
        }
    }

    private static @Nullable Object plain(@Nullable Object part) {
        return switch (part) {
            case Fields(var parts) -> plain(parts);
            case ById(var parts) -> List.copyOf(plain(parts).values());
            case null, default -> part;
        };
    }

    private static Map<String, @Nullable Object> plain(Map<String, @Nullable Object> parts) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        parts.forEach((key, part) -> plain.put(key, plain(part)));
        return plain;
    }

    private static WorkflowDocument of(WorkflowView view) {
        var diagram = view.diagram();
        return fields("name", view.name(), "description", view.description(), "status", word(view.status()), "nodes",
                byId(diagram.nodes(), Node::id, node -> node(node, diagram)), "connections",
                byId(diagram.connections(), Connection::id, WorkflowDocument::connection), "rules",
                byId(view.rules().all(), Rule::id, WorkflowDocument::rule));
    }

    private static WorkflowDocument node(Node node, Diagram diagram) {
        return fields("id", node.id(), "primary", node.equals(diagram.root()), "module",
                module(node.moduleId(), node.moduleApiName()));
    }

    private static WorkflowDocument connection(Connection connection) {
        return fields("id", connection.id(), "source_node", fields("id", connection.source()), "target_node",
                fields("id", connection.target()));
    }

    private static WorkflowDocument rule(Rule rule) {
        var trigger = rule.trigger();
        return fields("id", rule.id(), "node", fields("id", rule.nodeId()), "execute_when",
                fields("type", word(trigger.type()), "details",
                        fields("repeat", trigger.repeat(), "criteria", criteria(trigger.criteria()))),
                "conditions", byId(rule.conditions(), Condition::id, WorkflowDocument::condition));
    }

    private static WorkflowDocument condition(Condition condition) {
        return fields("id", condition.id(), "sequence_number", condition.sequenceNumber(), "criteria_details",
                fields("criteria", criteria(condition.criteria())), "instant_actions", fields("actions",
                        // Two actions of different types can have the same id.
                        byId(condition.actions(), action -> word(action.type()) + " " + action.id(),
                                WorkflowDocument::action)));
    }

    private static WorkflowDocument action(Action action) {
        return fields("id", action.id(), "type", word(action.type()), "name", action.name(), "details",
                action.details() == null ? null : newRecord(action.details()));
    }

    private static WorkflowDocument newRecord(NewRecord created) {
        return fields("module", module(created.moduleId(), created.moduleApiName()), "layout",
                fields("id", created.layoutId()), "field_mappings",
                created.fieldMappings().stream().map(mapping -> plain(fields("field", field(mapping.field()), "type",
                        word(mapping.type()), "value", mapping.value().content()))).toList());
    }

    private static @Nullable Object criteria(@Nullable Criteria criteria) {
        return switch (criteria) {
            case null -> null;
            case Group(var operator, var group) -> plain(fields("group_operator", operator.name(), "group",
                    group.stream().map(WorkflowDocument::criteria).toList()));
            case Comparison(var field, var comparator, var type, var value) -> plain(fields("field", field(field),
                    "comparator", word(comparator), "type", word(type), "value", value.content()));
        };
    }

    private static @Nullable Object field(FieldName field) {
        return plain(fields("api_name", field.apiName(), "id", field.id()));
    }

    private static WorkflowDocument module(String id, String apiName) {
        return fields("id", id, "api_name", apiName);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Fields fields(@Nullable Object... keysAndParts) {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < keysAndParts.length; i += 2) {
            parts.put(String.valueOf(keysAndParts[i]), keysAndParts[i + 1]);
        }
        return new Fields(parts);
    }

    private static <T> ById byId(List<T> all, Function<T, String> id, Function<T, WorkflowDocument> part) {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        all.forEach(one -> parts.put(id.apply(one), part.apply(one)));
        return new ById(parts);
    }
}
