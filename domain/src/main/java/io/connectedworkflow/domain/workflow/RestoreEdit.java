package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Refusal.ModuleName;
import io.connectedworkflow.domain.refusal.Refusal.ModulesDisabled;
import io.connectedworkflow.domain.refusal.Refusal.NodeLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.RulesUnfit;
import io.connectedworkflow.domain.refusal.Refusal.TooManyRules;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.rule.RuleFields;
import io.connectedworkflow.domain.rule.Rules;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The difference between a workflow's nodes, connections and rules as they are and as they were once. Parts that stand
 * in both are left alone.
 *
 * @param existing what the workflow is; null if it is deleted
 * @param before   what there is to begin with: of a deleted workflow, the root that it comes back with
 * @param wanted   what it was
 */
record RestoreEdit(@Nullable WorkflowDefinition existing, Diagram before, Rules rulesBefore,
        WorkflowDefinition wanted) {

    RestoreEdit(@Nullable WorkflowDefinition existing, WorkflowDefinition wanted) {
        this(existing, existing == null ? Diagram.of(wanted.diagram().root()) : existing.diagram(),
                existing == null ? Rules.NONE : existing.rules(), wanted);
    }

    /**
     * Refuses what is not allowed today, whatever was allowed then: nodes and rules that come back on, or with records of,
     * modules that are not supported, more nodes than a workflow may have, more rules of a module, and rules that name
     * fields or values which do not fit; in this order.
     */
    void require(Organization organization) {
        var disabled = named(modulesOfWhatComes().filter(module -> organization.modules().withId(module.id())
                .filter(CrmModule::supported).isEmpty()), organization);
        if (!disabled.isEmpty()) {
            throw new ModulesDisabled(disabled).asException();
        }
        var nodeLimit = organization.limits().modulesPerProcess();
        if (!addedNodes().isEmpty() && wanted.diagram().nodes().size() > nodeLimit) {
            throw new NodeLimitReached(nodeLimit).asException();
        }
        var ruleLimit = organization.limits().rulesPerModule();
        var crowded = named(addedRules().stream().map(this::moduleOf).filter(
                module -> wanted.diagram().rulesOfModule(module.id(), wanted.rules()) > ruleLimit), organization);
        if (!crowded.isEmpty()) {
            throw new TooManyRules(crowded).asException();
        }
        var fields = new RuleFields(organization.modules());
        var unfit = comingRules().filter(rule -> !fields.fit(rule, moduleOf(rule).id())).map(Rule::id).toList();
        if (!unfit.isEmpty()) {
            throw new RulesUnfit(unfit).asException();
        }
    }

    private Stream<Rule> comingRules() {
        return Stream.concat(addedRules().stream(), changedRules().stream());
    }

    private Stream<ModuleName> modulesOfWhatComes() {
        var nodes = wanted.diagram().nodes().stream()
                .filter(node -> existing == null || existing.diagram().node(node.id()).isEmpty());
        return Stream.of(nodes.map(RestoreEdit::moduleOf), comingRules().map(this::moduleOf),
                comingRules().flatMap(Rule::newRecords)
                        .map(created -> new ModuleName(created.moduleId(), created.moduleApiName())))
                .flatMap(Function.identity());
    }

    private ModuleName moduleOf(Rule rule) {
        return moduleOf(wanted.diagram().node(rule.nodeId()).orElseThrow());
    }

    private static ModuleName moduleOf(Node node) {
        return new ModuleName(node.moduleId(), node.moduleApiName());
    }

    private static List<ModuleName> named(Stream<ModuleName> modules, Organization organization) {
        return modules.map(module -> new ModuleName(module.id(),
                organization.directory().moduleName(module.id(), module.apiName()))).distinct().toList();
    }

    List<String> removedNodes() {
        return missing(before.nodes().stream().map(Node::id), id -> wanted.diagram().node(id).isPresent());
    }

    /** Those that do not go with a node. */
    List<String> removedConnections() {
        var gone = new LinkedHashSet<>(removedNodes());
        return missing(before.connections().stream()
                .filter(connection -> !gone.contains(connection.source()) && !gone.contains(connection.target()))
                .map(Connection::id), id -> wanted.diagram().connection(id).isPresent());
    }

    /** Those that do not go with a node. */
    List<String> removedRules() {
        var gone = new LinkedHashSet<>(removedNodes());
        return missing(rulesBefore.all().stream().filter(rule -> !gone.contains(rule.nodeId())).map(Rule::id),
                id -> wanted.rules().rule(id).isPresent());
    }

    List<Node> addedNodes() {
        return wanted.diagram().nodes().stream().filter(node -> before.node(node.id()).isEmpty()).toList();
    }

    List<Connection> addedConnections() {
        return wanted.diagram().connections().stream()
                .filter(connection -> before.connection(connection.id()).isEmpty()).toList();
    }

    List<Rule> addedRules() {
        return wanted.rules().all().stream().filter(rule -> rulesBefore.rule(rule.id()).isEmpty()).toList();
    }

    List<Rule> changedRules() {
        return wanted.rules().all().stream()
                .filter(rule -> rulesBefore.rule(rule.id()).filter(other -> !other.equals(rule)).isPresent()).toList();
    }

    private static List<String> missing(Stream<String> ids, Predicate<String> there) {
        return ids.filter(there.negate()).toList();
    }
}
