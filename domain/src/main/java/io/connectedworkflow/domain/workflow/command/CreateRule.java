package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Item;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Give a workflow a new rule.
 *
 * @param ruleId the rule's id to be
 * @param rule   as it is asked for
 */
public record CreateRule(@TargetAggregateIdentifier String workflowId, Organization organization,
        @Nullable Long expectedVersion, String ruleId, Item rule) implements ExistingWorkflowCommand {

    @Override
    public String subjectId() {
        return ruleId;
    }
}
