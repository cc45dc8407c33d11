package io.connectedworkflow.infrastructure.postgres;

import javax.sql.DataSource;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** The role that owns the schema and migrates it, where the running server is another one. */
public record SchemaOwner(String username, String password) {

    /** Connects to the same database as this role. */
    DataSource dataSource(DataSource server) {
        return DataSourceBuilder.derivedFrom(server).type(SimpleDriverDataSource.class)
                .username(username).password(password).build();
    }

    @Override
    public String toString() {
        return "SchemaOwner[" + username + "]";
    }
}
