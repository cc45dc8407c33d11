package consumer;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.infrastructure.ConnectedWorkflowAutoConfiguration;

/** Names something of each artifact. */
record Consumer(ConnectedWorkflows workflows, Organizations organizations) {

    static final Class<?> OURS = ConnectedWorkflowAutoConfiguration.class;
}
