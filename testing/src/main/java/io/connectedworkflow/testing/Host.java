package io.connectedworkflow.testing;

import io.connectedworkflow.application.AsyncConnectedWorkflows;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** An application that embeds us, in the test's own JVM. It has a data source, and else only what its test gives it. */
public final class Host implements AutoCloseable {

    private static final String ADMINISTRATOR = "test-administrator";
    private static final String ADMINISTRATORS_SECRET = "a secret of the tests: 0123456789";

    private final ConfigurableApplicationContext context;

    /** One that runs already. */
    public Host(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts the application on a database of its own, with further settings such as {@code --name=value}. */
    public static Host start(Class<?> application, String... arguments) {
        return start(TestPostgres.newDatabase(), application, arguments);
    }

    /** Starts the application on the database, as its owner, with further settings such as {@code --name=value}. */
    public static Host start(TestDatabase database, Class<?> application, String... arguments) {
        return run(application, settings(database, arguments));
    }

    /** The settings with which an application runs on the database; further ones count before these. */
    public static String[] settings(TestDatabase database, String... further) {
        var own = List.of("--server.port=0", "--spring.main.banner-mode=off",
                "--spring.datasource.url=" + database.url(), "--spring.datasource.username=" + database.owner(),
                "--spring.datasource.password=" + database.password(), "--spring.datasource.hikari.maximum-pool-size=4",
                "--connected-workflow.admin-client-id=" + ADMINISTRATOR,
                "--connected-workflow.admin-client-secret=" + ADMINISTRATORS_SECRET);
        return Stream.concat(own.stream(), Stream.of(further))
                .collect(Collectors.toMap(setting -> setting.split("=", 2)[0], setting -> setting, (a, b) -> b))
                .values()
                .toArray(String[]::new);
    }

    /** Starts the application with these settings and no others, not even for a data source. */
    public static Host run(Class<?> application, String... arguments) {
        var starting = new SpringApplication(application);
        starting.setRegisterShutdownHook(false);
        return new Host(starting.run(arguments));
    }

    /** Its parts. */
    public ConfigurableApplicationContext context() {
        return context;
    }

    /** A part of it. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A client of its web server. */
    public Http http() {
        var port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
        return new Http("http://localhost:" + port);
    }

    /** A client of its web server that begins each path with this. */
    public Http http(String prefix) {
        return new Http(http().server() + prefix);
    }

    /** Our administrator in it. */
    public Admin admin(Http http) {
        return new Admin(http, ADMINISTRATOR, ADMINISTRATORS_SECRET);
    }

    /** Whether a workflow can be created, read and listed by the Java API, by calls that are waited for or not. */
    public boolean servesTheJavaApi() {
        var workflows = bean(ConnectedWorkflows.class);
        var caller = Callers.of(Admin.newId(), 5);
        var first = workflows.create(caller, Callers.draft("first", 1)).orElseThrow();
        var second = bean(AsyncConnectedWorkflows.class).create(caller, Callers.draft("second", 2)).join()
                .orElseThrow();
        return workflows.get(caller, first).orElseThrow().id().equals(first)
                && workflows.list(caller).orElseThrow().stream().map(WorkflowSummary::id).toList()
                        .equals(List.of(first, second));
    }

    @Override
    public void close() {
        context.close();
    }
}
