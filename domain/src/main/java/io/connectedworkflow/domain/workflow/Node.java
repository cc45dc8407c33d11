package io.connectedworkflow.domain.workflow;

/**
 * A module's place in a workflow.
 *
 * @param moduleApiName what the module was called when the node was added
 */
public record Node(String id, String moduleId, String moduleApiName) {}
