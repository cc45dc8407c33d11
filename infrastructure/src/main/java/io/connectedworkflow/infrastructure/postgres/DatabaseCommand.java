package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A command of the server's jar, on the database that the server would use with the same settings. It starts no server, logs
 * nothing, and says in one line what keeps it from its work.
 *
 * @param purpose  what it is to do, as in "cannot verify the log"
 * @param setsUp   whether it may set up the embedded database where there is none yet
 * @param defaults the server's own settings
 * @param err      where it says what keeps it from its work
 */
public record DatabaseCommand(String purpose, boolean setsUp, Properties defaults, PrintStream err) {

    /** The exit code where the work is done, and all is well. */
    public static final int GOOD = 0;
    /** The exit code where the work is done, and something is not well. */
    public static final int NOT_GOOD = 1;
    /** The exit code where the work is not done. */
    public static final int NOT_DONE = 2;

    private static final String OWN_DATABASE = "spring.datasource.url";

    /** What there is to do. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does it.
         *
         * @param database how to connect, as the server and as the owner of the schema; not migrated yet
         * @return the exit code
         * @throws CannotRunException if it cannot be done
         */
        int on(Migrations database);
    }

    /** What it needs of the server. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ConnectedWorkflowProperties.class)
    @Import({EmbeddedPostgresConfiguration.class, PostgresConfiguration.Owner.class})
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Connection {}

    /**
     * Does the work.
     *
     * @param arguments   those of the command line, which may hold settings as the server's may
     * @param preparation what can be done, or found wrong, before there is a database
     * @return the exit code
     */
    public int run(String[] arguments, Supplier<Work> preparation) {
        try {
            var work = preparation.get();
            var application = new SpringApplication(Connection.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setDefaultProperties(quiet());
            application.setLogStartupInfo(false);
            application.addInitializers(context -> mustHaveData(context.getEnvironment()));
            try (var context = application.run(arguments)) {
                return work.on(Migrations.of(context.getBean(DataSource.class),
                        context.getBeanProvider(SchemaOwner.class).stream().findFirst(),
                        context.getBean(ConnectedWorkflowProperties.class).migration().enabled()));
            }
        } catch (RuntimeException failure) {
            err.println("connected-workflow cannot " + purpose + ": " + reason(failure).replaceAll("\\s+", " "));
            return NOT_DONE;
        }
    }

    /** Reads all as it was at one moment. */
    public static TransactionTemplate snapshot(DataSource dataSource) {
        var snapshot = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        return snapshot;
    }

    // What it prints is all that an operator wants to read.
    private Properties quiet() {
        var quiet = new Properties();
        quiet.putAll(defaults);
        // Nobody waits for a command but who gave it.
        quiet.setProperty("spring.datasource.hikari.data-source-properties.socketTimeout", "0");
        quiet.setProperty("logging.level.root", "OFF");
        quiet.setProperty("logging.level.io.connectedworkflow", "OFF");
        return quiet;
    }

    // The embedded PostgreSQL would else be set up anew, and found to be in perfect order.
    private void mustHaveData(Environment settings) {
        var data = Path.of(settings.getProperty("connected-workflow.data-dir", "./.data"));
        if (!setsUp && !settings.containsProperty(OWN_DATABASE) && !Files.isDirectory(data.resolve("postgres"))) {
            throw new CannotRunException("there is no database in " + data.toAbsolutePath().normalize()
                    + "; set CONNECTED_WORKFLOW_DATA_DIR or SPRING_DATASOURCE_URL as for the server");
        }
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotRunException || cause instanceof CannotStartException) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof DataAccessException || cause instanceof TransactionException
                    || cause instanceof FlywayException) {
                return "the database fails: " + NestedExceptionUtils.getMostSpecificCause(cause).getMessage();
            }
        }
        failure.printStackTrace();
        return String.valueOf(failure.getMessage());
    }
}
