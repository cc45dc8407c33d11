package io.connectedworkflow.infrastructure.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

/** Somebody is at work in the background, from start to stop, however often. */
class ReplayWorkerTest {

    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable Error> dies = new AtomicReference<>();
    private final AtomicBoolean fails = new AtomicBoolean();
    private final ReplayWorker worker = new ReplayWorker(this::work);

    private boolean work() {
        if (fails.getAndSet(false)) {
            throw new QueryTimeoutException("not now");
        }
        var death = dies.getAndSet(null);
        if (death != null) {
            throw death;
        }
        if (left.get() == 0) {
            return false;
        }
        left.decrementAndGet();
        done.incrementAndGet();
        return true;
    }

    @AfterEach
    void stop() {
        worker.stop();
    }

    @Test
    void nothing_is_done_before_the_start_and_after_the_stop() {
        left.set(3);
        worker.wake();
        assertThat(worker.isRunning()).isFalse();
        assertThat(done).hasValue(0);
        worker.start();
        assertThat(worker.isRunning()).isTrue();
        await().until(() -> done.get() == 3);
        worker.stop();
        assertThat(worker.isRunning()).isFalse();
        left.set(2);
        worker.wake();
        await().during(Duration.ofMillis(1500)).until(() -> done.get() == 3);
    }

    @Test
    void can_be_started_again() {
        worker.start();
        worker.stop();
        left.set(1);
        worker.start();
        await().until(() -> done.get() == 1);
    }

    @Test
    void finds_by_itself_what_nobody_tells() {
        worker.start();
        left.set(2);
        await().until(() -> done.get() == 2);
    }

    @Test
    void survives_even_what_no_one_expects() {
        left.set(1);
        dies.set(new OutOfMemoryError("of a test"));
        worker.start();
        await().until(() -> done.get() == 1);
    }

    @Test
    void tries_again_what_failed() {
        left.set(1);
        fails.set(true);
        worker.start();
        await().until(() -> done.get() == 1);
    }

    @Test
    void does_not_wait_long_for_a_batch() {
        var interrupted = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var slow = new ReplayWorker(() -> {
            begun.countDown();
            try {
                return !new CountDownLatch(1).await(1, TimeUnit.HOURS);
            } catch (InterruptedException expected) {
                interrupted.countDown();
                return false;
            }
        });
        slow.start();
        await().until(() -> begun.getCount() == 0);
        var begin = System.nanoTime();
        slow.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        await().until(() -> interrupted.getCount() == 0);
    }
}
