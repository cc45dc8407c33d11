package io.connectedworkflow.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.domain.refusal.Refusal.ConcurrentChange;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.testing.Together;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Commands of one node on one workflow take turns, and those on others do not notice. */
class TurnsTest {

    private static final int MANY = 16;
    private static final int TURNS = 2_000;

    private final Turns turns = new Turns(1, Duration.ofMinutes(1), new ConcurrentChange());

    @Test
    void lets_one_command_at_a_time_come_to_a_workflow() {
        var counted = new int[1];

        Together.run(MANY, i -> IntStream.range(0, TURNS)
                .map(turn -> turns.take("1", patience(60_000), () -> ++counted[0])).max());

        assertThat(counted[0]).isEqualTo(MANY * TURNS);
    }

    @Test
    void lets_commands_on_different_workflows_come_at_the_same_time() {
        var allInside = new CyclicBarrier(MANY);

        var done = Together.run(MANY, i -> turns.take("workflow " + i, patience(60_000), () -> {
            assertThat(allInside).satisfies(CyclicBarrier::await);
            return i;
        }));

        assertThat(done).hasSize(MANY);
    }

    @Test
    void lets_come_those_who_wait_in_their_order() throws InterruptedException {
        var order = new ArrayList<Integer>();
        var waiting = new ArrayList<Thread>();

        turns.take("1", patience(60_000), () -> {
            for (var i = 0; i < MANY; i++) {
                var number = i;
                waiting.add(waiting(() -> order.add(number)));
            }
            return waiting;
        });

        for (var thread : waiting) {
            thread.join();
        }
        assertThat(order).containsExactlyElementsOf(IntStream.range(0, MANY).boxed().toList());
    }

    @Test
    void whoever_comes_back_waits_behind_those_who_wait_already() throws InterruptedException {
        var order = new ArrayList<String>();
        Supplier<Boolean> back = () -> order.add("back");
        for (var round = 0; round < MANY; round++) {
            order.clear();

            var waiting = turns.take("1", patience(60_000), () -> waiting(() -> order.add("waiting")));
            turns.take("1", patience(60_000), back);

            waiting.join();
            assertThat(order).containsExactly("waiting", "back");
        }
    }

    /** Who waits for the workflow that has its turn now. */
    private Thread waiting(Supplier<Boolean> command) {
        var thread = Thread.ofPlatform().start(() -> turns.take("1", patience(60_000), command));
        await().pollInterval(Duration.ofMillis(1)).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }

    @Test
    void things_whose_turns_do_not_end_leave_some_to_others() throws InterruptedException {
        var shared = new Turns(4, 12, Duration.ofMinutes(1), new ConcurrentChange());
        var stuck = new CountDownLatch(1);
        var inside = new ConcurrentHashMap<String, Integer>();
        var threads = new ArrayList<Thread>();
        for (var thing : List.of("a", "b", "c")) {
            for (var i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> shared.take(thing, patience(60_000), () -> {
                    inside.merge(thing, 1, Integer::sum);
                    assertThat(stuck).satisfies(CountDownLatch::await);
                    return thing;
                })));
                await().until(() -> threads.getLast().getState() == Thread.State.WAITING
                        || threads.getLast().getState() == Thread.State.TIMED_WAITING);
            }
        }
        assertThat(inside).containsEntry("a", 4).containsEntry("b", 4).containsEntry("c", 2);

        var others = Together.run(MANY, i -> IntStream.range(0, TURNS / MANY)
                .map(turn -> shared.take("other " + i, patience(60_000), () -> turn)).max().orElseThrow());
        assertThat(others).hasSize(MANY).containsOnly(TURNS / MANY - 1);

        stuck.countDown();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(inside).containsEntry("c", 4);
    }

    @Test
    void gives_a_place_that_gets_free_to_the_thing_that_has_waited_longest() throws InterruptedException {
        var shared = new Turns(1, 1, Duration.ofMinutes(1), new ConcurrentChange());
        var order = new ArrayList<String>();
        var threads = new ArrayList<Thread>();
        shared.take("a", patience(60_000), () -> {
            for (var thing : List.of("a", "b", "a", "b", "c")) {
                threads.add(Thread.ofPlatform()
                        .start(() -> shared.take(thing, patience(60_000), () -> order.add(thing))));
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> threads.getLast().getState() == Thread.State.TIMED_WAITING);
            }
            return order;
        });
        for (var thread : threads) {
            thread.join();
        }
        assertThat(order).containsExactly("a", "b", "c", "a", "b");
    }

    @Test
    void refuses_who_has_waited_too_long_and_does_not_run_the_command() {
        var runs = new AtomicInteger();

        turns.take("1", patience(20), () -> {
            assertRefused(() -> turns.take("1", patience(20), runs::incrementAndGet));
            return turns.take("2", patience(20), runs::incrementAndGet);
        });

        assertThat(runs).hasValue(1);
        assertThat(turns.take("1", patience(20), runs::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void refuses_who_is_interrupted_while_waiting() throws InterruptedException {
        var outcome = new AtomicReference<String>();

        turns.take("1", patience(60_000), () -> {
            var waiting = Thread.ofPlatform().start(() -> {
                assertRefused(() -> turns.take("1", patience(60_000), () -> outcome.getAndSet("run")));
                outcome.set("refused, interrupted: " + Thread.currentThread().isInterrupted());
            });
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            waiting.interrupt();
            assertThat(waiting).satisfies(Thread::join);
            return waiting;
        });

        assertThat(outcome).hasValue("refused, interrupted: true");
    }

    @Test
    void a_command_that_fails_ends_its_turn() {
        assertThatThrownBy(() -> turns.take("1", patience(20), () -> {
            throw new IllegalStateException("broken");
        })).hasMessage("broken");

        assertThat(turns.<String>take("1", patience(20), () -> "next")).isEqualTo("next");
    }

    @Test
    void keeps_nothing_of_a_workflow_that_nobody_changes_any_more() {
        var ids = List.of(used(() -> "done"), used(() -> {
            throw new IllegalStateException("broken");
        }), refused());

        await().untilAsserted(() -> {
            System.gc();
            assertThat(ids).allSatisfy(id -> assertThat(id.get()).isNull());
        });
    }

    private WeakReference<String> used(Supplier<String> command) {
        var id = Long.toString(System.nanoTime());
        try {
            turns.take(id, patience(20), command);
        } catch (IllegalStateException broken) {
            assertThat(broken).hasMessage("broken");
        }
        return new WeakReference<>(id);
    }

    /** Of a workflow for which somebody has waited too long. */
    private WeakReference<String> refused() {
        var id = Long.toString(System.nanoTime());
        turns.take(id, patience(20), () -> {
            assertRefused(() -> turns.take(id, patience(20), () -> "never"));
            return "done";
        });
        return new WeakReference<>(id);
    }

    private static Patience patience(int milliseconds) {
        return Patience.of(Duration.ofMillis(milliseconds), () -> false);
    }

    private static void assertRefused(ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(new ConcurrentChange()));
    }
}
