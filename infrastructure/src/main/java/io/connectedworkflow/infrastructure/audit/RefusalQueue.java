package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.RefusalRecorder;
import io.connectedworkflow.application.audit.RefusedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Refused requests on their way to where they are kept. They wait in memory, {@value #CAPACITY} at most, and are written
 * several times a second, many at once. As long as that fails they stay; what does not fit any more is lost, and counted.
 */
final class RefusalQueue implements RefusalRecorder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalQueue.class);
    private static final int CAPACITY = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TIME_TO_END = Duration.ofSeconds(1);
    private static final long COMPLAINTS_APART = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<List<RefusedRequest>> store;
    private final BlockingQueue<RefusedRequest> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final List<RefusedRequest> next = new ArrayList<>();
    private final LongAdder lost = new LongAdder();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("connected-workflow-refusals").factory());
    private long complainedAt = System.nanoTime() - COMPLAINTS_APART;

    /**
     * Begins to write.
     *
     * @param store keeps all of them or none
     */
    RefusalQueue(Consumer<List<RefusedRequest>> store) {
        this.store = store;
        writer.scheduleWithFixedDelay(this::write, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void record(RefusedRequest request) {
        if (!waiting.offer(request)) {
            lost.increment();
        }
    }

    private void write() {
        try {
            while (fill()) {
                store.accept(next);
                next.clear();
            }
            complain(null);
        } catch (DataIntegrityViolationException unfit) {
            lost.add(next.size());
            next.clear();
            complain(unfit);
        } catch (Throwable failure) {
            // Whatever it is, nobody else would tell, and the next try may be better.
            complain(failure);
        }
    }

    private boolean fill() {
        waiting.drainTo(next, MOST_AT_ONCE - next.size());
        return !next.isEmpty();
    }

    private void complain(@Nullable Throwable failure) {
        if ((failure != null || lost.sum() > 0) && System.nanoTime() - complainedAt > COMPLAINTS_APART) {
            complainedAt = System.nanoTime();
            LOG.warn("Refused requests are not all recorded for the audit: {} are lost, {} wait", lost.sumThenReset(),
                    waiting.size() + next.size(), failure);
        }
    }

    /** Writes what is still there, as far as that can be done in a second. */
    @Override
    public void close() {
        writer.execute(this::write);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            writer.shutdownNow();
            Thread.currentThread().interrupt();
        }
        var left = waiting.size() + next.size() + lost.sum();
        if (left > 0) {
            LOG.warn("{} refused requests were not recorded for the audit", left);
        }
    }
}
