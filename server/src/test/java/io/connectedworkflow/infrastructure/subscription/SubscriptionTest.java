package io.connectedworkflow.infrastructure.subscription;

import static io.connectedworkflow.testing.Callers.draft;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.audit.LogPoint.Time;
import io.connectedworkflow.application.subscription.DeliveredEvent;
import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.EventSubscription.Handler;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.subscription.StartFrom;
import io.connectedworkflow.application.subscription.SubscriptionStatus;
import io.connectedworkflow.application.subscription.SubscriptionStatus.Segment;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.Together;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What a host gets to know, when, and how often. */
class SubscriptionTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofMillis(600);
    private static final AtomicInteger ORGANIZATIONS = new AtomicInteger(1000);

    private static TestDatabase place;
    private static JdbcTemplate owner;
    private static ConfigurableApplicationContext server;
    private static ConnectedWorkflows workflows;
    private static Database database;
    private static EventSubscriptions subscriptions;

    private final Inbox inbox = new Inbox();
    private final Caller caller = Callers.of(Integer.toString(ORGANIZATIONS.incrementAndGet()), 1000);
    private final String name = "s-" + ORGANIZATIONS.get();

    @BeforeAll
    static void start() {
        place = TestPostgres.newDatabase();
        owner = place.asOwner();
        server = ServerContext.start(place);
        workflows = server.getBean(ConnectedWorkflows.class);
        database = server.getBean(Database.class);
        subscriptions = server.getBean(EventSubscriptions.class);
        owner.execute("create table public.seen (name text, position bigint)");
        owner.execute("grant select, insert on public.seen to " + place.server());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void pause() {
        subscriptions.find(name).filter(SubscriptionStatus::running).ifPresent(status -> subscriptions.pause(name));
    }

    private String create(int number) {
        return workflows.create(caller, draft("name " + number, number)).orElseThrow();
    }

    private static List<Long> longs(String sql, Object... parameters) {
        return owner.query(sql, (row, i) -> row.getLong(1), parameters);
    }

    private static List<Long> log() {
        return log(0);
    }

    private static List<Long> log(long after) {
        return longs("""
            select global_index from connected_workflow.domain_event where global_index > ? order by global_index""",
                after);
    }

    private static long head() {
        return longs("select coalesce(max(global_index), 0) from connected_workflow.domain_event").getFirst();
    }

    private static List<Long> positions(String workflowId) {
        return longs("""
            select global_index from connected_workflow.domain_event where aggregate_identifier = ?
            order by global_index""", workflowId);
    }

    private static Instant now() {
        return owner.query("select max(time_stamp) from connected_workflow.domain_event",
                (row, i) -> row.getObject(1, OffsetDateTime.class).toInstant()).getFirst().plusMillis(1);
    }

    private void run(StartFrom from, Handler handler) {
        subscriptions.start(EventSubscription.named(name).startingFrom(from).handledBy(handler));
    }

    private SubscriptionStatus status() {
        return subscriptions.find(name).orElseThrow();
    }

    private void awaitCaughtUp() {
        await().atMost(LONG_ENOUGH).until(() -> subscriptions.find(name).filter(SubscriptionStatus::caughtUp)
                .isPresent());
    }

    private List<Long> seen() {
        return longs("select position from public.seen where name = ? order by position", name);
    }

    private void remember(DeliveredEvent event) {
        database.jdbc().update("insert into public.seen (name, position) values (?, ?)", name, event.position());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void every_event_is_delivered_in_the_order_of_its_workflow_while_many_write(int segments) {
        subscriptions.start(EventSubscription.named(name).startingFrom(StartFrom.behind(head())).inSegments(segments)
                .inBatchesOf(10).handledBy(inbox));
        var before = head();
        Together.run(4, thread -> {
            var writer = Callers.of("w" + segments + thread, 1000);
            for (var i = 0; i < 25; i++) {
                var id = workflows.create(writer, draft("name " + i, i)).orElseThrow();
                workflows.activate(writer, id, null).orElseThrow();
                workflows.deactivate(writer, id, null).orElseThrow();
            }
            return thread;
        });
        inbox.awaitAll(log(before));

        assertThat(inbox.positions()).containsExactlyInAnyOrderElementsOf(log(before)).hasSize(300);
        assertThat(inbox.events().stream()
                .collect(groupingBy(DeliveredEvent::workflowId, mapping(DeliveredEvent::version, toList()))).values())
                .hasSize(100).allMatch(List.of(1L, 2L, 3L)::equals);
        assertThat(status().segments()).hasSize(segments);
    }

    @Test
    void nothing_is_skipped_that_was_appended_early_and_is_committed_late() {
        run(StartFrom.behind(head()), inbox);
        var late = database.transactions().execute(status -> {
            var held = create(0);
            var others = Together.run(2, thread -> workflows.create(Callers.of("other" + thread, 1000),
                    draft("name", thread)).orElseThrow());
            await().during(A_WHILE).atMost(A_WHILE.multipliedBy(5)).until(() -> inbox.events().isEmpty());
            assertThat(others).hasSize(2);
            return held;
        });
        inbox.awaitAny(event -> event.workflowId().equals(late));
        awaitCaughtUp();

        assertThat(inbox.positions()).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void begins_at_the_beginning_of_the_log() {
        create(0);
        run(StartFrom.beginning(), inbox);
        inbox.awaitAll(log());

        assertThat(inbox.positions()).doesNotHaveDuplicates();
    }

    @Test
    void begins_behind_a_position() {
        var first = positions(create(0)).getLast();
        var second = positions(create(1)).getLast();
        run(StartFrom.behind(first), inbox);
        inbox.awaitAll(log(first));

        assertThat(inbox.positions()).contains(second).allMatch(position -> position > first);
    }

    @Test
    void begins_with_the_first_event_of_an_instant() {
        var before = create(0);
        var since = now();
        await().until(() -> Instant.now().isAfter(since));
        var after = create(1);
        run(StartFrom.since(since), inbox);
        inbox.awaitAll(positions(after));

        assertThat(inbox.of(before)).isEmpty();
    }

    @Test
    void begins_now_if_nothing_happened_since_an_instant() {
        var before = create(0);
        run(StartFrom.since(Instant.now().plusSeconds(3600)), inbox);
        inbox.awaitAll(positions(create(1)));

        assertThat(inbox.of(before)).isEmpty();
    }

    @Test
    void begins_now_with_what_is_appended_from_then_on() {
        var before = create(0);
        run(StartFrom.now(), inbox);
        inbox.awaitAll(positions(create(1)));

        assertThat(inbox.of(before)).isEmpty();
    }

    @Test
    void begins_with_an_event_of_an_instant_that_is_committed_late() {
        var since = Instant.now();
        var late = database.transactions().execute(status -> {
            var held = create(0);
            Together.run(1, thread -> {
                workflows.create(Callers.of("early", 1000), draft("early", 0)).orElseThrow();
                run(StartFrom.since(since), inbox);
                return thread;
            });
            await().during(A_WHILE).atMost(A_WHILE.multipliedBy(5)).until(() -> subscriptions.find(name).isEmpty());
            return held;
        });
        inbox.awaitAll(positions(late));
    }

    @Test
    void goes_on_where_it_was_whatever_is_declared() {
        run(StartFrom.behind(head()), inbox);
        inbox.awaitAll(positions(create(0)));
        subscriptions.pause(name);
        var meanwhile = create(1);
        subscriptions.resume(name);
        inbox.awaitAll(positions(meanwhile));

        assertThat(inbox.positions()).doesNotHaveDuplicates();
    }

    @Test
    void handles_nothing_while_it_is_paused() {
        run(StartFrom.behind(head()), inbox);
        inbox.awaitAll(positions(create(0)));
        subscriptions.pause(name);
        assertThat(status()).matches(status -> !status.running())
                .matches(status -> status.segments().stream().allMatch(segment -> segment.owner() == null));
        var meanwhile = create(1);

        await().during(A_WHILE).atMost(A_WHILE.multipliedBy(5)).until(() -> inbox.of(meanwhile).isEmpty());
    }

    @Test
    void tells_how_far_it_is() {
        run(StartFrom.behind(head()), inbox);
        create(0);
        awaitCaughtUp();

        assertThat(subscriptions.list()).contains(status());
        assertThat(status().running()).isTrue();
        assertThat(status().segments()).extracting(Segment::number).containsExactly(0, 1, 2, 3);
        assertThat(status().segments())
                .allMatch(segment -> segment.position() == head() && segment.owner() != null
                        && segment.failure() == null);
    }

    @Test
    void an_event_has_what_the_log_and_its_documentation_say() throws Exception {
        run(StartFrom.behind(head()), inbox);
        var id = create(7);
        inbox.awaitAll(positions(id));
        var event = inbox.of(id).getFirst();
        var stored = owner.queryForMap("select * from connected_workflow.domain_event where global_index = ?",
                event.position());

        assertThat(event.eventId()).isEqualTo(stored.get("event_identifier"));
        assertThat(event.version()).isEqualTo(1);
        assertThat(event.name()).isEqualTo("WorkflowDrafted");
        assertThat(event.revision()).isEqualTo("1");
        assertThat(event.time()).isEqualTo(((Timestamp) requireNonNull(stored.get("time_stamp"))).toInstant());
        assertThat(event.organizationId()).isEqualTo(caller.actor().organization());
        assertThat(event.userId()).isEqualTo(Callers.USER);
        assertThat(event.requestId()).isEqualTo("request-1");
        assertThat(event.replayed()).isFalse();
        assertThat(event.event()).isInstanceOf(WorkflowDrafted.class).extracting("workflowId", "name")
                .containsExactly(id, "name 7");
        var json = JsonMapper.shared();
        assertThat(json.readTree(event.data())).isEqualTo(json.readTree(String.valueOf(stored.get("payload"))));
        // docs/events.md is compared with the record by a test of its own.
        assertThat(json.readTree(event.data()).propertyNames()).containsExactlyElementsOf(List
                .of(WorkflowDrafted.class.getRecordComponents()).stream().map(field -> field.getName()).toList());
    }

    @Test
    void a_handler_that_fails_is_tried_again_and_blocks_its_segment_only() {
        var fails = new AtomicBoolean(true);
        var poison = new ConcurrentHashMap<String, String>();
        var tries = new AtomicInteger();
        run(StartFrom.behind(head()), event -> {
            if (poison.containsKey(event.workflowId()) && fails.get()) {
                tries.incrementAndGet();
                throw new IllegalStateException("No way");
            }
            inbox.handle(event);
        });
        var id = database.transactions().execute(status -> {
            var created = create(0);
            poison.put(created, created);
            return created;
        });
        var others = IntStream.range(1, 20).mapToObj(this::create).toList();
        await().atMost(LONG_ENOUGH).until(() -> tries.get() > 2);
        assertThat(inbox.of(id)).isEmpty();
        var stuck = status().segments().stream().filter(segment -> segment.failure() != null).toList();
        assertThat(stuck).singleElement().extracting(Segment::failure)
                .isEqualTo("java.lang.IllegalStateException: No way");
        var waiting = others.stream().filter(other -> inbox.of(other).isEmpty()).toList();
        assertThat(waiting).hasSizeLessThan(others.size()).allMatch(other -> segment(other) == segment(id));

        fails.set(false);
        awaitCaughtUp();
        assertThat(inbox.positions()).doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(positions(id).getFirst(), head()).boxed()
                        .filter(log()::contains).toList());
        await().until(() -> status().segments().stream().allMatch(segment -> segment.failure() == null));
    }

    private static int segment(String workflowId) {
        return workflowId.hashCode() & 3;
    }

    @Test
    void a_handler_that_ends_in_an_error_is_tried_again() {
        var tries = new AtomicInteger();
        run(StartFrom.behind(head()), event -> {
            if (tries.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("gone");
            }
            inbox.handle(event);
        });
        inbox.awaitAll(positions(create(0)));
    }

    @Test
    void what_a_handler_writes_is_committed_with_the_position_or_not_at_all() {
        var tries = new AtomicInteger();
        run(StartFrom.behind(head()), event -> {
            remember(event);
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("After it has written");
            }
        });
        var id = create(0);
        await().atMost(LONG_ENOUGH).until(() -> tries.get() >= 3 && status().caughtUp());

        assertThat(seen()).isEqualTo(positions(id));
    }

    @Test
    void a_batch_is_handled_in_one_transaction() {
        var tries = new AtomicInteger();
        var ofTransaction = new AtomicInteger();
        var transaction = new AtomicReference<>("");
        var failed = new AtomicBoolean();
        var ids = IntStream.range(0, 5).mapToObj(this::create).toList();
        var first = positions(ids.getFirst()).getFirst();
        subscriptions.start(EventSubscription.named(name).startingFrom(StartFrom.behind(first - 1)).inSegments(1)
                .inBatchesOf(100).handledBy(event -> {
                    remember(event);
                    if (tries.incrementAndGet() == 1) {
                        // How many are at hand is a batch, so that the first one waits for the rest.
                        Thread.sleep(Duration.ofSeconds(1));
                    }
                    var current = String.valueOf(
                            database.jdbc().queryForObject("select pg_current_xact_id()", String.class));
                    ofTransaction.set(current.equals(transaction.getAndSet(current)) ? ofTransaction.get() + 1 : 1);
                    if (ofTransaction.get() == 3 && !failed.getAndSet(true)) {
                        throw new IllegalStateException("In the middle");
                    }
                }));
        awaitCaughtUp();

        assertThat(seen()).isEqualTo(log(first - 1));
        assertThat(tries.get()).isEqualTo(3 + 5);
    }

    @Test
    void what_a_handler_changes_it_reads_and_it_is_undone_with_the_rest() {
        var tries = new AtomicInteger();
        var reaction = Callers.of(caller.actor().organization() + "0", 100);
        run(StartFrom.behind(head()), event -> {
            if (event.organizationId().equals(caller.actor().organization())) {
                var id = workflows.create(reaction, draft("reaction", 0)).orElseThrow();
                workflows.activate(reaction, id, null).orElseThrow();
                assertThat(workflows.list(reaction).orElseThrow()).singleElement()
                        .matches(view -> view.version() == 2, "is activated");
                assertThatExceptionOfType(RefusedException.class)
                        .isThrownBy(() -> workflows.create(reaction, draft("reaction", 1)).orElseThrow());
                if (tries.incrementAndGet() == 1) {
                    throw new IllegalStateException("After the reaction");
                }
                inbox.handle(event);
            }
        });
        inbox.awaitAll(positions(create(0)));
        awaitCaughtUp();

        assertThat(workflows.list(reaction).orElseThrow()).hasSize(1);
    }

    @Test
    void is_replayed_from_a_position_and_goes_on() {
        run(StartFrom.behind(head()), inbox);
        var ids = IntStream.range(0, 6).mapToObj(this::create).toList();
        ids.forEach(id -> inbox.awaitAll(positions(id)));
        awaitCaughtUp();
        assertThat(inbox.events()).noneMatch(DeliveredEvent::replayed);
        inbox.forget();

        var from = positions(ids.get(2)).getFirst();
        subscriptions.replay(name, new Position(from));
        inbox.awaitAll(log(from - 1));
        assertThat(inbox.events()).allMatch(DeliveredEvent::replayed);
        var next = create(6);
        inbox.awaitAll(positions(next));

        assertThat(inbox.positions()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(log(from - 1));
        assertThat(inbox.of(next)).noneMatch(DeliveredEvent::replayed);
    }

    @Test
    void is_replayed_from_an_instant() {
        run(StartFrom.behind(head()), inbox);
        inbox.awaitAll(positions(create(0)));
        var second = create(1);
        inbox.awaitAll(positions(second));
        awaitCaughtUp();
        var time = inbox.of(second).getFirst().time();
        inbox.forget();

        subscriptions.replay(name, new Time(time));
        inbox.awaitAll(positions(second));

        assertThat(inbox.events()).allMatch(event -> !event.time().isBefore(time));
    }

    @Test
    void is_replayed_again_while_it_is_replayed() {
        run(StartFrom.beginning(), inbox);
        var id = create(0);
        inbox.awaitAll(log());
        awaitCaughtUp();
        subscriptions.pause(name);
        subscriptions.replay(name, new Position(0));
        subscriptions.replay(name, new Position(1));
        inbox.forget();
        subscriptions.resume(name);
        inbox.awaitAll(log());

        assertThat(inbox.events()).allMatch(DeliveredEvent::replayed);
        assertThat(inbox.of(id)).hasSize(1);
    }

    @Test
    void a_replay_skips_nothing_where_a_segment_has_not_come_so_far() {
        run(StartFrom.behind(head()), inbox);
        inbox.awaitAll(positions(create(0)));
        awaitCaughtUp();
        subscriptions.pause(name);
        inbox.forget();
        var before = head();
        create(1);
        create(2);
        subscriptions.replay(name, new Position(head()));
        subscriptions.resume(name);
        inbox.awaitAll(log(before));
    }

    @Test
    void a_replay_is_refused_where_there_is_nothing_to_replay() {
        create(0);
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> subscriptions.replay(name, new Position(1)))
                .withMessage("No subscription named '" + name + "' ever began");
        run(StartFrom.beginning(), inbox);
        awaitCaughtUp();
        var positions = status().segments().stream().map(Segment::position).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> subscriptions.replay(name, new Position(-1)))
                .withMessage("The log has positions up to " + head() + ", and not -1");
        assertThatIllegalArgumentException().isThrownBy(() -> subscriptions.replay(name, new Position(head() + 1)));

        assertThat(status().segments()).extracting(Segment::position).isEqualTo(positions);
    }

    @Test
    void is_refused_twice_on_a_node_and_where_the_log_is_not_yet() {
        assertThatIllegalArgumentException().isThrownBy(() -> run(StartFrom.behind(head() + 1), inbox))
                .withMessageStartingWith("The log ends at position ");
        run(StartFrom.now(), inbox);
        assertThatIllegalStateException().isThrownBy(() -> run(StartFrom.now(), inbox))
                .withMessage("A subscription named '" + name + "' was started before");
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> subscriptions.pause("unknown"));
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> subscriptions.resume("unknown"));
        assertThat(subscriptions.find("unknown")).isEmpty();
    }
}
