package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.application.workflow.WorkflowProjection;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.eventstore.CommandTurns;
import io.connectedworkflow.infrastructure.eventstore.PrivateAxon;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.PresentClient;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the aggregate's Axon, and of the Java API. */
@Configuration(proxyBeanMethods = false)
public class WorkflowConfiguration {

    @Bean
    PrivateAxon connectedWorkflowAxon(Database database, Ids ids) {
        var register = new PostgresWorkflowRegister(database);
        var projection = new WorkflowProjection(new PostgresWorkflowViews(database));
        return new PrivateAxon(database, register, ids, projection, List.of(projection, register));
    }

    @Bean
    Messages connectedWorkflowMessages(PrivateAxon axon, Database database, ConnectedWorkflowProperties properties,
            ObjectProvider<DataSourcePoolMetadataProvider> pools, ObjectProvider<PresentClient> client) {
        var connections = database.connections(pools.stream());
        var turns = new CommandTurns(properties.commands().atOnce(connections),
                properties.commands().perOrganization(connections));
        return axon.messages(turns, client.getIfAvailable(() -> () -> false));
    }

    @Bean
    ConnectedWorkflows connectedWorkflows(Messages messages, Organizations organizations, Ids ids) {
        return new ConnectedWorkflows(messages, organizations, ids);
    }
}
