package io.connectedworkflow.domain.workflow.event;

import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * A node is gone, with its connections and rules.
 *
 * @param connectionIds the connections that went with it
 * @param ruleIds       the rules that went with it
 */
@Revision("1")
public record NodeRemoved(String workflowId, String organizationId, String userId, String nodeId,
        List<String> connectionIds, List<String> ruleIds) implements WorkflowEvent {}
