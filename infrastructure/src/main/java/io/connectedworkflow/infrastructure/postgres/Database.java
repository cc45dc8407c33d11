package io.connectedworkflow.infrastructure.postgres;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The PostgreSQL that our tables are in. Whoever has one can rely on the schema being there in its latest version.
 *
 * @param jdbc         takes part in the current transaction, if there is one
 * @param transactions runs something in a transaction, the current one if there is one
 */
public record Database(DataSource dataSource, JdbcTemplate jdbc, PlatformTransactionManager transactionManager,
        TransactionTemplate transactions) {

    /** Migrates the schema, and gives access to it. */
    public static Database migrated(DataSource dataSource, PlatformTransactionManager transactionManager,
            Migrations migrations) {
        migrations.run();
        return new Database(dataSource, new JdbcTemplate(dataSource), transactionManager,
                new TransactionTemplate(transactionManager));
    }
}
