package io.connectedworkflow.infrastructure;

import io.connectedworkflow.infrastructure.postgres.EmbeddedPostgresConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** A PostgreSQL of our own, where it is asked for and no data source is configured. The server asks for it. */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnBooleanProperty("connected-workflow.embedded-postgres.enabled")
@EnableConfigurationProperties(ConnectedWorkflowProperties.class)
@Import(EmbeddedPostgresConfiguration.class)
public class EmbeddedPostgresAutoConfiguration {}
