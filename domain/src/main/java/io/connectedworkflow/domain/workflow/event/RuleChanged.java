package io.connectedworkflow.domain.workflow.event;

import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Trigger;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A rule runs at another time, or does something else.
 *
 * @param trigger    null if it is as it was
 * @param conditions all of them, by ascending sequence number; null if they are as they were
 */
@Revision("1")
public record RuleChanged(String workflowId, String organizationId, String userId, String ruleId,
        @Nullable Trigger trigger, @Nullable List<Condition> conditions) implements WorkflowEvent {}
