package io.connectedworkflow.application.workflow;

import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.queryhandling.QueryHandler;

/** Keeps the views, in the transaction of the command whose events it is told, and answers from them. */
public final class WorkflowProjection {

    private final WorkflowViews views;

    /** A projection into the given views. */
    public WorkflowProjection(WorkflowViews views) {
        this.views = views;
    }

    @EventHandler
    void on(WorkflowEvent event, @SequenceNumber long sequence, @Timestamp Instant at) {
        var before = event instanceof WorkflowDrafted || event instanceof WorkflowRestored
                ? null
                : views.find(event.organizationId(), event.workflowId()).orElseThrow();
        var after = WorkflowView.after(before, event, sequence + 1, at);
        if (after != null) {
            views.save(after);
        } else if (before != null) {
            views.remove(before);
        }
    }

    @QueryHandler
    Optional<WorkflowView> answer(FindWorkflow query) {
        return views.find(query.organizationId(), query.workflowId());
    }

    @QueryHandler
    List<WorkflowSummary> answer(ListWorkflows query) {
        return views.list(query.organizationId(), query.filter(), query.page());
    }
}
