package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.testing.Callers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that has an Axon of its own may call us in the middle of its own messages, and neither Axon notices. */
class CallersAxonTest {

    private static final AtomicInteger ORGANIZATIONS = new AtomicInteger(1000);

    private static Host host;

    private final List<Object> published = new ArrayList<>();
    private Caller caller;

    @BeforeAll
    static void start() {
        host = new Host(Host.Manager.JDBC);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @BeforeEach
    void have_an_organization() {
        caller = Callers.of(Integer.toString(ORGANIZATIONS.incrementAndGet()), 10);
    }

    @AfterEach
    void leave_nothing_open() {
        host.assertNothingIsOpen();
    }

    /** What the host's Axon is told to do. */
    record HostsCommand(Runnable work) {}

    /** The host's own handler. */
    static final class HostsHandler {

        @CommandHandler
        void handle(HostsCommand command) {
            command.work().run();
        }
    }

    private void inHostsAxon(TransactionManager transactions, Runnable work) {
        var configurer = DefaultConfigurer.defaultConfiguration(false)
                .configureSerializer(c -> new EventSerializer())
                .configureTransactionManager(c -> transactions)
                .configureEventBus(c -> SimpleEventBus.builder().build())
                .configureCorrelationDataProviders(c -> List.of(new MessageOriginProvider()))
                .configureCommandBus(c -> {
                    var bus = SimpleCommandBus.builder().transactionManager(transactions).build();
                    bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(c.correlationDataProviders()));
                    return bus;
                }).registerCommandHandler(c -> new HostsHandler());
        Configuration hosts = configurer.start();
        try {
            hosts.eventBus().subscribe(events -> events.forEach(event -> published.add(event.getPayload())));
            hosts.commandGateway().sendAndWait(GenericCommandMessage.asCommandMessage(new HostsCommand(() -> {
                publish(hosts.eventBus(), "before");
                work.run();
                publish(hosts.eventBus(), "after");
            })).andMetaData(Map.of("hosts", "secret", AxonMessages.REQUEST_ID, "the host's")));
        } finally {
            hosts.shutdown();
        }
    }

    private static void publish(EventBus bus, String event) {
        bus.publish(GenericEventMessage.asEventMessage(event));
    }

    private void rename(String id, String name) {
        host.workflows().update(caller, id, null, WorkflowChange.builder().name(name).build()).orElseThrow();
    }

    private List<String> names() {
        return host.workflows().list(caller).orElseThrow().stream().map(WorkflowSummary::name).toList();
    }

    private int committed() {
        return host.outside().queryForList("select 1 from connected_workflow.domain_event where organization_id = ?",
                caller.actor().organization()).size();
    }

    @Test
    void what_it_changes_in_a_message_is_done_when_the_call_returns() {
        inHostsAxon(NoTransactionManager.INSTANCE, () -> {
            var id = host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
            assertThat(committed()).isEqualTo(1);
            assertThat(names()).containsExactly("contacts-process");
            rename(id, "renamed");
            assertThat(host.workflows().get(caller, id).orElseThrow().name()).isEqualTo("renamed");
            rename(id, "renamed again");
            assertThat(host.workflows().get(caller, id).orElseThrow().version()).isEqualTo(3);
        });

        assertThat(names()).containsExactly("renamed again");
        assertThat(published).containsExactly("before", "after");
    }

    @Test
    void what_it_changes_in_the_transaction_of_a_message_is_a_part_of_it() {
        inHostsAxon(new SpringTransactionManager(host.manager()), () -> {
            var id = host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
            assertThat(names()).containsExactly("contacts-process");
            rename(id, "renamed");
            assertThat(names()).containsExactly("renamed");
            assertThat(committed()).isZero();
        });

        assertThat(committed()).isEqualTo(2);
        assertThat(names()).containsExactly("renamed");
    }

    @Test
    void nothing_stays_of_a_message_that_fails_afterwards() {
        assertThatThrownBy(() -> inHostsAxon(new SpringTransactionManager(host.manager()), () -> {
            var id = host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
            rename(id, "renamed");
            throw new IllegalStateException("the host's");
        })).hasMessage("the host's");

        assertThat(committed()).isZero();
        assertThat(names()).isEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void a_refusal_that_its_handler_catches_is_no_failure_of_the_message() {
        inHostsAxon(new SpringTransactionManager(host.manager()), () -> {
            host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
            assertThatThrownBy(() -> host.workflows().create(caller, draft("contacts-process", 1)).orElseThrow())
                    .isInstanceOf(RefusedException.class);
            host.workflows().create(caller, draft("deals-process", 1)).orElseThrow();
        });

        assertThat(names()).containsExactly("contacts-process", "deals-process");
        assertThat(published).containsExactly("before", "after");
    }

    @Test
    void what_another_changes_meanwhile_is_seen() {
        var id = host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();

        inHostsAxon(new SpringTransactionManager(host.manager()), () -> {
            rename(id, "renamed");
            assertThat(host.workflows().get(caller, id).orElseThrow().name()).isEqualTo("renamed");
        });
        inHostsAxon(NoTransactionManager.INSTANCE, () -> {
            rename(id, "mine");
            assertThat(Thread.ofPlatform().start(() -> rename(id, "another's"))).satisfies(Thread::join);
            assertThat(host.workflows().get(caller, id).orElseThrow().name()).isEqualTo("another's");
        });
    }

    @Test
    void its_messages_tell_ours_nothing() {
        var hosts = new AtomicReference<String>();

        inHostsAxon(NoTransactionManager.INSTANCE, () -> {
            hosts.set(CurrentUnitOfWork.get().getMessage().getIdentifier());
            host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
        });

        var metaData = host.outside().queryForObject("""
            select meta_data::text from connected_workflow.domain_event where organization_id = ?""", String.class,
                caller.actor().organization());
        assertThat(metaData).contains("\"requestId\": \"request-1\"", "traceId").doesNotContain(hosts.get());
    }

    @Test
    void its_own_unit_of_work_is_current_again_afterwards() {
        inHostsAxon(NoTransactionManager.INSTANCE, () -> {
            var before = CurrentUnitOfWork.get();
            host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();
            assertThatThrownBy(() -> host.workflows().create(caller, draft("contacts-process", 1)).orElseThrow())
                    .isInstanceOf(RefusedException.class);
            assertThat(host.workflows().get(caller, "1")).isEqualTo(new Outcome.Refused<>(IdUnknown.WORKFLOW));
            assertThat(CurrentUnitOfWork.get()).isSameAs(before);
        });
    }
}
