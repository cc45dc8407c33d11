package io.connectedworkflow.infrastructure.subscription;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A subscription that a host has as a bean runs as long as the host does. */
class DeclaredSubscriptionTest {

    private static final TestDatabase PLACE = TestPostgres.newDatabase();
    private static final Duration TO_END = Duration.ofSeconds(5);
    private static final AtomicInteger DRAFTS = new AtomicInteger();

    /** What a host has. */
    @Configuration(proxyBeanMethods = false)
    static class Host {

        @Bean
        Inbox inbox() {
            return new Inbox();
        }

        @Bean
        EventSubscription declared(Inbox inbox) {
            return EventSubscription.named("declared").handledBy(inbox);
        }
    }

    /** A host whose handler comes to no end. */
    @Configuration(proxyBeanMethods = false)
    static class SlowHost {

        @Bean
        CountDownLatch begun() {
            return new CountDownLatch(1);
        }

        @Bean
        EventSubscription slow(CountDownLatch begun) {
            return EventSubscription.named("slow").handledBy(event -> {
                begun.countDown();
                new CountDownLatch(1).await();
            });
        }
    }

    private static ConfigurableApplicationContext start(Class<?> host, String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = "--spring.main.sources=" + host.getName();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ServerContext.start(PLACE, all);
    }

    private static String create(ConfigurableApplicationContext server) {
        var number = DRAFTS.getAndIncrement();
        return server.getBean(ConnectedWorkflows.class).create(Callers.of("1", 100), draft("name " + number, number))
                .orElseThrow();
    }

    private static boolean hasThreads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("connected-workflow-" + name + "-"));
    }

    @Test
    void runs_from_start_to_end_and_goes_on_at_the_next_start() {
        String first;
        try (var server = start(Host.class)) {
            first = create(server);
            server.getBean(Inbox.class).awaitAny(event -> event.workflowId().equals(first));
        }
        await().until(() -> !hasThreads("declared"));
        try (var server = start(Host.class)) {
            var second = create(server);
            var inbox = server.getBean(Inbox.class);
            inbox.awaitAny(event -> event.workflowId().equals(second));
            assertThat(inbox.of(first)).isEmpty();
        }
    }

    @Test
    void does_not_run_where_the_host_says_so() {
        try (var server = start(Host.class, "--connected-workflow.subscriptions.enabled=false")) {
            create(server);
            assertThat(hasThreads("declared")).isFalse();
            assertThat(server.getBean(EventSubscriptions.class).list()).noneMatch(status -> status.running());
        }
    }

    @Test
    void a_handler_that_comes_to_no_end_does_not_keep_the_host_from_its_own() throws InterruptedException {
        var server = start(SlowHost.class);
        create(server);
        server.getBean(CountDownLatch.class).await();
        var begin = System.nanoTime();
        server.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TO_END);
        await().until(() -> !hasThreads("slow"));
    }
}
