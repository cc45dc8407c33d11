package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.Purge;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires our own issuer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
@ConditionalOnIssuer
public class IssuerConfiguration {

    @Bean
    TokenIssuer connectedWorkflowTokenIssuer(PostgresClients clients, Database database,
            ObjectProvider<DataSourcePoolMetadataProvider> pools) {
        return new TokenIssuer(clients, database.connections(pools.stream()) / 4);
    }

    @Bean
    Purge connectedWorkflowTokenPurge(PostgresClients clients, ConnectedWorkflowProperties properties) {
        return new Purge("access tokens", clients::purge, properties.tokens().purgeInterval());
    }

    /** An application that embeds us has an administrator if it names one. */
    @Bean
    @ConditionalOnMissingBean(name = Administrator.BEAN)
    SmartInitializingSingleton connectedWorkflowHostAdministrator(PostgresClients clients,
            ConnectedWorkflowProperties properties) {
        var named = Administrator.named(properties);
        return () -> named.ifPresent(administrator -> administrator.set(clients));
    }
}
