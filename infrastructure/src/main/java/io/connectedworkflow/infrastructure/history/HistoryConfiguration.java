package io.connectedworkflow.infrastructure.history;

import io.connectedworkflow.application.AsyncConnectedWorkflows;
import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowRestore;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.eventstore.PrivateAxon;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.util.concurrent.Executors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One workflow's past, and what is done about it from Java. */
@Configuration(proxyBeanMethods = false)
public class HistoryConfiguration {

    @Bean
    EventHistory connectedWorkflowEventHistory(Database database, PrivateAxon axon) {
        return new EventStoreHistory(database, axon.storedEvents());
    }

    @Bean
    WorkflowAsOf connectedWorkflowAsOf(EventHistory history, Organizations organizations) {
        return new WorkflowAsOf(history, organizations);
    }

    @Bean
    WorkflowRestore connectedWorkflowRestore(WorkflowAsOf past, Messages messages, Organizations organizations) {
        return new WorkflowRestore(past, messages, organizations);
    }

    // Its executor is not a bean of its own: a host's would not be made any more.
    @Bean
    @ConditionalOnMissingBean
    AsyncConnectedWorkflows connectedWorkflowsAsync(ConnectedWorkflows workflows, WorkflowAsOf past,
            WorkflowRestore restore, ConnectedWorkflowProperties properties) {
        return new AsyncConnectedWorkflows(workflows, past, restore,
                Executors.newFixedThreadPool(properties.async().threads(),
                        Thread.ofVirtual().name("connected-workflow-async-", 0).factory()));
    }
}
