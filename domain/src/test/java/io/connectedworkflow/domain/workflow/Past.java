package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.RuleRemoved;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeactivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDescribed;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import java.util.List;

/** What has happened to the workflow of the tests: all of it was done by a user whom no test sends a command for. */
final class Past {

    static final String ID = "4876876000019340001";
    static final String ROOT = "root";

    /** The name and the description that it has from the beginning. */
    static final String NAME = "contacts-process";
    static final String DESCRIPTION = "from first call to invoice";

    private static final String BEN = "4876876000000327002";

    private Past() {}

    static WorkflowDrafted drafted() {
        return new WorkflowDrafted(ID, ORGANIZATION_ID, BEN, ROOT, NAME, DESCRIPTION, CONTACTS.id(),
                CONTACTS.apiName(), 1, "ENTERPRISE", "MANAGE_CONNECTED_WORKFLOWS", 25);
    }

    static WorkflowRenamed renamed(String name) {
        return new WorkflowRenamed(ID, ORGANIZATION_ID, BEN, name);
    }

    static WorkflowDescribed undescribed() {
        return new WorkflowDescribed(ID, ORGANIZATION_ID, BEN, null);
    }

    static WorkflowActivated activated() {
        return new WorkflowActivated(ID, ORGANIZATION_ID, BEN, 25);
    }

    static WorkflowDeactivated deactivated() {
        return new WorkflowDeactivated(ID, ORGANIZATION_ID, BEN);
    }

    static WorkflowDeleted deleted() {
        return new WorkflowDeleted(ID, ORGANIZATION_ID, BEN);
    }

    static NodeAdded node(String id, CrmModule module) {
        return new NodeAdded(ID, ORGANIZATION_ID, BEN, id, module.id(), module.apiName());
    }

    static NodeRemoved withoutNode(String id, String... connections) {
        return new NodeRemoved(ID, ORGANIZATION_ID, BEN, id, List.of(connections), List.of());
    }

    static ConnectionAdded connection(String id, String source, String target) {
        return new ConnectionAdded(ID, ORGANIZATION_ID, BEN, id, source, target);
    }

    static ConnectionRemoved withoutConnection(String id) {
        return new ConnectionRemoved(ID, ORGANIZATION_ID, BEN, id);
    }

    static RuleAdded rule(String id, String node, Trigger trigger, Condition... conditions) {
        return new RuleAdded(ID, ORGANIZATION_ID, BEN, id, node, trigger, List.of(conditions));
    }

    /** A rule that no test looks into. */
    static RuleAdded rule(String id, String node) {
        return rule(id, node, RuleParts.CREATED, RuleParts.when("condition of " + id, 1, RuleParts.updating("501")));
    }

    static RuleRemoved withoutRule(String id) {
        return new RuleRemoved(ID, ORGANIZATION_ID, BEN, id);
    }
}
