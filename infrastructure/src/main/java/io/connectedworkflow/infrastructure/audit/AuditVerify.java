package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.ChainVerification;
import io.connectedworkflow.application.audit.Checkpoint;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.postgres.CannotStartException;
import io.connectedworkflow.infrastructure.postgres.EmbeddedPostgresConfiguration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The command that verifies the log, on the database that the server would use with the same settings. */
public final class AuditVerify {

    /** How it is called, as the first argument. */
    public static final String NAME = "audit-verify";

    private static final int GOOD = 0;
    private static final int TAMPERED = 1;
    private static final int NOT_VERIFIED = 2;

    private static final String OWN_DATABASE = "spring.datasource.url";
    private static final String THERE = "select to_regclass('connected_workflow.chain_progress') is not null";

    private final PrintStream out;
    private final CheckpointSignatures signatures;
    private final List<Checkpoint> exported;

    private AuditVerify(PrintStream out, SimpleCommandLinePropertySource options) {
        this.out = out;
        signatures = signatures(options.getProperty("public-key"));
        var file = options.getProperty("checkpoints");
        exported = file == null ? List.of() : CheckpointFile.read(Path.of(file));
    }

    /** What it needs of the server. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ConnectedWorkflowProperties.class)
    @Import(EmbeddedPostgresConfiguration.class)
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Connection {}

    /**
     * Verifies, and prints what comes of it.
     *
     * @param defaults the server's own settings
     * @return the exit code: 0 where everything is as it was, 1 where something is not, 2 where that cannot be said
     */
    public static int run(Properties defaults, PrintStream out, PrintStream err, String... arguments) {
        try {
            var verify = new AuditVerify(out, new SimpleCommandLinePropertySource(arguments));
            var application = new SpringApplication(Connection.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setDefaultProperties(quiet(defaults));
            application.setLogStartupInfo(false);
            application.addInitializers(context -> mustHaveData(context.getEnvironment()));
            try (var context = application.run(arguments)) {
                return verify.run(context);
            }
        } catch (RuntimeException failure) {
            err.println("connected-workflow cannot verify the log: " + reason(failure));
            return NOT_VERIFIED;
        }
    }

    // What it prints is all that an operator wants to read.
    private static Properties quiet(Properties defaults) {
        var quiet = new Properties();
        quiet.putAll(defaults);
        quiet.setProperty("logging.level.root", "OFF");
        quiet.setProperty("logging.level.io.connectedworkflow", "OFF");
        return quiet;
    }

    // The embedded PostgreSQL would else be set up anew, and found to be in perfect order.
    private static void mustHaveData(Environment settings) {
        var data = Path.of(settings.getProperty("connected-workflow.data-dir", "./.data"));
        if (!settings.containsProperty(OWN_DATABASE) && !Files.isDirectory(data.resolve("postgres"))) {
            throw new CannotVerifyException("there is no database in " + data.toAbsolutePath().normalize()
                    + "; set CONNECTED_WORKFLOW_DATA_DIR or SPRING_DATASOURCE_URL as for the server");
        }
    }

    private static CheckpointSignatures signatures(@Nullable String publicKey) {
        try {
            return publicKey == null
                    ? CheckpointSignatures.byTheirOwnKeys()
                    : CheckpointSignatures.by(Files.readString(Path.of(publicKey)));
        } catch (IOException | GeneralSecurityException malformed) {
            throw new CannotVerifyException("the file %s holds no Ed25519 public key".formatted(publicKey), malformed);
        }
    }

    private int run(ConfigurableApplicationContext context) {
        var dataSource = context.getBean(DataSource.class);
        var snapshot = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        return Boolean.TRUE.equals(snapshot.execute(status -> isGood(new JdbcTemplate(dataSource)))) ? GOOD : TAMPERED;
    }

    private boolean isGood(JdbcTemplate jdbc) {
        if (!Boolean.TRUE.equals(jdbc.queryForObject(THERE, Boolean.class))) {
            throw new CannotVerifyException("no server of this version has run on the database yet");
        }
        var organizations = new AtomicLong();
        var events = new AtomicLong();
        var tampered = new AtomicLong();
        new ChainVerification(new PostgresEvidence(jdbc, signatures, exported)).forEach(verdict -> {
            out.println(VerdictText.of(verdict));
            organizations.incrementAndGet();
            events.addAndGet(verdict.events());
            tampered.addAndGet(verdict.good() ? 0 : 1);
        });
        out.printf("%s: %d organizations, %d events, %d tampered with%n", tampered.get() == 0 ? "ok" : "TAMPERED",
                organizations.get(), events.get(), tampered.get());
        if (!signatures.areKeysGiven() && !signatures.used().isEmpty()) {
            out.println("No public key was given; checkpoints were verified by the keys that they carry: "
                    + String.join(", ", signatures.used()));
        }
        return tampered.get() == 0;
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotVerifyException || cause instanceof CannotStartException) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof DataAccessException || cause instanceof TransactionException) {
                return "the database fails: " + NestedExceptionUtils.getMostSpecificCause(cause).getMessage();
            }
        }
        failure.printStackTrace();
        return String.valueOf(failure.getMessage());
    }
}
