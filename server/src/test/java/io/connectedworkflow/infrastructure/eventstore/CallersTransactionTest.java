package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.IdempotencyKey;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.AlreadyActive;
import io.connectedworkflow.domain.refusal.Refusal.ConcurrentChange;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.IdempotencyKeyReused;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.WorkflowLimitReached;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;

/** A command that is called in a host's transaction is a part of it, and a refused one is none. */
@ParameterizedClass
@EnumSource
class CallersTransactionTest {

    private static final List<String> ALL = Stream.concat(Tables.WRITTEN.stream(), Stream.of("idempotency_key"))
            .toList();
    private static final AtomicInteger ORGANIZATIONS = new AtomicInteger(1000);

    @SuppressWarnings("NullAway.Init") // it starts before all tests
    private static Host host;

    private String organization;
    private Caller caller;
    private List<String> before;
    private List<Long> notesBefore;

    // JUnit gives each class that has parameters at least one; the host is made of it before.
    @SuppressWarnings("unused")
    CallersTransactionTest(Host.Manager manager) {}

    @BeforeParameterizedClassInvocation
    static void start(Host.Manager manager) {
        host = new Host(manager);
        host.outside().execute("""
            create function connected_workflow.fail() returns trigger language plpgsql as $$
            begin
                raise exception 'sabotage';
            end
            $$""");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        host.close();
    }

    @BeforeEach
    void have_an_organization() {
        organization = Integer.toString(ORGANIZATIONS.incrementAndGet());
        caller = Callers.of(organization, 10);
        remember();
    }

    @AfterEach
    void leave_nothing_open() {
        host.outside().execute("drop trigger if exists sabotage on connected_workflow.workflow_view");
        host.assertNothingIsOpen();
    }

    private void remember() {
        before = everything();
        notesBefore = host.notes();
    }

    private static List<String> everything() {
        return Tables.dump(host.outside(), ALL);
    }

    private void assertNothingIsKept() {
        assertThat(everything()).isEqualTo(before);
        assertThat(host.notes()).isEqualTo(notesBefore);
    }

    private void write(int note) {
        host.write(Integer.parseInt(organization) * 10L + note);
    }

    private void assertWritten(int... notes) {
        assertThat(host.notes()).filteredOn(note -> note / 10 == Integer.parseInt(organization))
                .containsExactly(Arrays.stream(notes).mapToObj(note -> Integer.parseInt(organization) * 10L
                        + note).toArray(Long[]::new));
    }

    private static void inTransaction(Runnable work) {
        host.transactions().executeWithoutResult(status -> work.run());
    }

    private String create(String name, int module) {
        return host.workflows().create(caller, draft(name, module)).orElseThrow();
    }

    private void rename(String id, String name) {
        host.workflows().update(caller, id, null, WorkflowChange.builder().name(name).build()).orElseThrow();
    }

    private static void assertRefused(ThrowingCallable command, Refusal refusal) {
        assertThatThrownBy(command).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private List<String> names() {
        return host.workflows().list(caller).orElseThrow().stream().map(WorkflowSummary::name).toList();
    }

    private static void sabotage() {
        host.outside().execute("create trigger sabotage before insert or update on connected_workflow.workflow_view "
                + "for each row execute function connected_workflow.fail()");
    }

    @Test
    void what_both_do_is_committed_together() {
        inTransaction(() -> {
            write(1);
            var id = create("contacts-process", 0);
            host.workflows().activate(caller, id, 1L).orElseThrow();
            write(2);
            assertNothingIsKept();
        });

        assertThat(host.workflows().list(caller).orElseThrow())
                .extracting(WorkflowSummary::name, WorkflowSummary::version)
                .containsExactly(tuple("contacts-process", 2L));
        assertWritten(1, 2);
    }

    @Test
    void who_reads_in_the_transaction_sees_what_it_has_changed() {
        var id = create("contacts-process", 0);

        inTransaction(() -> {
            assertThat(names()).containsExactly("contacts-process");
            rename(id, "first");
            assertThat(host.workflows().get(caller, id).orElseThrow().name()).isEqualTo("first");
            rename(id, "second");
            assertThat(names()).containsExactly("second");
            assertThat(host.workflows().get(caller, id).orElseThrow().version()).isEqualTo(3);
            assertThat(CompletableFuture.supplyAsync(this::names).join()).containsExactly("contacts-process");
            host.workflows().delete(caller, id, 3L).orElseThrow();
            assertThat(host.workflows().get(caller, id)).isEqualTo(new Outcome.Refused<>(IdUnknown.WORKFLOW));
        });

        assertThat(names()).isEmpty();
    }

    @Test
    void nothing_stays_of_a_transaction_that_the_host_rolls_back() {
        var id = create("contacts-process", 0);
        remember();

        host.transactions().executeWithoutResult(status -> {
            write(1);
            rename(id, "renamed");
            host.workflows().activate(caller, id, null).orElseThrow();
            create("deals-process", 1);
            status.setRollbackOnly();
        });

        assertNothingIsKept();
        assertThat(names()).containsExactly("contacts-process");
    }

    @Test
    void nothing_stays_of_a_transaction_in_which_the_host_fails() {
        assertThatThrownBy(() -> inTransaction(() -> {
            write(1);
            create("contacts-process", 0);
            throw new IllegalStateException("the host's");
        })).hasMessage("the host's");

        assertNothingIsKept();
    }

    @Test
    void after_a_refused_creation_the_host_goes_on() {
        inTransaction(() -> {
            write(1);
            assertRefused(
                    () -> host.workflows().create(Callers.of(organization, 0), draft("contacts-process", 0))
                            .orElseThrow(),
                    new WorkflowLimitReached(0, FieldPath.LIST));
            write(2);
        });

        assertThat(everything()).isEqualTo(before);
        assertWritten(1, 2);
        assertThat(create("contacts-process", 0)).isNotEmpty();
    }

    @Test
    void after_a_refused_change_the_host_goes_on() {
        var id = create("contacts-process", 0);
        create("deals-process", 1);
        host.workflows().activate(caller, id, null).orElseThrow();
        remember();

        inTransaction(() -> {
            write(1);
            assertRefused(() -> host.workflows().activate(caller, id, null).orElseThrow(), new AlreadyActive());
            assertRefused(() -> rename(id, "deals-process"), new NameTaken(FieldPath.of("name")));
            write(2);
        });

        assertThat(everything()).isEqualTo(before);
        assertWritten(1, 2);
    }

    @Test
    void what_was_done_before_a_refusal_stays_and_what_comes_after_it_too() {
        inTransaction(() -> {
            var id = create("first", 0);
            assertRefused(() -> create("first", 1), new NameTaken(FieldPath.of("name")));
            rename(id, "renamed");
            create("first", 1);
        });

        assertThat(host.workflows().list(caller).orElseThrow())
                .extracting(WorkflowSummary::name, WorkflowSummary::sequenceNumber)
                .containsExactly(tuple("renamed", 1L),
                        tuple("first", 2L));
    }

    @Test
    void after_having_waited_too_long_for_a_workflow_the_host_goes_on() {
        var id = create("contacts-process", 0);
        var function = Objects.requireNonNull(host.outside().queryForObject(
                "select pg_get_functiondef('connected_workflow.bound_waits'::regproc)", String.class));
        host.outside().execute(function.replace("patience::text", "'100'"));
        remember();
        try {
            inTransaction(() -> {
                host.workflows().activate(caller, id, null).orElseThrow();
                CompletableFuture.runAsync(() -> inTransaction(() -> {
                    write(1);
                    assertRefused(() -> rename(id, "never"), new ConcurrentChange());
                    write(2);
                })).join();
            });
        } finally {
            host.outside().execute(function);
        }

        assertWritten(1, 2);
        assertThat(names()).containsExactly("contacts-process");
    }

    @Test
    void a_failure_that_the_host_does_not_catch_rolls_everything_back() {
        sabotage();

        assertThatThrownBy(() -> inTransaction(() -> {
            write(1);
            create("contacts-process", 0);
        })).isInstanceOf(DataAccessException.class).hasMessageContaining("sabotage");

        assertNothingIsKept();
    }

    @Test
    void a_failure_that_the_host_catches_rolls_everything_back_all_the_same() {
        sabotage();

        assertThatThrownBy(() -> inTransaction(() -> {
            write(1);
            assertThatThrownBy(() -> create("contacts-process", 0)).hasMessageContaining("sabotage");
        })).isInstanceOf(UnexpectedRollbackException.class);

        assertNothingIsKept();
    }

    @Test
    void a_failure_outside_of_the_database_rolls_everything_back_all_the_same() {
        try (var broken = host.axon(List.of(new WiringTest.Projection(event -> {
            throw new IllegalStateException("no projection");
        })))) {
            var workflows = host.workflows(broken);
            assertThatThrownBy(() -> inTransaction(() -> {
                write(1);
                assertThatThrownBy(() -> workflows.create(caller, draft("contacts-process", 0)).orElseThrow())
                        .hasMessage("no projection");
            })).isInstanceOf(UnexpectedRollbackException.class);
        }

        assertNothingIsKept();
    }

    @Test
    void an_error_rolls_everything_back_all_the_same() {
        try (var broken = host.axon(List.of(new WiringTest.Projection(event -> {
            throw new StackOverflowError("no projection");
        })))) {
            var workflows = host.workflows(broken);
            assertThatThrownBy(() -> inTransaction(() -> {
                write(1);
                assertThatThrownBy(() -> workflows.create(caller, draft("contacts-process", 0)).orElseThrow())
                        .isInstanceOf(StackOverflowError.class);
            })).isInstanceOf(UnexpectedRollbackException.class);
        }

        assertNothingIsKept();
    }

    @Test
    void a_request_that_must_take_effect_once_does_so_with_the_transaction() {
        var once = once("a");
        inTransaction(() -> {
            host.workflows().create(once, draft("contacts-process", 0)).orElseThrow();
            assertThat(everything()).isEqualTo(before);
        });

        inTransaction(() -> {
            var id = host.workflows().create(once, draft("contacts-process", 0)).orElseThrow();
            assertThat(host.workflows().create(once, draft("contacts-process", 0)).orElseThrow()).isEqualTo(id);
            assertRefused(() -> host.workflows().create(once("b"), draft("contacts-process", 0)).orElseThrow(),
                    new IdempotencyKeyReused());
            write(1);
        });
        assertThat(names()).containsExactly("contacts-process");
        assertWritten(1);
    }

    @Test
    void a_request_that_is_refused_or_rolled_back_has_taken_no_effect() {
        host.transactions().executeWithoutResult(status -> {
            host.workflows().create(once("a"), draft("contacts-process", 0)).orElseThrow();
            status.setRollbackOnly();
        });
        inTransaction(() -> {
            var none = Callers.of(organization, 0).once(Objects.requireNonNull(once("a").idempotencyKey()));
            assertRefused(() -> host.workflows().create(none, draft("contacts-process", 0)).orElseThrow(),
                    new WorkflowLimitReached(0, FieldPath.LIST));
        });

        assertNothingIsKept();
        assertThat(host.workflows().create(once("a"), draft("contacts-process", 0)).orElseThrow()).isNotEmpty();
    }

    private Caller once(String bodyHash) {
        return caller.once(new IdempotencyKey("POST", "/", "key", bodyHash));
    }

    @Test
    void a_snapshot_of_many_events_fails_no_command_and_is_part_of_the_transaction() {
        var id = create("contacts-process", 0);

        inTransaction(() -> {
            for (var i = 0; i < 120; i++) {
                rename(id, "name " + i);
            }
            assertThat(host.workflows().get(caller, id).orElseThrow().version()).isEqualTo(121);
        });

        assertThat(names()).containsExactly("name 119");
        assertThat(host.outside().queryForObject(
                "select count(*) from connected_workflow.snapshot_event where aggregate_identifier = ?", Integer.class,
                id)).isEqualTo(1);
    }

    @Test
    void whoever_holds_a_workflow_does_not_wait_for_who_waits_for_it() {
        var id = create("contacts-process", 0);
        var other = new AtomicInteger();

        inTransaction(() -> {
            rename(id, "first");
            Thread.ofPlatform().start(() -> {
                rename(id, "third");
                other.set(1);
            });
            await().until(CallersTransactionTest::somebodyWaits);
            rename(id, "second");
        });

        await().untilAtomic(other, equalTo(1));
        assertThat(host.workflows().get(caller, id).orElseThrow()).extracting(WorkflowView::name, WorkflowView::version)
                .containsExactly("third", 4L);
    }

    private static boolean somebodyWaits() {
        return Boolean.TRUE.equals(host.outside().queryForObject("""
            select exists (select from pg_locks where locktype = 'advisory' and not granted
                and database = (select oid from pg_database where datname = current_database()))""", Boolean.class));
    }

    @Test
    void the_host_waits_for_its_own_locks_as_long_as_it_wanted_to() {
        var id = create("contacts-process", 0);

        inTransaction(() -> {
            host.jdbc().execute("set local lock_timeout = '1234ms'");
            rename(id, "renamed");
            create("deals-process", 1);
            assertThat(host.jdbc().queryForObject("show lock_timeout", String.class)).isEqualTo("1234ms");
        });
    }

    @Test
    void no_name_is_given_twice_where_the_host_sees_the_past() {
        assertFailsIn(TransactionDefinition.ISOLATION_REPEATABLE_READ, () -> create("contacts-process", 0),
                () -> create("contacts-process", 1));
        assertThat(names()).containsExactly("contacts-process");
    }

    @Test
    void no_change_is_decided_on_the_past() {
        var id = create("contacts-process", 0);

        assertFailsIn(TransactionDefinition.ISOLATION_REPEATABLE_READ,
                () -> host.workflows().activate(caller, id, null).orElseThrow(),
                () -> host.workflows().deactivate(caller, id, null).orElseThrow());
        assertFailsIn(TransactionDefinition.ISOLATION_SERIALIZABLE,
                () -> host.workflows().deactivate(caller, id, null).orElseThrow(),
                () -> host.workflows().activate(caller, id, null).orElseThrow());
        assertThat(host.workflows().get(caller, id).orElseThrow().version()).isEqualTo(3);
    }

    private void assertFailsIn(int isolation, Runnable concurrent, Runnable command) {
        var isolated = host.transactions();
        isolated.setIsolationLevel(isolation);

        assertThatThrownBy(() -> isolated.executeWithoutResult(status -> {
            names();
            CompletableFuture.runAsync(concurrent).join();
            assertThatThrownBy(command::run).isNotInstanceOf(RefusedException.class)
                    .hasMessageContaining("READ COMMITTED");
        })).isInstanceOf(UnexpectedRollbackException.class);
        assertThat(notesBefore).isEqualTo(host.notes());
    }

    @Test
    void nothing_can_be_changed_where_the_host_only_reads() {
        var id = create("contacts-process", 0);
        remember();

        assertFailsReadOnly(() -> create("deals-process", 1));
        assertFailsReadOnly(() -> host.workflows().activate(caller, id, null).orElseThrow());

        assertNothingIsKept();
    }

    private void assertFailsReadOnly(Runnable command) {
        var reading = host.transactions();
        reading.setReadOnly(true);

        assertThatThrownBy(() -> reading.executeWithoutResult(status -> {
            assertThat(names()).containsExactly("contacts-process");
            assertThatThrownBy(command::run).isNotInstanceOf(RefusedException.class).rootCause()
                    .hasMessageContaining("in a read-only transaction");
        })).isInstanceOf(UnexpectedRollbackException.class);
    }

    @Test
    void a_transaction_within_the_hosts_is_one_of_its_own() {
        var apart = host.transactions();
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        host.transactions().executeWithoutResult(status -> {
            write(1);
            create("gone", 0);
            apart.executeWithoutResult(inner -> host.workflows().create(Callers.of(organization + "1", 10),
                    draft("kept", 0)).orElseThrow());
            status.setRollbackOnly();
        });

        assertThat(names()).isEmpty();
        assertThat(host.workflows().list(Callers.of(organization + "1", 10)).orElseThrow())
                .extracting(WorkflowSummary::name)
                .containsExactly("kept");
    }
}
