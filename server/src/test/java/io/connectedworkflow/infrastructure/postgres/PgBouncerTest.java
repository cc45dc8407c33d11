package io.connectedworkflow.infrastructure.postgres;

import static io.connectedworkflow.testing.TestOrganization.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.TestWorkflow;
import io.connectedworkflow.testing.Together;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything works behind PgBouncer in transaction mode, with fewer connections than the server's pool has: what one
 * transaction leaves in its connection, such as a prepared statement, the next one does not find.
 */
class PgBouncerTest {

    private static final int CLIENTS = 8;
    private static final int WORKFLOWS_OF_EACH = 10;

    @BeforeAll
    static void isInstalled() {
        Assumptions.assumeTrue(PgBouncer.executable().isPresent(),
                "No pgbouncer on this machine: whether everything works behind it is not tested");
    }

    @Test
    void many_clients_are_served_migrations_and_audit_included(@TempDir Path directory) throws Exception {
        try (var bouncer = PgBouncer.start(patientDatabase(), directory);
                var server = ServerContext.start(bouncer.database())) {
            var http = ServerContext.http(server);
            var admin = new Admin(http, Provisioning.CLIENT_ID, Provisioning.CLIENT_SECRET);

            var organizations = Together.run(CLIENTS, client -> {
                var organization = admin.organization(document -> document.putObject("limits")
                        .put("connected_workflows_limit", WORKFLOWS_OF_EACH));
                organization.giveModules(WORKFLOWS_OF_EACH);
                IntStream.rangeClosed(1, WORKFLOWS_OF_EACH).forEach(
                        i -> created(organization.tryToCreate("process " + i, "Module" + i)));
                return organization;
            });

            organizations.forEach(organization -> assertThat(organization.list().json().get("connected_workflows"))
                    .hasSize(WORKFLOWS_OF_EACH));
            await("the audit's log").atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(events(http, admin.token())).hasSize(CLIENTS * WORKFLOWS_OF_EACH));
        }
    }

    @Test
    void a_workflow_lives_there_and_a_second_server_joins(@TempDir Path directory) throws Exception {
        try (var bouncer = PgBouncer.start(patientDatabase(), directory);
                var first = ServerContext.start(bouncer.database());
                var second = ServerContext.start(bouncer.database())) {
            var http = ServerContext.http(first);
            var organization = new Admin(http, Provisioning.CLIENT_ID, Provisioning.CLIENT_SECRET).organization();
            var workflow = new TestWorkflow(http, organization);
            workflow.createRule(workflow.root(), "Contacts");
            var activated = workflow.send("PUT", "/actions/activate", Map.of(), null);
            assertThat(activated.status()).as(activated.body()).isEqualTo(200);
            assertThat(workflow.get("/history").json().get("history")).hasSizeGreaterThanOrEqualTo(4);

            var there = ServerContext.http(second).send("GET", workflow.path(), organization.token(), null);
            assertThat(there.json()).isEqualTo(workflow.whole().json());
        }
    }

    @Test
    void every_connection_waits_as_long_as_the_role_is_told_to(@TempDir Path directory) throws Exception {
        try (var bouncer = PgBouncer.start(patientDatabase(), directory)) {
            var jdbc = bouncer.database().asServer();
            assertThat(jdbc.queryForObject("show lock_timeout", String.class)).isEqualTo("10s");
            assertThat(jdbc.queryForObject("show idle_in_transaction_session_timeout", String.class)).isEqualTo("1min");
        }
    }

    @Test
    void a_start_without_the_setting_says_which_one(@TempDir Path directory) throws Exception {
        try (var bouncer = PgBouncer.start(patientDatabase(), directory)) {
            var there = bouncer.database();
            var without = new TestDatabase(there.url().replace("?prepareThreshold=0", ""), there.owner(),
                    there.server(), there.password());
            try (var server = ServerProcess.launch(ServerProcess.on(without))) {
                assertThat(server.awaitExit()).isEqualTo(1);
                assertThat(server.stderr().lines()).singleElement().asString()
                        .startsWith("connected-workflow cannot start: ").contains("PgBouncer", "prepareThreshold=0");
            }
        }
    }

    private static TestDatabase patientDatabase() {
        var database = TestPostgres.newDatabase();
        for (var setting : List.of("lock_timeout = '10s'", "idle_in_transaction_session_timeout = '60s'")) {
            database.asServer().execute("alter role " + database.server() + " set " + setting);
        }
        return database;
    }

    private static List<String> events(Http http, String token) {
        var reply = http.send("GET", "/audit/v1/events", Map.of("Authorization", "Bearer " + token, "Accept",
                "application/x-ndjson"), null);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.body().lines().toList();
    }
}
