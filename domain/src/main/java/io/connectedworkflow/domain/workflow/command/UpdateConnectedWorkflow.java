package io.connectedworkflow.domain.workflow.command;

import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.Description;
import io.connectedworkflow.domain.workflow.NodeChange;
import io.connectedworkflow.domain.workflow.WorkflowName;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Rename or describe a workflow, or change its diagram.
 *
 * @param name        null for as it is
 * @param description null for as it is; without a text for none
 * @param nodes       in the order of the request
 * @param connections in the order of the request
 */
public record UpdateConnectedWorkflow(@TargetAggregateIdentifier String workflowId, Organization organization,
        @Nullable Long expectedVersion, @Nullable WorkflowName name, @Nullable NewDescription description,
        List<NodeChange> nodes, List<ConnectionChange> connections) implements ExistingWorkflowCommand {

    /**
     * The description that is wanted.
     *
     * @param description null for none
     */
    public record NewDescription(@Nullable Description description) {}
}
