package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowProjection;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.infrastructure.eventstore.OurAxon;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the room: the aggregate's Axon, and the API. */
@Configuration(proxyBeanMethods = false)
public class WorkflowConfiguration {

    @Bean
    OurAxon connectedWorkflowAxon(Database database, Ids ids) {
        var register = new PostgresWorkflowRegister(database);
        var projection = new WorkflowProjection(new PostgresWorkflowViews(database));
        return new OurAxon(database, register, ids, projection, List.of(projection, register));
    }

    @Bean
    ConnectedWorkflows connectedWorkflows(OurAxon axon, Organizations organizations, Ids ids) {
        return new ConnectedWorkflows(axon.messages(), organizations, ids);
    }
}
