package io.connectedworkflow.infrastructure.subscription;

import static io.connectedworkflow.testing.Callers.draft;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.EventSubscription.Handler;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.subscription.StartFrom;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.CapturedLog;
import io.connectedworkflow.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** What the log says of a subscription that fails, and that Axon says nothing beside it. */
class SubscriptionLogTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static ConfigurableApplicationContext server;
    private static EventSubscriptions subscriptions;

    private final String name = "log-" + NAMES.incrementAndGet();
    private CapturedLog axon;
    private CapturedLog ours;

    @BeforeAll
    static void start() {
        server = ServerContext.start(TestPostgres.newDatabase());
        subscriptions = server.getBean(EventSubscriptions.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void listen() {
        axon = CapturedLog.of("org.axonframework", Level.INFO);
        ours = CapturedLog.of("io.connectedworkflow.infrastructure.subscription", Level.INFO);
    }

    @AfterEach
    void listenNoMore() {
        subscriptions.pause(name);
        axon.close();
        ours.close();
    }

    private static String create() {
        var organization = Integer.toString(9000 + NAMES.incrementAndGet());
        return server.getBean(ConnectedWorkflows.class).create(Callers.of(organization, 10), draft("name", 0))
                .orElseThrow();
    }

    private static long head() {
        return requireNonNull(server.getBean(Database.class).jdbc().queryForObject(
                "select coalesce(max(global_index), 0) from connected_workflow.domain_event", Long.class));
    }

    private void run(Handler handler) {
        subscriptions.start(EventSubscription.named(name).startingFrom(StartFrom.behind(head())).inSegments(2)
                .handledBy(handler));
    }

    private String line(String workflow, int failures, int pause, String cause) {
        return "WARN Subscription '%s', segment %d, event %d (WorkflowDrafted) of workflow %s: %s, next try in %d s: %s"
                .formatted(name, workflow.hashCode() & 1, head(), workflow,
                        failures == 1 ? "failed" : "failed again (" + failures + " times in a row)", pause, cause);
    }

    @Test
    void a_handler_that_fails_is_told_in_one_line_a_try_and_its_stack_once() {
        var tries = new AtomicInteger();
        run(event -> {
            if (tries.incrementAndGet() <= 3) {
                throw new IllegalStateException("No way", new UnsupportedOperationException("at all"));
            }
        });
        var id = create();
        await().atMost(LONG_ENOUGH).until(() -> ours.lines().size() == 4);

        var cause = "java.lang.IllegalStateException: No way";
        assertThat(ours.lines()).containsExactly(line(id, 1, 1, cause) + " + stack", line(id, 2, 2, cause),
                line(id, 3, 4, cause), "INFO Subscription '%s', segment %d: works again, after 3 failures in a row"
                        .formatted(name, id.hashCode() & 1));
        assertThat(axon.lines()).isEmpty();
    }

    @Test
    void another_failure_of_it_is_told_with_its_own_stack_and_an_error_like_an_exception() {
        var tries = new AtomicInteger();
        run(event -> {
            switch (tries.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("No way");
                case 2 -> throw new NoClassDefFoundError("gone");
                default -> {
                }
            }
        });
        var id = create();
        await().atMost(LONG_ENOUGH).until(() -> ours.lines().size() == 3);

        assertThat(ours.lines()).startsWith(
                line(id, 1, 1, "java.lang.IllegalStateException: No way") + " + stack",
                line(id, 1, 2, "java.lang.NoClassDefFoundError: gone") + " + stack");
        assertThat(axon.lines()).isEmpty();
    }

    @Test
    void what_cannot_be_committed_is_told_like_what_cannot_be_handled() {
        var jdbc = server.getBean(Database.class).jdbc();
        var tries = new AtomicInteger();
        run(event -> {
            if (tries.incrementAndGet() <= 2) {
                // Only the commit finds out.
                jdbc.execute("create temporary table twice (a int unique deferrable initially deferred)");
                jdbc.update("insert into twice values (1), (1)");
            }
        });
        var id = create();
        await().atMost(LONG_ENOUGH).until(() -> ours.lines().size() == 3);

        assertThat(ours.lines()).first().asString()
                .startsWith(line(id, 1, 1, "")).contains("duplicate key").endsWith(" + stack");
        assertThat(ours.lines()).element(1).asString().startsWith(line(id, 2, 2, "")).doesNotEndWith(" + stack");
        assertThat(ours.lines()).last().asString().endsWith("works again, after 2 failures in a row");
        assertThat(axon.lines()).isEmpty();
    }

    @Test
    void a_replay_is_no_failure() {
        var seen = new AtomicInteger();
        run(event -> seen.incrementAndGet());
        create();
        await().atMost(LONG_ENOUGH).until(() -> seen.get() == 1);

        subscriptions.replay(name, new Position(head()));
        await().atMost(LONG_ENOUGH).until(() -> seen.get() == 2);
        assertThat(ours.lines()).noneMatch(line -> line.startsWith("WARN"));
        assertThat(axon.lines()).isEmpty();
    }

    @Test
    void an_axon_of_the_host_s_is_heard_also_when_a_handler_calls_it() {
        var log = LoggerFactory.getLogger(PooledStreamingEventProcessor.class);
        log.info("in any thread");
        run(event -> log.warn("in a handler"));
        create();
        await().atMost(LONG_ENOUGH).until(() -> axon.lines().size() == 2);

        assertThat(axon.lines()).isEqualTo(List.of("INFO in any thread", "WARN in a handler"));
    }

    @Test
    void axon_s_own_lines_come_back_for_whoever_wants_them() {
        axon.close();
        axon = CapturedLog.of("org.axonframework", Level.DEBUG);
        run(event -> {});

        assertThat(axon.lines()).contains("INFO Starting PooledStreamingEventProcessor [subscription/" + name + "].");
    }
}
