package io.connectedworkflow.infrastructure.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * A data source whose connections commit by themselves outside of transactions, whatever the pool has been told: a host
 * that has JPA often tells it otherwise. In transactions it is the data source that it stands for.
 */
final class CommittingDataSource extends DelegatingDataSource implements InfrastructureProxy {

    CommittingDataSource(DataSource pool) {
        super(target(pool));
    }

    // One that takes part in transactions by itself would let us end those of others.
    private static DataSource target(DataSource pool) {
        return pool instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null
                ? target(proxy.getTargetDataSource())
                : pool;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = super.getConnection();
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
        return connection;
    }

    @Override
    public Object getWrappedObject() {
        return Objects.requireNonNull(getTargetDataSource());
    }
}
