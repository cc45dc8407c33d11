package io.connectedworkflow.application.audit;

import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Port: the recorded past. */
public interface EventHistory {

    /** Hands over the whole history of every workflow there ever was, one workflow after the other. */
    void forEachWorkflow(Consumer<List<Recorded>> reader);

    /** The whole history of one workflow of the organization, deleted or not; empty if there never was one. */
    List<Recorded> of(String organizationId, String workflowId);

    /**
     * The ids of workflows that the organization had at an instant, by ascending sequence number.
     *
     * @param after the sequence number behind which they begin, 0 for the beginning
     * @param size  how many at the most
     */
    List<String> thereAt(Instant instant, String organizationId, long after, int size);

    /**
     * An event as it was recorded.
     *
     * @param version   its place in its workflow's history, counted from 1
     * @param requestId names the request that it comes from; null if that is not known
     */
    record Recorded(WorkflowEvent event, long version, Instant at, @Nullable String requestId) {}
}
