package io.connectedworkflow.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Does things at the same time. */
public final class Together {

    private Together() {}

    /**
     * Runs a task so many times, each in a thread of its own, and none before all threads are there.
     *
     * @param task is told its number, counted from 0
     * @return what came of each, by its number
     */
    public static <T> List<T> run(int count, IntFunction<T> task) {
        var barrier = new CyclicBarrier(count);
        try (var threads = Executors.newFixedThreadPool(count)) {
            var results = IntStream.range(0, count).mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                await(barrier);
                return task.apply(i);
            }, threads)).toList();
            return results.stream().map(CompletableFuture::join).toList();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
