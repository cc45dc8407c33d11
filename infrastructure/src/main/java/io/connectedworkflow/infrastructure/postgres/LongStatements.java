package io.connectedworkflow.infrastructure.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets statements take as long as they need: a data source may give up a connection that says nothing for a while
 * ({@code socketTimeout} of PostgreSQL's driver), and to build an index, or to read all of the log, can take longer.
 */
public final class LongStatements {

    private static final Logger LOG = LoggerFactory.getLogger(LongStatements.class);

    private LongStatements() {}

    /** The same data source, whose connections are waited for. */
    static DataSource on(DataSource dataSource) {
        return new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                var connection = super.getConnection();
                allowOn(connection);
                return connection;
            }
        };
    }

    /** Waits for whatever the connection does, until it is given back: HikariCP sets its own time again. */
    public static void allowOn(Connection connection) throws SQLException {
        try {
            if (connection.getNetworkTimeout() > 0) {
                connection.setNetworkTimeout(Runnable::run, 0);
            }
        } catch (SQLFeatureNotSupportedException nobodyLimitsIt) {
            LOG.debug("Nothing limits how long a statement takes", nobodyLimitsIt);
        }
    }
}
