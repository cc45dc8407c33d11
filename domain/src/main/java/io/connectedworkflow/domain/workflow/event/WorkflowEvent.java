package io.connectedworkflow.domain.workflow.event;

/**
 * An event of a connected workflow. It has fields that are written and read as JSON, a logical name (its simple class name at the
 * time of its first release) and a revision, and stays readable for ever.
 */
public sealed interface WorkflowEvent permits WorkflowDrafted, WorkflowRenamed, WorkflowDescribed, WorkflowActivated,
        WorkflowDeactivated, WorkflowDeleted, WorkflowRestored, NodeAdded, NodeRemoved, ConnectionAdded,
        ConnectionRemoved, RuleAdded,
        RuleChanged, RuleRemoved {

    /** The workflow that it happened to. */
    String workflowId();

    /** The organization that the workflow belongs to. */
    String organizationId();

    /** The user who did it. */
    String userId();
}
