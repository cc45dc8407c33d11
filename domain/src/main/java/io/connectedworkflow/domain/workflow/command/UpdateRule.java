package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Item;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Change a rule.
 *
 * @param change what is asked for; what it leaves out stays
 */
public record UpdateRule(@TargetAggregateIdentifier String workflowId, Organization organization,
        @Nullable Long expectedVersion, String ruleId, Item change) implements ExistingRuleCommand {}
