package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Refusal.ModuleName;
import io.connectedworkflow.domain.refusal.Refusal.ModulesDisabled;
import io.connectedworkflow.domain.refusal.Refusal.RulesDisconnected;
import io.connectedworkflow.domain.refusal.Refusal.TooManyRules;
import io.connectedworkflow.domain.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/** Checks whether a workflow can be activated in its organization as it is today. */
record ActivationCheck(WorkflowDefinition configuration, Organization organization) {

    /**
     * Refuses, in this order: modules that are no longer supported, more rules of a module than are allowed, and rules
     * that create records in modules which their nodes do not point to.
     */
    void require() {
        var disabled = modules(node -> organization.modules().withId(node.moduleId()).filter(CrmModule::supported)
                .isEmpty());
        if (!disabled.isEmpty()) {
            throw new ModulesDisabled(disabled).asException();
        }
        var limit = organization.limits().rulesPerModule();
        var crowded = modules(
                node -> configuration.diagram().rulesOfModule(node.moduleId(), configuration.rules()) > limit);
        if (!crowded.isEmpty()) {
            throw new TooManyRules(crowded).asException();
        }
        var disconnected = configuration.rules().all().stream().filter(this::isDisconnected).map(Rule::id).toList();
        if (!disconnected.isEmpty()) {
            throw new RulesDisconnected(disconnected).asException();
        }
    }

    private List<ModuleName> modules(Predicate<Node> wanted) {
        var modules = new LinkedHashMap<String, ModuleName>();
        configuration.diagram().nodes().stream().filter(wanted)
                .forEach(node -> modules.put(node.moduleId(), new ModuleName(
                        node.moduleId(), organization.directory().moduleName(node.moduleId(), node.moduleApiName()))));
        return List.copyOf(modules.values());
    }

    private boolean isDisconnected(Rule rule) {
        var diagram = configuration.diagram();
        var node = diagram.node(rule.nodeId()).orElseThrow();
        return rule.newRecords().anyMatch(created -> !diagram.pointsTo(node, created.moduleId()));
    }
}
