package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Delete a rule for good. */
public record DeleteRule(@TargetAggregateIdentifier String workflowId, Organization organization,
        @Nullable Long expectedVersion, String ruleId) implements ExistingRuleCommand {}
