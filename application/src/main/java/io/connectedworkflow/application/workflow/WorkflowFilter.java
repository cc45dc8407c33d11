package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which workflows are wanted.
 *
 * @param status       null for any
 * @param nameContains part of a name's key, see {@code WorkflowName.key}; empty for any
 * @param moduleIds    modules of which a node must be on one; null for any
 */
public record WorkflowFilter(@Nullable WorkflowStatus status, String nameContains, @Nullable Set<String> moduleIds) {

    /** All workflows. */
    public static final WorkflowFilter ALL = new WorkflowFilter(null, "", null);

    /** Whether a workflow is wanted. */
    public boolean wants(WorkflowView view) {
        return (status == null || status == view.status())
                && WorkflowName.key(view.name()).contains(nameContains)
                && (moduleIds == null
                        || view.diagram().nodes().stream().anyMatch(node -> moduleIds.contains(node.moduleId())));
    }
}
