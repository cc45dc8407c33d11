package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.testing.Callers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.UnexpectedRollbackException;

/** A transaction of another data source is none of ours. */
@ParameterizedClass
@EnumSource
class TwoDataSourcesTest {

    private static final AtomicInteger ORGANIZATIONS = new AtomicInteger(1000);

    @SuppressWarnings("NullAway.Init") // they start before all tests
    private static Host host;
    @SuppressWarnings("NullAway.Init")
    private static Host other;

    private Caller caller;
    private int note;

    // JUnit gives each class that has parameters at least one; the hosts are made of it before.
    @SuppressWarnings("unused")
    TwoDataSourcesTest(Host.Manager manager) {}

    @BeforeParameterizedClassInvocation
    static void start(Host.Manager manager) {
        host = new Host(manager);
        other = new Host(manager);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        host.close();
        other.close();
    }

    @BeforeEach
    void have_an_organization() {
        note = ORGANIZATIONS.incrementAndGet();
        caller = Callers.of(Integer.toString(note), 10);
    }

    @AfterEach
    void leave_nothing_open() {
        host.assertNothingIsOpen();
        other.assertNothingIsOpen();
    }

    private List<String> names() {
        return host.workflows().list(caller).orElseThrow().stream().map(WorkflowSummary::name).toList();
    }

    private int committed() {
        return host.outside().queryForList("select 1 from connected_workflow.domain_event where organization_id = ?",
                caller.actor().organization()).size();
    }

    @Test
    void in_a_transaction_of_the_other_a_command_has_one_of_its_own() {
        other.transactions().executeWithoutResult(status -> {
            other.write(note);
            assertThat(names()).isEmpty();
            var id = host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
            assertThat(committed()).isEqualTo(1);
            host.workflows().activate(caller, id, null).orElseThrow();
            assertThat(committed()).isEqualTo(2);
            assertThat(names()).containsExactly("contacts-process");
            status.setRollbackOnly();
        });

        assertThat(names()).containsExactly("contacts-process");
        assertThat(other.notes()).doesNotContain((long) note);
    }

    @Test
    void a_refusal_or_a_failure_in_a_transaction_of_the_other_does_not_touch_it() {
        try (var broken = host.axon(List.of(new WiringTest.Projection(event -> {
            throw new IllegalStateException("no projection");
        })))) {
            var failing = host.workflows(broken);
            other.transactions().executeWithoutResult(status -> {
                other.write(note);
                host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
                assertThatThrownBy(() -> host.workflows().create(caller, draft("contacts-process", 1)).orElseThrow())
                        .isInstanceOf(RefusedException.class);
                assertThatThrownBy(() -> failing.create(caller, draft("deals-process", 1)))
                        .hasMessage("no projection");
            });
        }

        assertThat(other.notes()).contains((long) note);
        assertThat(names()).containsExactly("contacts-process");
    }

    @Test
    void a_transaction_of_the_other_within_ours_does_not_hide_it() {
        host.transactions().executeWithoutResult(status -> {
            host.write(note);
            other.transactions().executeWithoutResult(inner -> {
                other.write(note);
                var id = host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
                host.workflows().activate(caller, id, 1L).orElseThrow();
                assertThat(committed()).isZero();
                assertThat(names()).containsExactly("contacts-process");
                assertThatThrownBy(() -> host.workflows().activate(caller, id, 1L).orElseThrow())
                        .isInstanceOf(RefusedException.class);
            });
            status.setRollbackOnly();
        });

        assertThat(names()).isEmpty();
        assertThat(host.notes()).doesNotContain((long) note);
        assertThat(other.notes()).contains((long) note);
    }

    @Test
    void a_failure_within_both_dooms_ours_alone() {
        try (var broken = host.axon(List.of(new WiringTest.Projection(event -> {
            throw new IllegalStateException("no projection");
        })))) {
            var failing = host.workflows(broken);
            assertThatThrownBy(() -> host.transactions().executeWithoutResult(status -> {
                host.write(note);
                other.transactions().executeWithoutResult(inner -> {
                    other.write(note);
                    assertThatThrownBy(() -> failing.create(caller, draft("contacts-process", 0)))
                            .hasMessage("no projection");
                });
            })).isInstanceOf(UnexpectedRollbackException.class);
        }

        assertThat(names()).isEmpty();
        assertThat(host.notes()).doesNotContain((long) note);
        assertThat(other.notes()).contains((long) note);
    }

    @Test
    void in_a_transaction_of_the_other_commands_take_turns_and_wait_without_a_connection() {
        var id = host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
        var waiting = new AtomicInteger();
        var done = new AtomicInteger();

        host.transactions().executeWithoutResult(status -> {
            host.workflows().activate(caller, id, null).orElseThrow();
            for (var i = 0; i < 5; i++) {
                Thread.ofPlatform().start(() -> other.transactions().executeWithoutResult(theirs -> {
                    waiting.incrementAndGet();
                    host.workflows().update(caller, id, null, unchanged()).orElseThrow();
                    done.incrementAndGet();
                }));
            }
            await().until(() -> waiting.get() == 5 && somebodyWaits());
            // One of them in PostgreSQL, and this transaction
            assertThat(host.openConnections()).isEqualTo(2);
        });

        await().until(() -> done.get() == 5);
    }

    private static WorkflowChange unchanged() {
        return WorkflowChange.builder().description(null).build();
    }

    private static boolean somebodyWaits() {
        return Boolean.TRUE.equals(host.outside().queryForObject("""
            select exists (select from pg_locks where locktype = 'advisory' and not granted
                and database = (select oid from pg_database where datname = current_database()))""", Boolean.class));
    }
}
