package io.connectedworkflow.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Page;
import io.connectedworkflow.testing.Sources;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ReflectionUtils;

/** What the pages for hosts show compiles as it stands there, and does what they say. */
class EmbeddingPageTest {

    private static final Page PAGE = Page.of("embedding.md");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    @TempDir
    private Path classes;

    private final TestDatabase database = TestPostgres.newDatabase();

    @Test
    void names_the_dependency_as_it_is_built() throws IOException {
        var dependency = PAGE.texts("xml").getFirst();
        var own = Files.readString(Path.of("..", "infrastructure", "pom.xml"));
        var parent = VERSION.matcher(own.substring(own.indexOf("<parent>"), own.indexOf("</parent>")));
        assertThat(parent.find()).isTrue();

        assertThat(dependency).contains("<groupId>io.connectedworkflow</groupId>",
                "<artifactId>connected-workflow-spring-boot-starter</artifactId>",
                "<version>" + parent.group(1) + "</version>");
        assertThat(own).contains("<artifactId>connected-workflow-spring-boot-starter</artifactId>");
    }

    @Test
    void what_else_the_page_shows_works_in_that_host() throws IOException {
        Sources.compile(PAGE.texts("java"), System.getProperty("java.class.path"), classes);
        try (var loader = new URLClassLoader(new URL[]{classes.toUri().toURL()}, getClass().getClassLoader());
                var host = start(loader)) {
            callTheApi(loader, host);
            callTheService(host);
            callTheEndpoints(host);
        }
    }

    private ConfigurableApplicationContext start(ClassLoader loader) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return new SpringApplication(loaded(loader, "Host")).run("--server.port=0",
                    "--spring.datasource.url=" + database.url(), "--spring.datasource.username=" + database.owner(),
                    "--spring.datasource.password=" + database.password());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Class<?> loaded(ClassLoader loader, String name) {
        try {
            return loader.loadClass("demo." + name);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    private static String call(Object target, String method, Object... arguments) {
        var found = Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(target.getClass()))
                .filter(declared -> declared.getName().equals(method)).findFirst().orElseThrow();
        ReflectionUtils.makeAccessible(found);
        return String.valueOf(ReflectionUtils.invokeMethod(found, target, arguments));
    }

    private static void callTheApi(ClassLoader loader, ConfigurableApplicationContext host) {
        var calls = host.getAutowireCapableBeanFactory().autowire(loaded(loader, "Calls"), 3, false);
        var workflows = host.getBean(ConnectedWorkflows.class);
        var asha = Caller.of("1001", "7");

        var created = call(calls, "create", "deals-process");
        assertThat(created).matches("created [0-9]{19}");
        assertThat(call(calls, "create", "deals-process")).isEqualTo("name is taken");
        assertThat(call(calls, "create", " ")).startsWith("refused: FieldMissing");
        var id = created.substring("created ".length());
        call(calls, "addDeals", id);
        var diagram = workflows.get(asha, id).orElseThrow().diagram();
        assertThat(diagram.connections()).hasSize(1);
        assertThat(call(calls, "rule", id, diagram.root().id())).matches("Success\\[value=[0-9]{19}]");
        assertThat(workflows.activate(asha, id, null).orElseThrow()).isEqualTo(id);
        // There is one workflow at a time that starts at Contacts.
        workflows.delete(asha, id, null).orElseThrow();
        var once = call(calls, "once", "key-1", "once-process");
        assertThat(once).startsWith("Success[").isEqualTo(call(calls, "once", "key-1", "once-process"));
        assertThat(call(calls, "once", "key-1", "other-process")).isEqualTo(
                "Refused[refusal=IdempotencyKeyReused[]]");
        workflows.list(asha).orElseThrow().forEach(view -> workflows.delete(asha, view.id(), null).orElseThrow());
    }

    private void callTheService(ConfigurableApplicationContext host) {
        var owner = database.asOwner();
        PAGE.texts("sql").forEach(owner::execute);
        var caller = Caller.of("1001", "7");

        call(host.getBean("campaigns"), "start", caller, "campaign-process");

        assertThat(owner.queryForObject("""
            select count(*) from campaign c join connected_workflow.workflow_view v on v.workflow_id = c.workflow_id""",
                Long.class)).isEqualTo(1);
    }

    private static void callTheEndpoints(ConfigurableApplicationContext host) {
        var port = Objects.requireNonNull(((WebServerApplicationContext) host).getWebServer()).getPort();
        var http = new Http("http://localhost:" + port);
        var path = "/crm/v8/settings/connected_workflows";

        assertThat(http.send("GET", path, Map.of("X-Api-Key", "a long random key"), null).status()).isEqualTo(200);
        assertThat(http.send("GET", path, Map.of("X-Api-Key", "another"), null).status()).isEqualTo(401);
        assertThat(http.send("GET", path, Map.of(), null).status()).isEqualTo(401);
    }
}
