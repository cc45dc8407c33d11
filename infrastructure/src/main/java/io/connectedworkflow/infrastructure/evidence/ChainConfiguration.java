package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.CheckpointAudit;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.audit.PostgresEventLog;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.KeptSecrets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what makes tampering with the log evident. */
@Configuration(proxyBeanMethods = false)
public class ChainConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ChainConfiguration.class);

    @Bean
    CheckpointAudit connectedWorkflowCheckpointAudit(Database database) {
        return new CheckpointAudit(new PostgresCheckpoints(database.jdbc()));
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "connected-workflow.audit.chain.enabled", matchIfMissing = true)
    ChainFollower connectedWorkflowChainFollower(Database database, ConnectedWorkflowProperties properties,
            ObjectProvider<KeptSecrets> secrets) {
        var audit = properties.audit();
        var key = key(audit.checkpoints().privateKey(), secrets);
        LOG.info("{}", key.map(found -> "Checkpoints of the event log are signed with the key " + found.id())
                .orElse("No checkpoints of the event log are signed, for there is no "
                        + "connected-workflow.audit.checkpoints.private-key"));
        return new ChainFollower(new PostgresEventChain(database, new PostgresEventLog(database)),
                new PostgresCheckpoints(database.jdbc()), key.orElse(null), audit.chain().interval(),
                audit.checkpoints().interval());
    }

    private static Optional<CheckpointKey> key(@Nullable String configured, ObjectProvider<KeptSecrets> secrets) {
        return Optional.ofNullable(configured).filter(text -> !text.isBlank())
                .or(() -> secrets.stream().findFirst()
                        .map(kept -> kept.secret("checkpoint-key.pem", CheckpointKey::random)))
                .map(CheckpointKey::parse);
    }

    /** Where it is asked for, as by the server: a host's health is its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    @ConditionalOnBooleanProperty(name = "connected-workflow.audit.chain.enabled", matchIfMissing = true)
    static class WithHealth {

        @Bean
        @ConditionalOnBooleanProperty("management.health.connectedworkflowchain.enabled")
        HealthIndicator connectedWorkflowChainHealthIndicator(Database database) {
            return new ChainHealth(database, System::nanoTime);
        }
    }
}
