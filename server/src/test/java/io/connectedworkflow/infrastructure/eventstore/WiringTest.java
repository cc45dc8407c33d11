package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowProjection;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.application.workflow.WorkflowViews;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.domain.workflow.WorkflowRegister;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Tables;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.MultiEventHandlerInvoker;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SubscribingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The parts of our Axon are those that we mean, and nobody else's. */
class WiringTest {

    private static final WorkflowRegister.Others NOTHING = new WorkflowRegister.Others(false, false, 0, 0, 0);

    private static TestDatabase place;
    private static ConfigurableApplicationContext server;
    private static PrivateAxon axon;

    @BeforeAll
    static void start() {
        place = TestPostgres.newDatabase();
        server = ServerContext.start(place);
        axon = server.getBean(PrivateAxon.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A register that has nothing, and remembers in which transaction it was asked. */
    private static WorkflowRegister spy(List<String> transactions, Database database) {
        return (organization, workflow, name, moduleId) -> {
            transactions.add(transaction(database));
            return NOTHING;
        };
    }

    /** A projection that does this with an event. */
    record Projection(Consumer<WorkflowEvent> reaction) {

        @EventHandler
        void on(WorkflowEvent event) {
            reaction.accept(event);
        }
    }

    /** Which transaction this is, if there is one, and how it is isolated. */
    private static String transaction(Database database) {
        assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
        return Objects.requireNonNull(database.jdbc().queryForObject(
                "select pg_current_xact_id() || ' ' || current_setting('transaction_isolation')", String.class));
    }

    private static ConnectedWorkflows workflows(Consumer<WorkflowEvent> projection, WorkflowRegister register) {
        var ids = server.getBean(Ids.class);
        var views = new WorkflowProjection(new NoViews());
        var own = new PrivateAxon(server.getBean(Database.class), register, ids, views,
                List.of(new Projection(projection)));
        return new ConnectedWorkflows(own.messages(new CommandTurns(16, 16), () -> false),
                server.getBean(Organizations.class), ids);
    }

    @Test
    void the_event_store_is_in_postgresql() {
        assertThat(axon.part(EventStore.class)).isExactlyInstanceOf(EmbeddedEventStore.class)
                .extracting("storageEngine").isExactlyInstanceOf(PostgresEventStorageEngine.class);
    }

    @Test
    void the_token_store_is_in_postgresql() {
        assertThat(axon.part(TokenStore.class)).isExactlyInstanceOf(PostgresTokenStore.class);
    }

    @Test
    void there_is_one_serializer_and_it_is_ours() {
        var configuration = (Configuration) Objects
                .requireNonNull(ReflectionTestUtils.getField(axon, "configuration"));
        var serializer = axon.part(Serializer.class);

        assertThat(serializer).isExactlyInstanceOf(EventSerializer.class).isSameAs(configuration.serializer())
                .isSameAs(configuration.eventSerializer()).isSameAs(configuration.messageSerializer());
        assertThat(axon.part(EventStore.class)).extracting("storageEngine").extracting("eventSerializer",
                "snapshotSerializer").containsOnly(serializer);
        assertThat(axon.part(TokenStore.class)).extracting("serializer").isSameAs(serializer);
    }

    @Test
    void transactions_are_springs() {
        assertThat(axon.part(TransactionManager.class)).isInstanceOf(SpringTransactionManager.class)
                .isNotInstanceOf(NoTransactionManager.class);
        assertThat(axon.part(CommandBus.class)).isExactlyInstanceOf(SimpleCommandBus.class)
                .extracting("transactionManager").isSameAs(axon.part(TransactionManager.class));
    }

    @Test
    void a_command_is_handled_and_projected_in_one_transaction() {
        var database = server.getBean(Database.class);
        var transactions = new ArrayList<String>();

        workflows(event -> transactions.add(transaction(database)), spy(transactions, database))
                .create(Callers.of("1001", 5), draft("contacts-process", 0));

        assertThat(transactions).hasSize(2).allMatch(one -> one.endsWith(" read committed"));
        assertThat(transactions.getFirst()).isEqualTo(transactions.getLast());
        assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
    }

    @Test
    void projections_run_in_the_command_and_fail_it_when_they_fail() {
        var configuration = (Configuration) Objects
                .requireNonNull(ReflectionTestUtils.getField(axon, "configuration"));
        var processing = configuration.eventProcessingConfiguration();

        assertThat(processing.eventProcessors()).hasSize(1).allSatisfy((name, processor) -> {
            assertThat(processor).isExactlyInstanceOf(SubscribingEventProcessor.class);
            assertThat(processor).extracting("errorHandler").isSameAs(PropagatingErrorHandler.instance());
            assertThat(processor).extracting("eventHandlerInvoker").isInstanceOf(MultiEventHandlerInvoker.class)
                    .extracting("delegates").asInstanceOf(InstanceOfAssertFactories.LIST)
                    .isNotEmpty()
                    .extracting("listenerInvocationErrorHandler").containsOnly(PropagatingErrorHandler.instance());
        });
    }

    @Test
    void a_projection_that_fails_leaves_no_event() {
        var before = Tables.dump(place.asOwner(), Tables.WRITTEN);
        var failing = workflows(event -> {
            throw new IllegalStateException("no projection of " + event.workflowId());
        }, (organization, workflow, name, moduleId) -> NOTHING);

        assertThatThrownBy(() -> failing.create(Callers.of("1002", 5), draft("contacts-process", 0)))
                .isExactlyInstanceOf(IllegalStateException.class).hasMessageStartingWith("no projection of ");

        assertThat(Tables.dump(place.asOwner(), Tables.WRITTEN)).isEqualTo(before);
    }

    @Test
    void a_projection_that_breaks_leaves_no_event_and_no_transaction() {
        var before = Tables.dump(place.asOwner(), Tables.WRITTEN);
        var breaking = workflows(event -> {
            throw new StackOverflowError("no projection of " + event.workflowId());
        }, (organization, workflow, name, moduleId) -> NOTHING);

        assertThatThrownBy(() -> breaking.create(Callers.of("1003", 5), draft("contacts-process", 0)))
                .isExactlyInstanceOf(StackOverflowError.class).hasMessageStartingWith("no projection of ");

        assertThat(Tables.dump(place.asOwner(), Tables.WRITTEN)).isEqualTo(before);
        assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
    }

    @Test
    void no_part_of_it_is_a_bean_for_a_host_to_stumble_over() {
        var beans = Arrays.stream(server.getBeanDefinitionNames())
                .filter(name -> isAxon(Objects.requireNonNull(server.getType(name)))).toList();

        assertThat(beans).isEmpty();
        assertThat(server.getBeanNamesForType(PrivateAxon.class)).hasSize(1);
    }

    private static boolean isAxon(Class<?> type) {
        for (Class<?> superclass = type; superclass != null; superclass = superclass.getSuperclass()) {
            if (superclass.getName().startsWith("org.axonframework.")
                    || Arrays.stream(superclass.getInterfaces()).anyMatch(WiringTest::isAxon)) {
                return true;
            }
        }
        return false;
    }

    /** Views that nobody keeps. */
    private static final class NoViews implements WorkflowViews {

        @Override
        public Optional<WorkflowView> find(String organizationId,
                String workflowId) {
            return Optional.empty();
        }

        @Override
        public List<WorkflowSummary> list(String organizationId, WorkflowFilter filter, Page page) {
            return List.of();
        }

        @Override
        public void remove(WorkflowView view) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void save(WorkflowView view) {
            throw new UnsupportedOperationException();
        }
    }
}
