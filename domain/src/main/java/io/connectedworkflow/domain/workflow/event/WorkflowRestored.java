package io.connectedworkflow.domain.workflow.event;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that was deleted is there again, with its root node and nothing else; what else it has again, the events
 * behind this one tell.
 *
 * @param restoredVersion         the version that it is brought back to
 * @param name                    exactly as it was given
 * @param description             null if there is none
 * @param sequenceNumber          the one that it has always had
 * @param status                  the one that it had when it was deleted
 * @param draftedBy               the user who drafted it
 * @param draftedAt               when that was; ISO 8601, in UTC
 * @param connectedWorkflowsLimit how many workflows the organization was allowed to have
 */
@Revision("1")
public record WorkflowRestored(String workflowId, String organizationId, String userId, long restoredVersion,
        String rootNodeId, String name, @Nullable String description, String primaryModuleId,
        String primaryModuleApiName, long sequenceNumber, String status, String draftedBy, String draftedAt,
        int connectedWorkflowsLimit) implements WorkflowEvent {}
