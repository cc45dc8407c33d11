package io.connectedworkflow.infrastructure.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowProjection;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.Migrations;
import io.connectedworkflow.infrastructure.workflow.PostgresWorkflowRegister;
import io.connectedworkflow.infrastructure.workflow.PostgresWorkflowViews;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An application that has us in it, and notes of its own, which it writes in its own transactions. */
final class Host implements AutoCloseable {

    private static final AtomicLong LAST_ID = new AtomicLong(1_234_567_890_123_456_789L);

    private final TestDatabase place = TestPostgres.newDatabase();
    private final HikariDataSource dataSource = new HikariDataSource();
    private final PlatformTransactionManager manager;
    private final LongConsumer notes;
    private final Runnable end;
    private final Database database;
    private final PrivateAxon axon;
    private final ConnectedWorkflows workflows;

    /** How a host manages its transactions. */
    enum Manager {
        /** With JDBC. */
        JDBC,
        /** With JDBC, and not as Spring does by default: a part that fails does not make all of it fail. */
        JDBC_THAT_FORGIVES,
        /** With JPA, by Hibernate. */
        JPA
    }

    Host(Manager kind) {
        dataSource.setJdbcUrl(place.url());
        dataSource.setUsername(place.server());
        dataSource.setPassword(place.password());
        dataSource.setMaximumPoolSize(8);
        place.asOwner().execute("create table note (id bigint primary key)");
        place.asOwner().execute("grant select, insert on note to " + place.server());
        switch (kind) {
            case JDBC, JDBC_THAT_FORGIVES -> {
                var jdbc = new JdbcTransactionManager(dataSource);
                jdbc.setGlobalRollbackOnParticipationFailure(kind == Manager.JDBC);
                manager = jdbc;
                notes = id -> new JdbcTemplate(dataSource).update("insert into note values (?)", id);
                end = dataSource::close;
            }
            case JPA -> {
                var entities = hibernate(dataSource);
                manager = new JpaTransactionManager(entities);
                ((JpaTransactionManager) manager).afterPropertiesSet();
                notes = id -> write(SharedEntityManagerCreator.createSharedEntityManager(entities), id);
                end = () -> {
                    entities.close();
                    dataSource.close();
                };
            }
            default -> throw new IllegalArgumentException(kind.name());
        }
        database = Database.migrated(dataSource, manager, new Migrations(
                new DriverManagerDataSource(place.url(), place.owner(), place.password()), dataSource, true));
        axon = axon(List.of());
        workflows = workflows(axon);
    }

    private static EntityManagerFactory hibernate(DataSource dataSource) {
        var factory = new LocalContainerEntityManagerFactoryBean();
        factory.setDataSource(dataSource);
        factory.setManagedTypes(PersistenceManagedTypes.of(Note.class.getName()));
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.afterPropertiesSet();
        return Objects.requireNonNull(factory.getObject());
    }

    private static void write(EntityManager entities, long id) {
        entities.persist(new Note(id));
        entities.flush();
    }

    private static Ids ids() {
        return () -> Long.toString(LAST_ID.incrementAndGet());
    }

    /** Our Axon in this host, with further projections. */
    PrivateAxon axon(List<Object> projections) {
        var register = new PostgresWorkflowRegister(database);
        var views = new WorkflowProjection(new PostgresWorkflowViews(database));
        return new PrivateAxon(database, register, ids(), views, Stream
                .concat(Stream.of(views, register), projections.stream()).toList());
    }

    /** Our API, as the host has it. */
    ConnectedWorkflows workflows() {
        return workflows;
    }

    /** Our API over another Axon, for callers who know their organizations. */
    ConnectedWorkflows workflows(PrivateAxon other) {
        return new ConnectedWorkflows(other.messages(new CommandTurns(16, 16), () -> false), actor -> {
            throw new CallerUnknown().asException();
        }, ids());
    }

    /** A way to begin transactions. */
    TransactionTemplate transactions() {
        return new TransactionTemplate(manager);
    }

    /** How the host manages its transactions. */
    PlatformTransactionManager manager() {
        return manager;
    }

    /** SQL in the current transaction. */
    JdbcTemplate jdbc() {
        return database.jdbc();
    }

    /** SQL as the owner of all tables, in no transaction of the host's. */
    JdbcTemplate outside() {
        return place.asOwner();
    }

    /** Writes something of the host's own, in the current transaction. */
    void write(long note) {
        notes.accept(note);
    }

    /** All notes that are committed. */
    List<Long> notes() {
        return place.asOwner().query("select id from note order by id", (row, i) -> row.getLong(1));
    }

    /** How many connections are taken from the pool. */
    int openConnections() {
        return dataSource.getHikariPoolMXBean().getActiveConnections();
    }

    /** Nothing is left over in this thread, or taken from the pool. */
    void assertNothingIsOpen() {
        assertThat(CurrentUnitOfWork.isStarted()).isFalse();
        assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
        assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        assertThat(openConnections()).isZero();
    }

    @Override
    public void close() {
        axon.close();
        end.run();
    }
}
