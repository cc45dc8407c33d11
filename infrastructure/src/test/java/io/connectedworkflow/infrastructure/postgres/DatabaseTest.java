package io.connectedworkflow.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.infrastructure.testing.TestPostgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;

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
        assertThat(migrated(dataSource, manager).dataSource()).isSameAs(dataSource);
    }

    @Test
    void transactions_of_its_data_source_may_be_found_through_a_proxy() {
        var proxy = new TransactionAwareDataSourceProxy(new LazyConnectionDataSourceProxy(dataSource));

        assertThat(migrated(proxy, new JdbcTransactionManager(proxy)).dataSource()).isSameAs(proxy);
        assertThat(migrated(new TransactionAwareDataSourceProxy(dataSource), manager).jdbc()).isNotNull();
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
}
