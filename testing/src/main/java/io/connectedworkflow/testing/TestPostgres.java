package io.connectedworkflow.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One real PostgreSQL for all tests of a JVM: a container where a Docker engine answers, else the embedded binaries. */
public final class TestPostgres {

    private static final String PASSWORD = "test-password";
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final TestPostgres SHARED = start();

    private final String address;
    private final String user;
    private final String password;
    private final JdbcTemplate superuser;

    private TestPostgres(String address, String user, String password) {
        this.address = address;
        this.user = user;
        this.password = password;
        this.superuser = new JdbcTemplate(new DriverManagerDataSource(address + "postgres", user, password));
    }

    /**
     * An empty database.
     *
     * @param owner  the role that owns it
     * @param server a plain role, for the running server
     */
    public record TestDatabase(String url, String owner, String server, String password) {

        /** Connects as the owner. */
        public JdbcTemplate asOwner() {
            return new JdbcTemplate(new DriverManagerDataSource(url, owner, password));
        }

        /** Connects as the superuser of the cluster, whom the databases of all tests obey. */
        public JdbcTemplate asSuperuser() {
            return new JdbcTemplate(new DriverManagerDataSource(url, SHARED.user, SHARED.password));
        }

        /** Connects as the running server does. */
        public JdbcTemplate asServer() {
            return new JdbcTemplate(new DriverManagerDataSource(url, server, password));
        }
    }

    /** A database of its own, with roles of its own, for whoever asks. */
    public static TestDatabase newDatabase() {
        var name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        var owner = name + "_owner";
        var server = name + "_server";
        SHARED.superuser.execute("create role " + owner + " login password '" + PASSWORD + "'");
        SHARED.superuser.execute("create role " + server + " login password '" + PASSWORD + "'");
        SHARED.superuser.execute("create database " + name + " owner " + owner);
        return new TestDatabase(SHARED.address + name, owner, server, PASSWORD);
    }

    /** Connects as who may do everything. */
    public static JdbcTemplate asSuperuser() {
        return SHARED.superuser;
    }

    private static TestPostgres start() {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            var container = new PostgreSQLContainer("postgres:18.4-alpine").withDatabaseName("postgres")
                    .withCommand("postgres", "-c", "max_connections=300");
            container.start();
            return new TestPostgres(
                    "jdbc:postgresql://%s:%d/".formatted(container.getHost(), container.getMappedPort(5432)),
                    container.getUsername(), container.getPassword());
        }
        try {
            var embedded = EmbeddedPostgres.builder().start();
            return new TestPostgres("jdbc:postgresql://localhost:%d/".formatted(embedded.getPort()), "postgres", "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
