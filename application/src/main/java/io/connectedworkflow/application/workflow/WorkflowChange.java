package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.NodeChange;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow.NewDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow is asked to become.
 *
 * @param name        null for as it is
 * @param description null for as it is
 */
public record WorkflowChange(@Nullable WorkflowName name, @Nullable NewDescription description,
        List<NodeChange> nodes, List<ConnectionChange> connections) {}
