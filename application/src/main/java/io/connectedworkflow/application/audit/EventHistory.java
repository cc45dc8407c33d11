package io.connectedworkflow.application.audit;

import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Port: the recorded past. */
public interface EventHistory {

    /** Hands over the whole history of every workflow there ever was, one workflow after the other. */
    void forEachWorkflow(Consumer<List<Recorded>> reader);

    /**
     * An event as it was recorded.
     *
     * @param version its place in its workflow's history, counted from 1
     */
    record Recorded(WorkflowEvent event, long version, Instant at) {}
}
