package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workflow in a list: all of its {@link WorkflowView} but connections and rules, which may be large.
 *
 * @param version        the number of events that made it, counted from 1
 * @param description    null if there is none
 * @param sequenceNumber the workflow's place in its organization
 * @param createdBy      a user's id, as {@code modifiedBy} is
 * @param nodes          in the order in which they were added; the first is the root
 */
public record WorkflowSummary(String id, String organizationId, long version, String name, @Nullable String description,
        WorkflowStatus status, long sequenceNumber, Instant createdAt, String createdBy, Instant modifiedAt,
        String modifiedBy, List<Node> nodes) {

    public WorkflowSummary {
        nodes = List.copyOf(nodes);
    }
}
