package io.connectedworkflow.infrastructure;

import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.infrastructure.organization.PostgresOrganizations;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;

/** Says in the log what is on, and why something that could be expected is not. */
final class StartUpReport implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(StartUpReport.class);

    private final ApplicationContext context;
    private final ConnectedWorkflowProperties properties;

    StartUpReport(ApplicationContext context, ConnectedWorkflowProperties properties) {
        this.context = context;
        this.properties = properties;
    }

    @Override
    public void afterSingletonsInstantiated() {
        LOG.info("connected-workflow uses {}", context.getBean(Database.class).description());
        LOG.info("connected-workflow asks {} about organizations", organizations());
        subscriptions().ifPresent(names -> LOG.info("connected-workflow runs the subscriptions {}", names));
        if (context.containsBean("connectedWorkflowGate")) {
            LOG.info("connected-workflow answers {}", endpoints());
        } else if (!properties.rest().enabled()) {
            LOG.info(
                    "connected-workflow has no REST endpoints, by connected-workflow.rest.enabled; its Java API is on");
        } else if (context instanceof ReactiveWebApplicationContext) {
            LOG.warn("connected-workflow has no REST endpoints, for they need Spring MVC and this is WebFlux; "
                    + "its Java API is on");
        } else {
            LOG.info("connected-workflow has no REST endpoints, for this is no web application; its Java API is on");
        }
    }

    private String organizations() {
        var organizations = context.getBean(Organizations.class);
        return organizations instanceof PostgresOrganizations
                ? "its own directory"
                : "the application's bean " + context.getBeanNamesForType(Organizations.class)[0];
    }

    private Optional<String> subscriptions() {
        var names = properties.subscriptions().enabled()
                ? context.getBeanProvider(EventSubscription.class).orderedStream().map(EventSubscription::name).toList()
                : List.<String>of();
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    private String endpoints() {
        var endpoints = new ArrayList<String>();
        endpoints.add("/crm/v8/settings/connected_workflows");
        if (context.containsBean("connectedWorkflowDirectoryEndpoints")) {
            endpoints.addAll(List.of("/crm/v8/users", "/crm/v8/org", "/crm/v8/settings/modules",
                    "/crm/v8/settings/fields"));
        }
        if (context.containsBean("connectedWorkflowAuditEndpoints")) {
            endpoints.add("/audit/v1");
        }
        if (context.containsBean("connectedWorkflowAdministrationEndpoints")) {
            endpoints.add("/admin/v1/organizations");
        } else if (context.containsBean("connectedWorkflowClientEndpoints")) {
            endpoints.add("/admin/v1/organizations/…/clients");
        }
        if (context.containsBean("connectedWorkflowTokenEndpoints")) {
            endpoints.add("/oauth/v2/token");
        }
        return String.join(", ", endpoints);
    }
}
