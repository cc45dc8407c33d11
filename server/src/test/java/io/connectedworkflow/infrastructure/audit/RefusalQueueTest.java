package io.connectedworkflow.infrastructure.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectedworkflow.application.audit.RefusalFilter;
import io.connectedworkflow.application.audit.RefusedRequest;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessResourceException;

/** How refused requests get to where they are kept, whatever is the matter there. */
class RefusalQueueTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(RefusalQueue.class);

    private final List<RefusedRequest> stored = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        LOG.addAppender(log);
        LOG.setAdditive(false);
    }

    @AfterEach
    void listenNoMore() {
        LOG.detachAppender(log);
        LOG.setAdditive(true);
    }

    private static RefusedRequest refusal(int number) {
        return refusal(Integer.toString(number / 500), number);
    }

    private static RefusedRequest refusal(String organization, int number) {
        return new RefusedRequest(Instant.EPOCH, organization, "1", "request-" + number, "POST", "/", null, 400,
                "INVALID_DATA", "invalid data");
    }

    private static List<RefusedRequest> refusals(int count) {
        return IntStream.range(0, count).mapToObj(RefusalQueueTest::refusal).toList();
    }

    private List<String> complaints() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void writes_all_in_their_order_many_at_once() {
        var batches = new AtomicInteger();
        try (var queue = new RefusalQueue(batch -> {
            batches.incrementAndGet();
            stored.addAll(batch);
        })) {
            refusals(3000).forEach(queue::record);
        }
        assertThat(stored).isEqualTo(refusals(3000));
        assertThat(batches.get()).isBetween(6, 100);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void writes_soon_without_being_closed() {
        var arrived = new CountDownLatch(1);
        try (var queue = new RefusalQueue(batch -> arrived.countDown())) {
            queue.record(refusal(1));
            await().until(() -> arrived.getCount() == 0);
        }
    }

    @Test
    void tries_again_what_could_not_be_written() {
        var attempts = new AtomicInteger();
        try (var queue = new RefusalQueue(batch -> {
            if (attempts.incrementAndGet() <= 2) {
                throw new TransientDataAccessResourceException("away");
            }
            stored.addAll(batch);
        })) {
            refusals(700).forEach(queue::record);
            await().until(() -> attempts.get() > 2);
        }
        assertThat(stored).isEqualTo(refusals(700));
        // The second failure within a minute is the same.
        assertThat(complaints()).hasSize(2)
                .first().asString()
                .startsWith("Recording refused requests for the audit (0 are lost, 700 wait): failed");
        assertThat(complaints()).last().asString().endsWith("works again, after 2 failures in a row");
    }

    @Test
    void survives_even_what_no_one_expects() {
        var attempts = new AtomicInteger();
        try (var queue = new RefusalQueue(batch -> {
            if (attempts.incrementAndGet() == 1) {
                throw new OutOfMemoryError("of a test");
            }
            stored.addAll(batch);
        })) {
            refusals(3).forEach(queue::record);
            await().until(() -> attempts.get() > 1);
        }
        assertThat(stored).isEqualTo(refusals(3));
    }

    @Test
    void does_not_try_again_what_never_can_be_written() {
        var attempts = new AtomicInteger();
        try (var queue = new RefusalQueue(batch -> {
            if (attempts.incrementAndGet() == 1) {
                throw new DataIntegrityViolationException("unfit");
            }
            stored.addAll(batch);
        })) {
            queue.record(refusal(1));
            await().until(() -> attempts.get() == 1);
            queue.record(refusal(2));
        }
        assertThat(stored).containsExactly(refusal(2));
        assertThat(complaints()).hasSize(2).first().asString().contains("1 are lost");
        assertThat(complaints()).last().asString().endsWith("works again, after one failure");
    }

    @Test
    void never_makes_anybody_wait_and_counts_what_does_not_fit() {
        var open = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        Consumer<List<RefusedRequest>> store = batch -> {
            entered.countDown();
            await().atMost(Duration.ofSeconds(30)).until(() -> open.getCount() == 0);
            stored.addAll(batch);
        };
        try (var queue = new RefusalQueue(store)) {
            queue.record(refusal(0));
            await().until(() -> entered.getCount() == 0);
            refusals(10_050).forEach(queue::record);
            open.countDown();
            await().until(() -> !complaints().isEmpty());
        }
        assertThat(stored).hasSize(10_001);
        assertThat(complaints()).hasSize(1).first().asString().contains("50 are lost");
    }

    @Test
    void lets_no_organization_keep_out_another() {
        try (var queue = new RefusalQueue(stored::addAll)) {
            IntStream.range(0, 20_000).mapToObj(i -> refusal("loud", i)).forEach(queue::record);
            queue.record(refusal("quiet", 1));
        }
        // The minute may have ended meanwhile.
        assertThat(stored).filteredOn(refusal -> "loud".equals(refusal.organizationId())).hasSizeBetween(1000, 2000);
        assertThat(stored).contains(refusal("quiet", 1));
        assertThat(complaints()).singleElement().asString().contains("more than 1000 of one organization");
    }

    @Test
    void gives_up_soon_when_it_is_closed_and_says_what_is_lost() {
        var queue = new RefusalQueue(batch -> {
            throw new TransientDataAccessResourceException("away");
        });
        refusals(600).forEach(queue::record);
        var begin = System.nanoTime();
        queue.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(complaints()).last().asString().startsWith("600 refused requests were not recorded");
    }

    @Test
    void a_server_that_stops_writes_what_it_has_first() {
        int refused;
        TestPostgres.TestDatabase database;
        try (var server = RunningServer.start()) {
            database = server.database();
            var organization = server.admin().organization();
            for (refused = 0; refused < 50; refused++) {
                organization.post("{");
            }
        }
        assertThat(database.asOwner().queryForObject("select count(*) from connected_workflow.refused_request",
                Integer.class)).isEqualTo(refused);
    }

    @Test
    void what_is_older_than_the_retention_is_forgotten() {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place)) {
            var refusals = new PostgresRefusals(server.getBean(Database.class));
            refusals.add(refusals(3));
            place.asOwner().update("update connected_workflow.refused_request set at = now() - interval '89 days'");
            refusals.add(refusals(4));
            place.asOwner().update("""
                update connected_workflow.refused_request set at = now() - interval '91 days'
                where at < '1971-01-01'""");

            assertThat(refusals.purge(Duration.ofDays(90))).isEqualTo(4);

            assertThat(refusals.read(new RefusalFilter(null, null, null, null, null, null), null, 10).found())
                    .hasSize(3);
            assertThat(refusals.purge(Duration.ofDays(90))).isZero();
        }
    }
}
