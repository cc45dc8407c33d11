package io.connectedworkflow.application.workflow;

/** A query about workflows. Nothing of another organization is ever found. */
public sealed interface WorkflowQuery {

    /** One workflow; answered with an optional {@link WorkflowView}. */
    record FindWorkflow(String organizationId, String workflowId) implements WorkflowQuery {}

    /** Part of the workflows, by ascending sequence number; answered with a list of {@link WorkflowSummary}. */
    record ListWorkflows(String organizationId, WorkflowFilter filter, Page page) implements WorkflowQuery {}
}
