package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.RuleChanged;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What commands of Asha's do to the workflow of the tests; what others did to it before is in {@link Past}. */
final class Now {

    private Now() {}

    static WorkflowActivated activatedNow(int limit) {
        return new WorkflowActivated(Past.ID, ORGANIZATION_ID, USER_ID, limit);
    }

    static NodeAdded addedNow(String id, CrmModule module) {
        return new NodeAdded(Past.ID, ORGANIZATION_ID, USER_ID, id, module.id(), module.apiName());
    }

    static NodeRemoved removedNow(String node, String... connections) {
        return new NodeRemoved(Past.ID, ORGANIZATION_ID, USER_ID, node, List.of(connections), List.of());
    }

    static ConnectionAdded connectedNow(String id, String source, String target) {
        return new ConnectionAdded(Past.ID, ORGANIZATION_ID, USER_ID, id, source, target);
    }

    static ConnectionRemoved disconnectedNow(String id) {
        return new ConnectionRemoved(Past.ID, ORGANIZATION_ID, USER_ID, id);
    }

    static RuleAdded addedNow(String rule, String node, Trigger trigger, List<Condition> conditions) {
        return new RuleAdded(Past.ID, ORGANIZATION_ID, USER_ID, rule, node, trigger, conditions);
    }

    static RuleChanged changedNow(String rule, @Nullable Trigger trigger, @Nullable List<Condition> conditions) {
        return new RuleChanged(Past.ID, ORGANIZATION_ID, USER_ID, rule, trigger, conditions);
    }
}
