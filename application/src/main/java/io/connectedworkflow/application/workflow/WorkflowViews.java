package io.connectedworkflow.application.workflow;

import java.util.List;
import java.util.Optional;

/** Port: where the views are kept. */
public interface WorkflowViews {

    /** The view of a workflow of the organization, what the current transaction saves included. */
    Optional<WorkflowView> find(String organizationId, String workflowId);

    /** The wanted workflows of the organization, by ascending sequence number. */
    List<WorkflowSummary> list(String organizationId, WorkflowFilter filter, Page page);

    /** Forgets the view of a workflow that is deleted, in the current transaction. */
    void remove(WorkflowView view);

    /** Keeps the view, in the current transaction, in place of an older one of the same workflow. */
    void save(WorkflowView view);
}
