package io.connectedworkflow.hosts.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Beans;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.TestPostgres;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.util.ClassUtils;

/** A host with a data source and nothing else: no web, no security, no actuator, no JPA, no migrations of its own. */
@ExtendWith(OutputCaptureExtension.class)
class PlainHostTest {

    private static final String OFF = "--connected-workflow.enabled=false";
    private static final String TALKATIVE = "--logging.level.root=INFO";
    private static final Duration TO_CLOSE = Duration.ofSeconds(5);

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @ParameterizedTest
    @ValueSource(strings = {"jakarta.servlet.Servlet", "org.springframework.web.servlet.DispatcherServlet",
        "org.springframework.web.reactive.DispatcherHandler", "org.springframework.web.context.WebApplicationContext",
        "org.springframework.security.web.SecurityFilterChain",
        "org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector",
        "org.springframework.boot.actuate.endpoint.annotation.Endpoint", "jakarta.persistence.EntityManager",
        "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
        "com.fasterxml.jackson.databind.ObjectMapper", "com.github.benmanes.caffeine.cache.Caffeine",
        "com.thoughtworks.xstream.XStream"})
    void does_not_get_by_us_what_it_does_not_have(String type) {
        assertThat(ClassUtils.isPresent(type, getClass().getClassLoader())).isFalse();
    }

    @Test
    void gets_the_java_api_and_no_server(CapturedOutput output) {
        try (var host = Host.start(Application.class, TALKATIVE)) {
            assertThat(host.servesTheJavaApi()).isTrue();
            assertThat(host.context()).isNotInstanceOf(ReactiveWebApplicationContext.class);
        }
        assertThat(output).contains("connected-workflow uses PostgreSQL ")
                .contains("connected-workflow asks its own directory about organizations")
                .contains(
                        "connected-workflow has no REST endpoints, for this is no web application; its Java API is on")
                .doesNotContain(" WARN ", " ERROR ");
        assertThat(output.getOut().lines()).as("whatever is printed is a line of the log")
                .allMatch(line -> line.isBlank() || line.matches("\\d{4}-\\d\\d-\\d\\dT.* INFO .*"));
    }

    @Test
    void finds_its_own_beans_as_if_we_were_not_there() {
        var place = TestPostgres.newDatabase();
        try (var without = Host.start(place, Application.class, OFF);
                var with = Host.start(place, Application.class)) {
            assertThat(Beans.addedTypes(with, without)).containsExactlyInAnyOrder(
                    "org.springframework.boot.LazyInitializationExcludeFilter", "org.springframework.context.Lifecycle",
                    "org.springframework.context.Phased", "org.springframework.context.SmartLifecycle",
                    "org.springframework.beans.factory.SmartInitializingSingleton");
        }
    }

    @Test
    void has_nothing_of_ours_where_we_are_switched_off() {
        var place = TestPostgres.newDatabase();
        var before = ourThreads();
        try (var host = Host.start(place, Application.class, OFF)) {
            assertThat(Arrays.stream(host.context().getBeanDefinitionNames())
                    .map(name -> host.context().getBean(name).getClass().getName()))
                    .noneMatch(type -> type.startsWith("io.connectedworkflow.")
                            && !type.contains("PlainHostTest"));
            assertThat(ourThreads()).isEqualTo(before);
        }
        assertThat(place.asOwner().queryForList("select nspname from pg_namespace where nspname like 'connected%'"))
                .isEmpty();
    }

    @Test
    void ends_at_once_and_leaves_no_thread_behind() {
        var before = threads();
        var host = Host.start(Application.class);
        assertThat(host.servesTheJavaApi()).isTrue();
        var closing = System.nanoTime();
        host.close();
        assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(TO_CLOSE);
        assertThat(threads()).filteredOn(thread -> !before.contains(thread) && thread.isAlive())
                .filteredOn(thread -> !thread.isDaemon() || isOurs(thread)).isEmpty();
    }

    @Test
    void works_twice_in_one_jvm_on_the_same_database() {
        var place = TestPostgres.newDatabase();
        try (var one = Host.start(place, Application.class)) {
            try (var another = Host.start(place, Application.class)) {
                assertThat(another.servesTheJavaApi()).isTrue();
            }
            assertThat(one.servesTheJavaApi()).isTrue();
        }
    }

    @Test
    void works_in_a_context_whose_data_source_is_its_parents() {
        var settings = Host.settings(TestPostgres.newDatabase());
        try (var parent = new SpringApplicationBuilder(Application.class).registerShutdownHook(false).run(settings);
                var child = new SpringApplicationBuilder(Application.class).registerShutdownHook(false).parent(parent)
                        .run(settings)) {
            assertThat(child.getBeanFactory().containsLocalBean("dataSource")).isFalse();
            assertThat(new Host(child).servesTheJavaApi()).isTrue();
        }
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    private static List<String> ourThreads() {
        return threads().stream().filter(PlainHostTest::isOurs).map(Thread::getName).sorted().toList();
    }

    private static boolean isOurs(Thread thread) {
        return thread.getName().contains("connected-workflow") || thread.getName().contains("axon");
    }
}
