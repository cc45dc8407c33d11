package com.example.sales;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Gives the application a PostgreSQL database: in a container where a Docker engine answers, else of the embedded binaries. */
@TestConfiguration(proxyBeanMethods = false)
class SalesDatabase {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Server SERVER = start();

    private record Server(String address, String user, String password) {}

    /** An empty database, owned by the only role that the application has. */
    record Details(String getJdbcUrl, String getUsername, String getPassword) implements JdbcConnectionDetails {}

    @Bean
    Details salesDatabase() {
        var name = "sales_" + DATABASES.incrementAndGet();
        var superuser = new JdbcTemplate(
                new DriverManagerDataSource(SERVER.address + "postgres", SERVER.user, SERVER.password));
        superuser.execute("create role " + name + " login password 'sales'");
        superuser.execute("create database " + name + " owner " + name);
        return new Details(SERVER.address + name, name, "sales");
    }

    private static Server start() {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            var container = new PostgreSQLContainer("postgres:18.4-alpine").withDatabaseName("postgres");
            container.start();
            return new Server("jdbc:postgresql://%s:%d/".formatted(container.getHost(), container.getMappedPort(5432)),
                    container.getUsername(), container.getPassword());
        }
        try {
            var embedded = EmbeddedPostgres.builder().start();
            return new Server("jdbc:postgresql://localhost:%d/".formatted(embedded.getPort()), "postgres", "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
