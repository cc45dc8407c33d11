package io.connectedworkflow.infrastructure.audit;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.audit.EventAudit;
import io.connectedworkflow.application.audit.EventFilter;
import io.connectedworkflow.application.audit.LoggedEvent;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.refusal.Refusal.LogUnsettled;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Gate;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.Together;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What an auditor has read is never completed behind the auditor's back, in whatever order is committed. */
class SafeHeadTest {

    private static final Auditor ADMINISTRATOR = new Auditor(null);
    private static final EventFilter ALL = new EventFilter(null, null, null, null, null, null);
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private static TestDatabase place;
    private static JdbcTemplate owner;
    private static ConfigurableApplicationContext server;
    private static ConnectedWorkflows workflows;
    private static Database database;
    /** Who appends to organization 101 waits there, with a place in the log. */
    private static Gate gate;

    @BeforeAll
    static void start() {
        place = TestPostgres.newDatabase();
        server = ServerContext.start(place);
        owner = place.asOwner();
        workflows = server.getBean(ConnectedWorkflows.class);
        database = server.getBean(Database.class);
        gate = new Gate(place, """
            after insert on connected_workflow.domain_event for each row when (new.organization_id = '101')""");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(place.url(), place.owner(), place.password());
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, Thread::startVirtualThread);
    }

    private static CompletableFuture<List<LoggedEvent>> reading() {
        // Another one each time, for one remembers how far the log is known to be complete.
        var audit = new EventAudit(new PostgresEventLog(database));
        return inBackground(() -> {
            var events = new ArrayList<LoggedEvent>();
            audit.forEach(ADMINISTRATOR, ALL, events::add).orElseThrow();
            return events;
        });
    }

    private static void mustStillRead(CompletableFuture<?> reading) {
        await().during(A_WHILE).atMost(A_WHILE.multipliedBy(5)).until(() -> !reading.isDone());
    }

    private static void mustBeTheLog(List<LoggedEvent> events) {
        assertThat(events).extracting(LoggedEvent::position).isEqualTo(owner.queryForList(
                "select global_index from connected_workflow.domain_event order by global_index", Long.class));
    }

    @Test
    void waits_for_a_creation_that_is_not_committed() throws SQLException {
        waitsFor(() -> workflows.create(Callers.of("101", 100), draft("slow", 0)).orElseThrow());
    }

    @Test
    void waits_for_a_change_that_is_not_committed() throws SQLException {
        var id = workflows.create(Callers.of("101", 100), draft("changing", 1)).orElseThrow();
        waitsFor(() -> {
            workflows.activate(Callers.of("101", 100), id, null).orElseThrow();
            return id;
        });
    }

    private static void waitsFor(Supplier<String> slow) throws SQLException {
        CompletableFuture<String> held;
        CompletableFuture<List<LoggedEvent>> reading;
        try (var closed = gate.closed()) {
            held = inBackground(slow);
            gate.awaitWaiting(1);
            var fast = Callers.of("102", 1000);
            workflows.create(fast, draft("fast " + System.nanoTime(), workflows.list(fast).orElseThrow().size()))
                    .orElseThrow();
            reading = reading();
            mustStillRead(reading);
            assertThat(held).isNotDone();
            assertThat(closed.isClosed()).isFalse();
        }
        var id = held.join();
        mustBeTheLog(reading.join());
        assertThat(reading.join()).extracting(LoggedEvent::workflowId).contains(id);
    }

    // The snapshot of a reader ends, then, with the transaction that it must wait for.
    @Test
    void waits_for_a_transaction_that_has_the_latest_id_and_an_earlier_place() throws SQLException {
        CompletableFuture<List<LoggedEvent>> reading;
        try (var earlier = connection(); var latest = connection()) {
            begin(earlier);
            begin(latest);
            append(latest, "latest");
            append(earlier, "earlier");
            earlier.commit();
            reading = reading();
            mustStillRead(reading);
            latest.commit();
        }
        mustBeTheLog(reading.join());
        var names = reading.join().stream().map(LoggedEvent::workflowId)
                .filter(id -> id.equals("latest") || id.equals("earlier")).toList();
        assertThat(names).containsExactly("latest", "earlier");
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_current_xact_id()");
        }
    }

    private static void append(Connection connection, String workflow) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type,
                    event_identifier, payload_type, payload_revision, payload, meta_data, time_stamp, organization_id,
                    user_id)
                values ('%1$s', 0, 'ConnectedWorkflow', '%1$s', 'WorkflowDeleted', '1', '{}', '{}', now(), '103', '1')
                """.formatted(workflow));
        }
    }

    @Test
    void does_not_wait_for_what_is_rolled_back() throws SQLException {
        workflows.create(Callers.of("105", 100), draft("a", 0)).orElseThrow();
        try (var connection = connection()) {
            begin(connection);
            append(connection, "never");
            var reading = reading();
            mustStillRead(reading);
            connection.rollback();
            mustBeTheLog(reading.join());
        }
    }

    @Test
    void does_not_wait_for_ever() throws SQLException {
        workflows.create(Callers.of("104", 100), draft("a", 0)).orElseThrow();
        try (var connection = connection()) {
            begin(connection);
            var log = new PostgresEventLog(database);
            assertThatThrownBy(log::safeHead).isInstanceOf(RefusedException.class).extracting(
                    refused -> ((RefusedException) refused).refusal()).isEqualTo(new LogUnsettled(5));
            connection.rollback();
            assertThat(log.safeHead()).isPositive();
        }
    }

    @Test
    void does_not_wait_where_everything_is_known_to_be_complete() throws SQLException {
        var log = new PostgresEventLog(database);
        var head = log.safeHead();
        try (var connection = connection()) {
            begin(connection);
            assertThat(log.safeHead()).isEqualTo(head);
        }
    }

    @Test
    void what_is_complete_until_an_instant_has_nothing_added_to_it_that_happened_before() throws SQLException {
        var log = new PostgresEventLog(database);
        workflows.create(Callers.of("108", 100), draft("a", 0)).orElseThrow();
        try (var early = connection(); var late = connection()) {
            begin(early);
            append(early, "from early");
            begin(late);
            log.look();
            assertThat(log.complete().until()).isEqualTo(Instant.MIN);
            early.commit();
            log.look();
            late.rollback();
        }
        var before = Instant.now();
        await().until(() -> {
            log.look();
            return !log.complete().until().isBefore(before);
        });
        try (var open = connection()) {
            begin(open);
            append(open, "from open");
            workflows.create(Callers.of("108", 100), draft("b", 1)).orElseThrow();
            log.look();
            var complete = log.complete();

            assertThat(complete.isHead()).isFalse();
            assertThat(complete.until()).isBetween(before, Instant.now());
            assertThat(owner.queryForObject("""
                select count(*) from connected_workflow.domain_event where time_stamp < ?::timestamptz
                    and global_index > ?""", Long.class, complete.until().toString(), complete.position())).isZero();
            open.commit();
        }
    }

    @Test
    void is_not_known_to_a_transaction_that_sees_what_it_has_not_committed() {
        var audit = new EventAudit(new PostgresEventLog(database));

        assertThatThrownBy(() -> database.transactions().executeWithoutResult(status -> {
            workflows.create(Callers.of("106", 100), draft("a", 0)).orElseThrow();
            audit.page(ADMINISTRATOR, ALL, 0, 10);
        })).isInstanceOf(IllegalStateException.class).hasMessageContaining("a transaction that has written");
    }

    @Test
    void is_that_of_now_in_a_transaction_that_sees_the_past() {
        var audit = new EventAudit(new PostgresEventLog(database));
        var past = new TransactionTemplate(database.transactionManager());
        past.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        var caller = Callers.of("107", 100);

        past.executeWithoutResult(status -> {
            for (var i = 0; i < 2; i++) {
                var number = i;
                assertThat(workflows.list(caller).orElseThrow()).isEmpty();
                inBackground(() -> workflows.create(caller, draft("new " + number, number)).orElseThrow()).join();
                var events = new ArrayList<LoggedEvent>();
                audit.forEach(ADMINISTRATOR, ALL, events::add).orElseThrow();
                mustBeTheLog(events);
            }
        });
    }

    @Test
    void nothing_is_skipped_while_many_write() {
        var writers = 4;
        var over = new AtomicBoolean();
        var audit = new EventAudit(new PostgresEventLog(database));

        var read = Together.run(writers + 1, thread -> {
            if (thread < writers) {
                var caller = Callers.of("20" + thread, 1000);
                for (var i = 0; i < 100; i++) {
                    var id = workflows.create(caller, draft("name " + i, i)).orElseThrow();
                    workflows.activate(caller, id, null).orElseThrow();
                }
                over.compareAndSet(false, thread == 0);
                return List.<Long>of();
            }
            var positions = new ArrayList<Long>();
            boolean last;
            do {
                last = over.get();
                var after = positions.isEmpty() ? 0 : positions.getLast();
                audit.page(ADMINISTRATOR, ALL, after, 200).orElseThrow().found()
                        .forEach(event -> positions.add(event.position()));
            } while (!last);
            return positions;
        }).getLast();

        assertThat(read).hasSizeGreaterThan(200).isEqualTo(owner.queryForList("""
            select global_index from connected_workflow.domain_event where global_index <= ? order by global_index""",
                Long.class, read.getLast()));
    }
}
