package io.connectedworkflow.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What is stored together needs transactions of the same data source. */
class DatabaseTest {

    private final DataSource dataSource = connected();
    private final JdbcTransactionManager manager = new JdbcTransactionManager(dataSource);

    private static DataSource connected() {
        var place = TestPostgres.newDatabase();
        return new DriverManagerDataSource(place.url(), place.owner(), place.password());
    }

    private static Database migrated(DataSource dataSource, JdbcTransactionManager manager) {
        return Database.migrated(dataSource, manager, new Migrations(dataSource, dataSource, true));
    }

    @Test
    void transactions_are_those_of_its_data_source() {
        assertKeepsTogether(migrated(dataSource, manager));
    }

    @Test
    void transactions_of_its_data_source_may_be_found_through_a_proxy() {
        var proxy = new TransactionAwareDataSourceProxy(new LazyConnectionDataSourceProxy(dataSource));

        assertKeepsTogether(migrated(proxy, new JdbcTransactionManager(proxy)));
        assertKeepsTogether(migrated(new TransactionAwareDataSourceProxy(dataSource), manager));
    }

    private static void assertKeepsTogether(Database database) {
        var count = "select count(*) from connected_workflow.done_once where what = 'it'";
        database.transactions().executeWithoutResult(status -> {
            database.jdbc().update("insert into connected_workflow.done_once values ('it')");
            assertThat(database.jdbc().queryForObject(count, Long.class)).isEqualTo(1);
            status.setRollbackOnly();
        });
        assertThat(database.jdbc().queryForObject(count, Long.class)).isZero();
    }

    @Test
    void transactions_of_another_data_source_are_refused() {
        var others = new JdbcTransactionManager(connected());

        assertRefused(dataSource, others);
        assertRefused(new DelegatingDataSource(dataSource), manager);
    }

    private static void assertRefused(DataSource dataSource, JdbcTransactionManager manager) {
        assertThatThrownBy(() -> migrated(dataSource, manager)).isInstanceOf(CannotStartException.class)
                .hasMessageContaining("does not manage the data source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void its_own_transactions_are_read_committed_whatever_the_data_sources_are(String usual) {
        var strict = new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                var connection = super.getConnection();
                try (var statement = connection.createStatement()) {
                    statement.execute("set session characteristics as transaction isolation level " + usual);
                }
                return connection;
            }
        };
        var database = migrated(strict, new JdbcTransactionManager(strict));

        assertThat(isolation(database, null)).isEqualTo(usual);
        assertThat(isolation(database, database.transactions())).isEqualTo("read committed");
        assertThat(isolation(database, database.transactions(TransactionDefinition.PROPAGATION_REQUIRES_NEW)))
                .isEqualTo("read committed");
    }

    private static @Nullable String isolation(Database database, @Nullable TransactionTemplate transactions) {
        var asked = "select current_setting('transaction_isolation')";
        return transactions == null
                ? database.jdbc().queryForObject(asked, String.class)
                : transactions.execute(status -> database.jdbc().queryForObject(asked, String.class));
    }
}
