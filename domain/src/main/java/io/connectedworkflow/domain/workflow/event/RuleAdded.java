package io.connectedworkflow.domain.workflow.event;

import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Trigger;
import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * The workflow has one more rule, on one of its nodes.
 *
 * @param conditions all of them, by ascending sequence number
 */
@Revision("1")
public record RuleAdded(String workflowId, String organizationId, String userId, String ruleId, String nodeId,
        Trigger trigger, List<Condition> conditions) implements WorkflowEvent {}
