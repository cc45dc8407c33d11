package io.connectedworkflow.infrastructure.postgres;

import static io.connectedworkflow.testing.Expected.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.postgres.OwnPostgres;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Who sends requests to the server learns in time that it cannot write, and that it can again. */
class WritableHealthTest {

    private static final RunningServer SERVER = RunningServer.start();

    private final TestOrganization organization = SERVER.admin().organization();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void is_out_of_service_while_the_database_takes_no_writes() {
        organization.list().mustBe(NOTHING);
        assertThat(readiness()).isEqualTo(200);
        alter("set default_transaction_read_only = on");
        try {
            await().untilAsserted(() -> assertThat(readiness()).isEqualTo(503));
            assertThat(SERVER.http().send("GET", "/actuator/health/readiness", Map.of(), null).body())
                    .isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
            assertThat(SERVER.http().send("GET", "/actuator/health/liveness", Map.of(), null).status()).isEqualTo(200);
            organization.list().mustBe(NOTHING);
        } finally {
            alter("reset default_transaction_read_only");
        }
        await().untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
    }

    @Test
    void is_out_of_service_on_a_standby_and_in_service_again_when_that_is_promoted(@TempDir Path path)
            throws IOException {
        try (var postgres = new OwnPostgres(path, "secret")) {
            var role = new DriverManagerDataSource("jdbc:postgresql://localhost:%d/postgres"
                    .formatted(postgres.port()), "postgres", "secret");
            var database = Database.migrated(role, new JdbcTransactionManager(role),
                    new Migrations(role, role, true));
            assertThat(status(database)).isEqualTo(Status.UP);

            postgres.startAsStandby();
            assertThat(status(database)).isEqualTo(Status.OUT_OF_SERVICE);

            database.jdbc().queryForObject("select pg_promote()", Boolean.class);
            await().untilAsserted(() -> assertThat(status(database)).isEqualTo(Status.UP));
        }
    }

    private static Status status(Database database) {
        return new WritableHealth(database, System::nanoTime).health().getStatus();
    }

    // A pool keeps connections for half an hour.
    @Test
    void no_connection_is_kept_that_is_from_a_time_without_writes() {
        var role = SERVER.database().server();
        organization.list().mustBe(NOTHING);
        alter("set default_transaction_read_only = on");
        try {
            TestPostgres.asSuperuser()
                    .queryForList("select pg_terminate_backend(pid) from pg_stat_activity where usename = ?", role);
            await().untilAsserted(() -> assertThat(organization.list().status()).isEqualTo(204));
        } finally {
            alter("reset default_transaction_read_only");
        }
        await().untilAsserted(() -> assertThat(organization.tryToCreate("written", "Leads").status()).isEqualTo(201));
        for (var module : new String[]{"Deals", "Contacts", "Accounts"}) {
            await().untilAsserted(() -> assertThat(organization.tryToCreate(module, module).status()).isEqualTo(201));
        }
    }

    private static int readiness() {
        return SERVER.http().send("GET", "/actuator/health/readiness", Map.of(), null).status();
    }

    private static void alter(String what) {
        TestPostgres.asSuperuser().execute("alter role " + SERVER.database().server() + " " + what);
    }
}
