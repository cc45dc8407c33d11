package io.connectedworkflow.infrastructure.subscription;

import static io.connectedworkflow.testing.Callers.draft;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.audit.LogPoint.Time;
import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.EventSubscription.Handler;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.subscription.StartFrom;
import io.connectedworkflow.application.subscription.SubscriptionStatus;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Several instances of a host share a subscription, lose none of it, and obey a replay together. */
class TwoNodesTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);
    private static final AtomicInteger NUMBER = new AtomicInteger(3000);

    private static TestDatabase place;
    private static JdbcTemplate owner;
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext other;

    private final Caller caller = Callers.of(Integer.toString(NUMBER.incrementAndGet()), 1000);
    private final String name = "s-" + NUMBER.get();
    private final AtomicInteger drafts = new AtomicInteger();
    private long before;

    @BeforeAll
    static void start() {
        place = TestPostgres.newDatabase();
        owner = place.asOwner();
        one = ServerContext.start(place);
        other = ServerContext.start(place);
        owner.execute("create table public.seen (name text, node text, position bigint)");
        owner.execute("grant select, insert on public.seen to " + place.server());
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @AfterEach
    void pause() {
        for (var node : List.of(one, other)) {
            var subscriptions = subscriptions(node);
            subscriptions.find(name).filter(SubscriptionStatus::running)
                    .ifPresent(status -> subscriptions.pause(name));
        }
    }

    private static EventSubscriptions subscriptions(ConfigurableApplicationContext node) {
        return node.getBean(EventSubscriptions.class);
    }

    private String create() {
        var number = drafts.getAndIncrement();
        return other.getBean(ConnectedWorkflows.class).create(caller, draft("name " + number, number)).orElseThrow();
    }

    private void createMany() {
        IntStream.range(0, 20).forEach(i -> create());
    }

    /** Runs it on a node, from now on; what it handles is seen as soon as it is committed. */
    private void run(ConfigurableApplicationContext node, Handler first) {
        if (before == 0) {
            create();
            before = head();
        }
        var jdbc = node.getBean(Database.class).jdbc();
        subscriptions(node).start(EventSubscription.named(name).startingFrom(StartFrom.behind(before))
                .handledBy(event -> {
                    jdbc.update("insert into public.seen (name, node, position) values (?, ?, ?)", name, node.getId()
                            + node.hashCode(), event.position());
                    first.handle(event);
                }));
    }

    private void run(ConfigurableApplicationContext node) {
        run(node, event -> {});
    }

    private static List<Long> longs(String sql, Object... parameters) {
        return owner.query(sql, (row, i) -> row.getLong(1), parameters);
    }

    private static long head() {
        return longs("select coalesce(max(global_index), 0) from connected_workflow.domain_event").getFirst();
    }

    private Map<Long, Long> seen() {
        return longs("select position from public.seen where name = ?", name).stream()
                .collect(groupingBy(identity(), counting()));
    }

    private List<Long> log() {
        return longs("select global_index from connected_workflow.domain_event where global_index > ? order by 1",
                before);
    }

    private void awaitSeen(LongPredicate twice) {
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            var seen = seen();
            assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(log());
            assertThat(seen).allSatisfy((position, times) -> assertThat(times).as("position " + position)
                    .isEqualTo(twice.test(position) ? 2L : 1L));
        });
    }

    private void awaitAllSeenOnce() {
        awaitSeen(position -> false);
    }

    private List<String> owners() {
        return subscriptions(one).find(name).orElseThrow().segments().stream().map(SubscriptionStatus.Segment::owner)
                .distinct().toList();
    }

    /** Makes both nodes handle some of it: what is taken from one goes to the other, which looks for it more often. */
    private void runOnBoth() {
        run(one);
        createMany();
        awaitAllSeenOnce();
        run(other);
        await().atMost(LONG_ENOUGH).until(() -> {
            if (owners().size() < 2) {
                owner.update("""
                    update connected_workflow.token_entry set owner = null
                    where processor_name = ? and segment > 1""", "subscription/" + name);
            }
            return owners().size() == 2 && !owners().contains(null);
        });
    }

    @Test
    void a_claim_that_is_taken_away_is_made_up_for() {
        runOnBoth();
        createMany();
        awaitAllSeenOnce();
    }

    @Test
    void one_takes_over_when_another_ends() {
        var ending = ServerContext.start(place);
        run(ending);
        await().atMost(LONG_ENOUGH).until(() -> !owners().contains(null));
        run(one);
        createMany();
        awaitAllSeenOnce();
        var owner = owners();
        ending.close();
        createMany();
        awaitAllSeenOnce();

        assertThat(owners()).hasSize(1).doesNotContainAnyElementsOf(owner);
    }

    @Test
    void one_takes_over_when_another_has_died() {
        run(one);
        createMany();
        awaitAllSeenOnce();
        subscriptions(one).pause(name);
        owner.update(
                "update connected_workflow.token_entry set owner = 'dead', time_stamp = ? where processor_name = ?",
                Instant.now().toString(), "subscription/" + name);
        run(other);
        createMany();
        assertThat(owners()).containsExactly("dead");

        awaitAllSeenOnce();
        assertThat(owners()).hasSize(1).doesNotContain("dead");
    }

    @Test
    void a_replay_from_a_position_is_obeyed_by_all_nodes() {
        replays(event -> new Position(event));
    }

    @Test
    void a_replay_from_an_instant_is_obeyed_by_all_nodes() {
        replays(event -> new Time(owner.query(
                "select time_stamp from connected_workflow.domain_event where global_index = ?",
                (row, i) -> row.getTimestamp(1).toInstant(), event).getFirst()));
    }

    private interface Point {
        LogPoint of(long position);
    }

    private void replays(Point point) {
        runOnBoth();
        createMany();
        awaitAllSeenOnce();
        await().atMost(LONG_ENOUGH).until(() -> subscriptions(one).find(name).orElseThrow().caughtUp());
        // Of those of a millisecond the first, which is where a replay from their instant begins.
        var from = longs("""
            select min(first.global_index) from connected_workflow.domain_event first
            join connected_workflow.domain_event one using (time_stamp) where one.global_index = ?""",
                log().get(10)).getFirst();
        var to = head();
        subscriptions(one).replay(name, point.of(from));
        createMany();

        awaitSeen(position -> position >= from && position <= to);
    }

    @Test
    void a_replay_undoes_what_a_node_is_just_at() throws InterruptedException {
        var at = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var blocking = new AtomicInteger(-1);
        run(one, event -> {
            if (blocking.decrementAndGet() == 0) {
                at.countDown();
                go.await();
            }
        });
        createMany();
        awaitAllSeenOnce();
        await().atMost(LONG_ENOUGH).until(() -> subscriptions(one).find(name).orElseThrow().caughtUp());
        var to = head();
        blocking.set(1);
        var last = create();
        at.await();
        subscriptions(other).replay(name, new Position(log().get(5)));
        go.countDown();
        var from = log().get(5);

        awaitSeen(position -> position >= from && position <= to);
        assertThat(longs("select global_index from connected_workflow.domain_event where aggregate_identifier = ?",
                last)).allMatch(position -> position > to);
    }

    @Test
    void a_replay_is_kept_for_when_the_subscription_runs_again() {
        run(one);
        createMany();
        awaitAllSeenOnce();
        await().atMost(LONG_ENOUGH).until(() -> subscriptions(one).find(name).orElseThrow().caughtUp());
        subscriptions(one).pause(name);
        var from = log().get(3);
        var to = head();
        subscriptions(other).replay(name, new Position(from));
        createMany();
        run(other);

        awaitSeen(position -> position >= from && position <= to);
    }
}
