package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;

/**
 * A rule is gone, and its node stays.
 */
@Revision("1")
public record RuleRemoved(String workflowId, String organizationId, String userId,
        String ruleId) implements WorkflowEvent {}
