package io.connectedworkflow.infrastructure.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.connectedworkflow.testing.CapturedLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How work in the background begins, goes on, fails and ends. */
class BackgroundTaskTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(BackgroundTaskTest.class);
    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofHours(1);

    private final CapturedLog log = CapturedLog.of(LOG, Level.INFO);
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    private static BackgroundTask task(Duration pause, BackgroundTask.Work work) {
        return new BackgroundTask("plants", LOG, "Watering the plants", pause, work);
    }

    @Test
    void it_is_done_again_after_a_pause() {
        try (var task = task(MOMENT, () -> done.incrementAndGet() < 0).start()) {
            await().until(() -> done.get() > 2);
            assertThat(task.lastError()).isEmpty();
        }
    }

    @Test
    void it_goes_on_without_a_pause_while_there_is_more() {
        try (var task = task(LONG, () -> done.incrementAndGet() < 5).start()) {
            await().until(() -> done.get() == 5);
            assertThat(task.isClosed()).isFalse();
        }
    }

    @Test
    void it_may_begin_with_a_pause_and_a_pause_can_be_ended() {
        try (var task = task(LONG, () -> done.incrementAndGet() < 0).startAfterPause()) {
            assertThat(done).hasValue(0);
            task.wake();
            await().until(() -> done.get() == 1);
            task.wake();
            await().until(() -> done.get() == 2);
        }
    }

    @Test
    void a_failure_is_told_and_it_is_tried_again_until_it_works() {
        var dry = new AtomicBoolean(true);
        try (var task = task(MOMENT, () -> {
            done.incrementAndGet();
            if (dry.get()) {
                throw new IllegalStateException("dry");
            }
            return false;
        }).start()) {
            await().until(() -> done.get() > 2);
            assertThat(task.lastError()).contains("java.lang.IllegalStateException: dry");
            dry.set(false);
            await().until(() -> task.lastError().isEmpty());
        }
        assertThat(log.lines()).hasSize(2).first().asString()
                .isEqualTo(
                        "WARN Watering the plants: failed, next try in 5 ms: java.lang.IllegalStateException: dry + stack");
        assertThat(log.lines()).last().asString().startsWith("INFO Watering the plants: works again, after ");
    }

    @Test
    void who_has_been_interrupted_pauses_nevertheless() {
        try (var task = task(LONG, () -> {
            Thread.currentThread().interrupt();
            return done.incrementAndGet() < 0;
        }).start()) {
            await().pollDelay(Duration.ofMillis(100)).until(() -> done.get() == 1);
            assertThat(task.isClosed()).isFalse();
        }
    }

    @Test
    void what_does_not_end_is_interrupted_and_that_is_no_failure() {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var task = task(MOMENT, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return false;
            } catch (InterruptedException ending) {
                interrupted.countDown();
                throw new IllegalStateException(ending);
            }
        }).start();
        await().until(() -> begun.getCount() == 0);

        task.close();

        assertThat(interrupted.getCount()).isZero();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void it_can_be_done_once_more_at_the_end() {
        var task = task(LONG, () -> done.incrementAndGet() < 0).start();
        await().until(() -> done.get() == 1);

        task.closeAfterOnceMore();

        assertThat(done).hasValue(2);
    }

    @Test
    void one_that_has_not_begun_can_be_closed() {
        try (var task = task(LONG, () -> done.incrementAndGet() < 0)) {
            assertThat(task.isClosed()).isFalse();
        }
        assertThat(done).hasValue(0);
    }
}
