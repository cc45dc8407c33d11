package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.RefusalRecorder;
import io.connectedworkflow.application.audit.RefusedRequest;
import io.connectedworkflow.infrastructure.background.BackgroundTask;
import io.connectedworkflow.infrastructure.background.RepeatedFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Refused requests on their way to where they are kept. They wait in memory, {@value #CAPACITY} at most, and are written
 * several times a second, many at once. As long as that fails they stay; what does not fit any more is lost, and counted, and so
 * is what one organization has refused beyond {@value #MOST_OF_ONE_A_MINUTE} requests a minute.
 */
final class RefusalQueue implements RefusalRecorder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalQueue.class);
    private static final String TASK = "Recording refused requests for the audit";
    private static final int CAPACITY = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_OF_ONE_A_MINUTE = 1000;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Consumer<List<RefusedRequest>> store;
    private final BlockingQueue<RefusedRequest> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final ConcurrentMap<String, Share> shares = new ConcurrentHashMap<>();
    private final List<RefusedRequest> next = new ArrayList<>();
    private final LongAdder lost = new LongAdder();
    private final RepeatedFailures failures = new RepeatedFailures(LOG, TASK, RepeatedFailures.A_MINUTE);
    private final BackgroundTask task;
    private long toldOfLossesAt = System.nanoTime() - RepeatedFailures.A_MINUTE.toNanos() - 1;

    /**
     * Begins to write.
     *
     * @param store keeps all of them or none
     */
    RefusalQueue(Consumer<List<RefusedRequest>> store) {
        this.store = store;
        task = new BackgroundTask("connected-workflow-refusals", LOG, TASK, PAUSE, this::write).start();
    }

    @Override
    public void record(RefusedRequest request) {
        if (!isWithinShare(request) || !waiting.offer(request)) {
            lost.increment();
        }
    }

    // Of one organization there are only so many a minute, so that it neither keeps out others nor fills the table.
    private boolean isWithinShare(RefusedRequest request) {
        var minute = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime());
        return shares.compute(String.valueOf(request.organizationId()), (organization, share) -> share == null
                || share.minute != minute
                        ? new Share(minute, 1)
                        : new Share(minute, share.recorded + 1)).recorded <= MOST_OF_ONE_A_MINUTE;
    }

    private record Share(long minute, int recorded) {}

    // Tells of its failures itself, for it knows what is lost by them.
    private boolean write() {
        try {
            while (fill()) {
                store.accept(next);
                next.clear();
            }
            tellOfLosses();
            forgetShares();
            failures.worked();
        } catch (DataIntegrityViolationException unfit) {
            lost.add(next.size());
            next.clear();
            failed(unfit);
        } catch (Throwable failure) {
            failed(failure);
        }
        return false;
    }

    private void forgetShares() {
        var minute = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime());
        shares.values().removeIf(share -> share.minute != minute);
    }

    private boolean fill() {
        waiting.drainTo(next, MOST_AT_ONCE - next.size());
        return !next.isEmpty();
    }

    private void failed(Throwable failure) {
        var losses = lost.sum();
        if (failures.failed("%s (%d are lost, %d wait)".formatted(TASK, losses, waiting.size() + next.size()), failure,
                PAUSE)) {
            lost.add(-losses);
        }
    }

    private void tellOfLosses() {
        var now = System.nanoTime();
        if (lost.sum() > 0 && now - toldOfLossesAt > RepeatedFailures.A_MINUTE.toNanos()) {
            toldOfLossesAt = now;
            LOG.warn(
                    "Refused requests are not all recorded for the audit: {} are lost, for more than {} waited, or more than"
                            + " {} of one organization came in a minute",
                    lost.sumThenReset(), CAPACITY, MOST_OF_ONE_A_MINUTE);
        }
    }

    /** Writes what is still there, as far as that can be done in a second. */
    @Override
    public void close() {
        task.closeAfterOnceMore();
        var left = waiting.size() + next.size() + lost.sum();
        if (left > 0) {
            LOG.warn("{} refused requests were not recorded for the audit", left);
        }
    }
}
