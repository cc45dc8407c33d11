package io.connectedworkflow.server.testing;

import io.connectedworkflow.server.ConnectedWorkflowApplication;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** The server as its main method starts it, on a database of its own. */
public final class RunningServer implements AutoCloseable {

    private static final String ADMINISTRATOR = "test-administrator";
    private static final String ADMINISTRATORS_SECRET = "a secret of the tests: 0123456789";

    private final ConfigurableApplicationContext context;
    private final TestDatabase database;
    private final Http http;
    private final Admin admin;

    private RunningServer(ConfigurableApplicationContext context, TestDatabase database) {
        this.context = context;
        this.database = database;
        var port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
        http = new Http("http://localhost:" + port);
        admin = new Admin(http, ADMINISTRATOR, ADMINISTRATORS_SECRET);
    }

    private static final class Shared {
        static final RunningServer SERVER = start();
    }

    /** The one for all tests of a JVM. Each uses organizations of its own, so that none can notice another. */
    public static RunningServer shared() {
        return Shared.SERVER;
    }

    /** One for a test that breaks it, or sets it otherwise, by arguments such as {@code --name=value}. */
    public static RunningServer start(String... arguments) {
        return startOn(TestPostgres.newDatabase(), arguments);
    }

    /** One more on a database that others use too. */
    public static RunningServer startOn(TestDatabase database, String... arguments) {
        var application = new SpringApplication(ConnectedWorkflowApplication.class);
        application.setDefaultProperties(defaults());
        application.setRegisterShutdownHook(false);
        var own = List.of("--server.port=0", "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.server(),
                "--spring.datasource.password=" + database.password(),
                "--connected-workflow.migration.username=" + database.owner(),
                "--connected-workflow.migration.password=" + database.password(),
                "--connected-workflow.admin-client-id=" + ADMINISTRATOR,
                "--connected-workflow.admin-client-secret=" + ADMINISTRATORS_SECRET);
        return new RunningServer(
                application.run(Stream.concat(own.stream(), Stream.of(arguments)).toArray(String[]::new)), database);
    }

    private static Properties defaults() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource("connected-workflow-server.properties"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** A client of it. */
    public Http http() {
        return http;
    }

    /** Its administrator. */
    public Admin admin() {
        return admin;
    }

    /** Its parts, for tests that reach for them. */
    public ConfigurableApplicationContext context() {
        return context;
    }

    /** The database that it uses. */
    public TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        context.close();
    }
}
