package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.application.workflow.WorkflowProjection;
import io.connectedworkflow.domain.workflow.ConnectedWorkflow;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.domain.workflow.WorkflowRegister;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.IdempotencyKeys;
import io.connectedworkflow.infrastructure.postgres.PresentClient;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.AxonIQConsoleModule;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.config.ModuleConfiguration;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;

/**
 * Our own Axon: its buses, event store, token store, serializer and transactions. It shares nothing with an Axon that a
 * host has, it is configured here and nowhere else, and none of its parts is a Spring bean.
 */
public final class PrivateAxon implements AutoCloseable {

    /** What brings events of former releases into today's form, wherever they are read. */
    static final EventUpcaster UPCASTERS = new EventUpcasterChain();

    private static final int SNAPSHOT_EVERY = 100;

    private final Configuration configuration;
    private final Database database;

    /**
     * Starts it.
     *
     * @param projections are told of every event in the transaction of its command, and fail the command if they fail
     */
    public PrivateAxon(Database database, WorkflowRegister register, Ids ids, WorkflowProjection views,
            List<Object> projections) {
        this.database = database;
        var configurer = new WithoutAdvertisement();
        store(configurer, database);
        var lock = new WorkflowLock(database);
        messages(configurer, new TakesEffectOnce(new IdempotencyKeys(database)), lock);
        configurer.registerComponent(WorkflowRegister.class, c -> register);
        configurer.registerComponent(Ids.class, c -> ids);
        configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(ConnectedWorkflow.class)
                .configureSnapshotFilter(c -> snapshot -> EventSerializer.snapshotRevision()
                        .equals(snapshot.getPayload().getType().getRevision()))
                .configureSnapshotTrigger(
                        c -> new EventCountSnapshotTriggerDefinition(c.snapshotter(), SNAPSHOT_EVERY)));
        configurer.registerQueryHandler(c -> views);
        configurer.eventProcessing(processing -> {
            processing.usingSubscribingEventProcessors().byDefaultAssignTo("command")
                    .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
                    .registerDefaultErrorHandler(c -> PropagatingErrorHandler.instance());
            projections.forEach(projection -> processing.registerEventHandler(c -> projection));
        });
        configuration = configurer.start();
        configuration.eventBus().registerDispatchInterceptor(lock);
    }

    /** What Axon has by default, less the module that advertises a product in the log. */
    private static final class WithoutAdvertisement extends DefaultConfigurer {

        @Override
        public Configurer registerModule(ModuleConfiguration module) {
            return module instanceof AxonIQConsoleModule ? this : super.registerModule(module);
        }
    }

    private static void store(Configurer configurer, Database database) {
        configurer.configureSerializer(c -> new EventSerializer());
        configurer.configureEventSerializer(Configuration::serializer);
        configurer.configureMessageSerializer(Configuration::serializer);
        configurer.configureTransactionManager(c -> new SpringTransactionManager(database.transactionManager()));
        configurer.configureEmbeddedEventStore(c -> new PostgresEventStorageEngine(database, connections(database),
                c.getComponent(TransactionManager.class), c.serializer(), UPCASTERS, c.snapshotFilter(),
                new SQLStateResolver("23505")));
        configurer.registerComponent(TokenStore.class,
                c -> new PostgresTokenStore(connections(database), c.serializer()));
    }

    private static void messages(Configurer configurer, TakesEffectOnce once, WorkflowLock lock) {
        configurer.configureCommandBus(c -> {
            var bus = SimpleCommandBus.builder().transactionManager(c.getComponent(TransactionManager.class)).build();
            bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(c.correlationDataProviders()));
            bus.registerHandlerInterceptor(once);
            bus.registerHandlerInterceptor(lock);
            return bus;
        });
        // A query is one statement, which needs no transaction, and no round trip to end one.
        configurer.configureQueryBus(c -> SimpleQueryBus.builder().build());
        configurer.configureCorrelationDataProviders(c -> List.of(new MessageOriginProvider(),
                new SimpleCorrelationDataProvider(AxonMessages.REQUEST_ID)));
    }

    // Not attached to the unit of work, which would roll back the connection itself, and all that a caller did on it.
    private static ConnectionProvider connections(Database database) {
        return new SpringDataSourceConnectionProvider(database.dataSource());
    }

    /** The way to the aggregate and the views, for commands that take turns, of clients that may give up. */
    public Messages messages(CommandTurns turns, PresentClient client) {
        return new AxonMessages(turns, client, new CommandTransaction(database),
                configuration.getComponent(CommandBus.class), configuration.queryGateway());
    }

    /** The way to the past. */
    public StoredEvents storedEvents() {
        return new StoredEvents(database.jdbc(), configuration.serializer(), UPCASTERS);
    }

    /** Where the processors of {@link #streamingProcessor} stand. */
    public StoredPositions storedPositions() {
        return new StoredPositions(database, configuration.serializer());
    }

    /** Begins to build a processor that keeps its positions here, in the transactions in which it handles events. */
    public PooledStreamingEventProcessor.Builder streamingProcessor() {
        return PooledStreamingEventProcessor.builder().tokenStore(configuration.getComponent(TokenStore.class))
                .transactionManager(configuration.getComponent(TransactionManager.class));
    }

    /** One of its parts, for whoever wants to make sure of it. */
    public <T> @Nullable T part(Class<T> type) {
        return configuration.getComponent(type);
    }

    @Override
    public void close() {
        configuration.shutdown();
    }
}
