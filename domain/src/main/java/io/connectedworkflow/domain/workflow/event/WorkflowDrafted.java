package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A new workflow exists, with its root node and nothing else.
 *
 * @param name                    exactly as it was given
 * @param description             null if none was given
 * @param sequenceNumber          the workflow's place in its organization, from 1; never given twice
 * @param edition                 the organization's edition, which allowed it
 * @param permission              the permission of the user, which allowed it
 * @param connectedWorkflowsLimit how many workflows the organization was allowed to have
 */
@Revision("1")
public record WorkflowDrafted(String workflowId, String organizationId, String userId, String rootNodeId, String name,
        @Nullable String description, String primaryModuleId, String primaryModuleApiName, long sequenceNumber,
        String edition, String permission, int connectedWorkflowsLimit) implements WorkflowEvent {}
