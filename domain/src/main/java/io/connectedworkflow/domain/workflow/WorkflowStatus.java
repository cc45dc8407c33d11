package io.connectedworkflow.domain.workflow;

/** Where in its life a workflow is. */
public enum WorkflowStatus {
    /** Never activated. */
    DRAFT,
    /** At work. */
    ACTIVE,
    /** Was active, and was switched off. */
    INACTIVE
}
