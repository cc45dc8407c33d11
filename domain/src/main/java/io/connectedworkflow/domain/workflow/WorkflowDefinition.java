package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.rule.Rules;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.RuleChanged;
import io.connectedworkflow.domain.workflow.event.RuleRemoved;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeactivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDescribed;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import org.jspecify.annotations.Nullable;

/**
 * All of a workflow that its users decide.
 *
 * @param description null for none
 */
public record WorkflowDefinition(String name, @Nullable String description, Diagram diagram, Rules rules) {

    /** A new workflow's. */
    public static WorkflowDefinition of(WorkflowDrafted drafted) {
        return of(drafted.name(), drafted.description(),
                new Node(drafted.rootNodeId(), drafted.primaryModuleId(), drafted.primaryModuleApiName()));
    }

    /** That of a workflow that is there again, before anything else of it is. */
    public static WorkflowDefinition of(WorkflowRestored restored) {
        return of(restored.name(), restored.description(),
                new Node(restored.rootNodeId(), restored.primaryModuleId(), restored.primaryModuleApiName()));
    }

    private static WorkflowDefinition of(String name, @Nullable String description, Node root) {
        return new WorkflowDefinition(name, description, Diagram.of(root), Rules.NONE);
    }

    /** What it is once an event has happened to the workflow. */
    public WorkflowDefinition after(WorkflowEvent event) {
        return switch (event) {
            case WorkflowDrafted drafted -> of(drafted);
            case WorkflowRestored restored -> of(restored);
            case WorkflowActivated activated -> this;
            case WorkflowDeactivated deactivated -> this;
            case WorkflowDeleted deleted -> this;
            case WorkflowRenamed renamed -> new WorkflowDefinition(renamed.name(), description, diagram, rules);
            case WorkflowDescribed described -> new WorkflowDefinition(name, described.description(), diagram, rules);
            case NodeAdded added -> with(
                    diagram.with(new Node(added.nodeId(), added.moduleId(), added.moduleApiName())));
            case NodeRemoved removed -> new WorkflowDefinition(name, description, diagram.withoutNode(removed.nodeId()),
                    rules.withoutNode(removed.nodeId()));
            case ConnectionAdded added -> with(diagram.with(
                    new Connection(added.connectionId(), added.sourceNodeId(), added.targetNodeId())));
            case ConnectionRemoved removed -> with(diagram.withoutConnection(removed.connectionId()));
            case RuleAdded added -> with(
                    rules.with(new Rule(added.ruleId(), added.nodeId(), added.trigger(), added.conditions())));
            case RuleChanged changed -> with(rules.withChanged(rules.rule(changed.ruleId()).orElseThrow()
                    .changed(changed.trigger(), changed.conditions())));
            case RuleRemoved removed -> with(rules.without(removed.ruleId()));
        };
    }

    private WorkflowDefinition with(Diagram newDiagram) {
        return new WorkflowDefinition(name, description, newDiagram, rules);
    }

    private WorkflowDefinition with(Rules newRules) {
        return new WorkflowDefinition(name, description, diagram, newRules);
    }
}
