package io.connectedworkflow.infrastructure.subscription;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.subscription.StartFrom;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.eventstore.SafeHead;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** New events are looked for as long as somebody wants to know, and who waits in vain is told why. */
@ExtendWith(OutputCaptureExtension.class)
class HeadWatchTest {

    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Duration A_WHILE = Duration.ofMillis(400);
    private static final String WARNING = "a transaction that writes is open, somewhere in this PostgreSQL cluster";

    private static TestDatabase place;
    private static ConfigurableApplicationContext server;
    private static Database database;

    @BeforeAll
    static void start() {
        place = TestPostgres.newDatabase();
        server = ServerContext.start(place);
        database = server.getBean(Database.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void append(String organization) {
        server.getBean(ConnectedWorkflows.class).create(Callers.of(organization, 10), draft("name", 0)).orElseThrow();
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith(name)).count();
    }

    @Test
    void a_transaction_that_is_open_for_long_is_told_of_once(CapturedOutput output) throws SQLException {
        append("1");
        var watch = new HeadWatch(new SafeHead(database), INTERVAL, A_WHILE);
        var advanced = new AtomicInteger();
        Runnable watcher = advanced::incrementAndGet;
        watch.add(watcher);
        await().until(() -> advanced.get() == 1);
        try (var connection = DriverManager.getConnection(place.url(), place.owner(), place.password());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            append("2");
            await().until(() -> output.toString().contains(WARNING));
            await().during(A_WHILE.multipliedBy(2)).atMost(A_WHILE.multipliedBy(5)).until(() -> advanced.get() == 1);
            assertThat(output.toString().split(WARNING, -1)).hasSize(2);
            connection.rollback();
        }
        await().until(() -> advanced.get() == 2);
        watch.remove(watcher);
    }

    @Test
    void nothing_is_looked_for_where_nobody_wants_to_know() {
        var head = new SafeHead(database);
        var watch = new HeadWatch(head, INTERVAL, A_WHILE);
        Runnable watcher = () -> {};
        watch.add(watcher);
        append("3");
        await().until(() -> watch.position() == head.highest());
        watch.remove(watcher);
        var position = watch.position();
        append("4");

        await().during(A_WHILE).atMost(A_WHILE.multipliedBy(5)).until(() -> watch.position() == position);
    }

    @Test
    void no_thread_is_there_without_a_subscription() {
        assertThat(threads("connected-workflow-s-")).isZero();
        var subscriptions = server.getBean(EventSubscriptions.class);
        subscriptions.start(EventSubscription.named("s-1").startingFrom(StartFrom.now()).handledBy(event -> {}));
        assertThat(threads("connected-workflow-s-")).isPositive();
        subscriptions.pause("s-1");
    }
}
