package io.connectedworkflow.server.testing;

import io.connectedworkflow.server.ConnectedWorkflowApplication;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** The server in the test's own JVM, for tests that reach for its parts. */
public final class ServerContext {

    private ServerContext() {}

    /** Starts a server on the database, at any free port, with further settings as on a command line. */
    public static ConfigurableApplicationContext start(TestDatabase database, String... arguments) {
        var settings = defaults();
        settings.setProperty("server.port", "0");
        settings.setProperty("spring.datasource.url", database.url());
        settings.setProperty("spring.datasource.username", database.server());
        settings.setProperty("spring.datasource.password", database.password());
        settings.setProperty("connected-workflow.migration.username", database.owner());
        settings.setProperty("connected-workflow.migration.password", database.password());
        settings.setProperty("connected-workflow.admin-client-id", Provisioning.CLIENT_ID);
        settings.setProperty("connected-workflow.admin-client-secret", Provisioning.CLIENT_SECRET);
        var application = new SpringApplication(ConnectedWorkflowApplication.class);
        application.setDefaultProperties(settings);
        return application.run(arguments);
    }

    private static Properties defaults() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource("connected-workflow-server.properties"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A client of it. */
    public static Http http(ConfigurableApplicationContext server) {
        var web = Objects.requireNonNull(((WebServerApplicationContext) server).getWebServer());
        return new Http("http://localhost:" + web.getPort());
    }
}
