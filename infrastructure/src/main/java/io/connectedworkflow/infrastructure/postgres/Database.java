package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.CannotStartException;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The PostgreSQL that our tables are in. Whoever has one can rely on the schema being there in its latest version.
 *
 * @param jdbc         takes part in the current transaction, if there is one
 * @param transactions runs something in a transaction, the current one if there is one
 */
public record Database(DataSource dataSource, JdbcTemplate jdbc, PlatformTransactionManager transactionManager,
        TransactionTemplate transactions) {

    // Of a pool that does not say how many it has.
    private static final int USUAL_CONNECTIONS = 10;
    private static final List<String> ONE_ROW = List.of("workflow_view_fold", "chain_progress");

    /**
     * Migrates the schema, and gives access to it; or throws {@link CannotStartException} if the transactions are those of
     * another data source: what belongs together would be stored in parts.
     */
    public static Database migrated(DataSource dataSource, PlatformTransactionManager transactionManager,
            Migrations migrations) {
        try {
            return of(dataSource, transactionManager, migrations);
        } catch (RuntimeException failure) {
            throw SqlState.isOfPooler(failure) ? behindPooler(failure) : failure;
        }
    }

    private static CannotStartException behindPooler(RuntimeException failure) {
        return new CannotStartException("Between us and PostgreSQL there is a pooler, such as PgBouncer, that lets "
                + "transactions share connections: add prepareThreshold=0 to the parameters of the data source's URL",
                failure);
    }

    private static Database of(DataSource dataSource, PlatformTransactionManager transactionManager,
            Migrations migrations) {
        migrations.run();
        var committing = new CommittingDataSource(dataSource);
        var database = new Database(committing, new JdbcTemplate(committing), transactionManager,
                readCommitted(committing, transactionManager));
        if (!Boolean.TRUE.equals(database.transactions.execute(
                status -> database.currentTransaction().equals(database.currentTransaction())))) {
            throw new CannotStartException("The transaction manager does not manage the data source of the schema "
                    + "connected_workflow, but another one: name its own by connected-workflow.transaction-manager");
        }
        ONE_ROW.forEach(database::requireOneRow);
        return database;
    }

    // Two of a restore into what was there already would both be believed, or neither.
    private void requireOneRow(String table) {
        var rows = jdbc.queryForObject("select count(*) from connected_workflow." + table, Long.class);
        if (rows == null || rows != 1) {
            throw new CannotStartException(
                    ("The table connected_workflow.%s must hold one row and holds %d, as after a restore "
                            + "into a schema that was not empty: restore again, into an empty one")
                            .formatted(table, rows));
        }
    }

    private String currentTransaction() {
        return Objects.requireNonNull(jdbc.queryForObject("select pg_current_xact_id()::text", String.class));
    }

    // Commands need this level. Where the connections have it anyway, asking for it would cost each a round trip.
    private static TransactionTemplate readCommitted(DataSource dataSource, PlatformTransactionManager manager) {
        var transactions = new TransactionTemplate(manager);
        var usual = new JdbcTemplate(dataSource)
                .execute((ConnectionCallback<Integer>) Connection::getTransactionIsolation);
        if (usual == null || usual != Connection.TRANSACTION_READ_COMMITTED) {
            transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        }
        return transactions;
    }

    /** Runs something with this propagation, one of those that {@link TransactionDefinition} names. */
    public TransactionTemplate transactions(int propagation) {
        var template = new TransactionTemplate(transactionManager, transactions);
        template.setPropagationBehavior(propagation);
        return template;
    }

    /** Lets the current transaction wait no longer for any lock than a command would. */
    public void boundWaits() {
        jdbc.query("select connected_workflow.bound_waits(?::integer, null)", row -> {}, Patience.LONGEST.toMillis());
    }

    /** Which one it is, in words. */
    public String description() {
        return Objects.requireNonNull(jdbc.execute((ConnectionCallback<String>) connection -> {
            var about = connection.getMetaData();
            // What is behind the question mark may be secret.
            return "PostgreSQL %s at %s as %s".formatted(about.getDatabaseProductVersion(),
                    about.getURL().split("\\?", 2)[0], about.getUserName());
        }));
    }

    /** How many connections the pool has at most, as one of these knows it; 10 where none does. */
    public int connections(Stream<DataSourcePoolMetadataProvider> pools) {
        return pools.map(pool -> pool.getDataSourcePoolMetadata(dataSource)).filter(Objects::nonNull)
                .map(DataSourcePoolMetadata::getMax).filter(most -> most != null && most > 0).findFirst()
                .orElse(USUAL_CONNECTIONS);
    }

    /**
     * Access with connections of its own, which neither takes part in the current transaction nor waits for the pool,
     * and gives up within seconds.
     */
    JdbcTemplate besideThePool() {
        return new JdbcTemplate(direct(dataSource));
    }

    private static DataSource direct(DataSource pool) {
        try {
            var direct = DataSourceBuilder.derivedFrom(pool).type(SimpleDriverDataSource.class).build();
            var limits = new Properties();
            limits.setProperty("connectTimeout", "2");
            limits.setProperty("loginTimeout", "2");
            limits.setProperty("socketTimeout", "5");
            direct.setConnectionProperties(limits);
            return direct;
        } catch (RuntimeException unknownKindOfPool) {
            // Another object is another data source to Spring's transactions.
            return new DelegatingDataSource(pool);
        }
    }
}
