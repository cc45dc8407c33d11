package io.connectedworkflow.infrastructure;

import io.connectedworkflow.infrastructure.audit.AuditConfiguration;
import io.connectedworkflow.infrastructure.audit.AuditEndpoints;
import io.connectedworkflow.infrastructure.evidence.ChainConfiguration;
import io.connectedworkflow.infrastructure.evidence.EvidenceEndpoints;
import io.connectedworkflow.infrastructure.history.HistoryConfiguration;
import io.connectedworkflow.infrastructure.history.HistoryEndpoints;
import io.connectedworkflow.infrastructure.organization.AdministrationEndpoints;
import io.connectedworkflow.infrastructure.organization.ClientConfiguration;
import io.connectedworkflow.infrastructure.organization.DirectoryEndpoints;
import io.connectedworkflow.infrastructure.organization.OrganizationConfiguration;
import io.connectedworkflow.infrastructure.postgres.PostgresConfiguration;
import io.connectedworkflow.infrastructure.replay.RebuildConfiguration;
import io.connectedworkflow.infrastructure.replay.ReplayConfiguration;
import io.connectedworkflow.infrastructure.replay.ReplayEndpoints;
import io.connectedworkflow.infrastructure.rule.RuleEndpoints;
import io.connectedworkflow.infrastructure.security.IssuerConfiguration;
import io.connectedworkflow.infrastructure.security.SecurityConfiguration;
import io.connectedworkflow.infrastructure.subscription.SubscriptionConfiguration;
import io.connectedworkflow.infrastructure.web.TokenEndpoints;
import io.connectedworkflow.infrastructure.web.WebConfiguration;
import io.connectedworkflow.infrastructure.workflow.WorkflowConfiguration;
import io.connectedworkflow.infrastructure.workflow.WorkflowEndpoints;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.MethodMetadata;

/**
 * Configures an application that has us on its class path, and a PostgreSQL data source: the Java API, and, in a servlet web
 * application, the REST endpoints. It comes after Boot's own web security, which would otherwise take our filter chain
 * for the application's.
 */
@AutoConfiguration(after = {DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class}, afterName = {
        "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
        "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration"})
@ConditionalOnBooleanProperty(name = "connected-workflow.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ConnectedWorkflowProperties.class)
@Import({PostgresConfiguration.class, OrganizationConfiguration.class, WorkflowConfiguration.class,
    HistoryConfiguration.class, AuditConfiguration.class, RebuildConfiguration.class, ReplayConfiguration.class,
    ChainConfiguration.class,
    SubscriptionConfiguration.class, SecurityConfiguration.class,
    IssuerConfiguration.class, WebConfiguration.class, TokenEndpoints.class, ClientConfiguration.class,
    AdministrationEndpoints.class,
    DirectoryEndpoints.class,
    WorkflowEndpoints.class, RuleEndpoints.class, HistoryEndpoints.class, AuditEndpoints.class, ReplayEndpoints.class,
    EvidenceEndpoints.class})
public class ConnectedWorkflowAutoConfiguration {

    private static final String OURS = ConnectedWorkflowAutoConfiguration.class.getPackageName() + ".";

    // Nobody asks for what migrates, follows the log or purges: in a lazy application it would never begin.
    @Bean
    static LazyInitializationExcludeFilter connectedWorkflowIsNotLazy() {
        return (name, definition, type) -> definition instanceof AnnotatedBeanDefinition declared
                && isOurs(declared.getFactoryMethodMetadata());
    }

    private static boolean isOurs(@Nullable MethodMetadata bean) {
        return bean != null && bean.getDeclaringClassName().startsWith(OURS);
    }

    @Bean
    StartUpReport connectedWorkflowStartUpReport(ApplicationContext context, ConnectedWorkflowProperties properties) {
        return new StartUpReport(context, properties);
    }
}
