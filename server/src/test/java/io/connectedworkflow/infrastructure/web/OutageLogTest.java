package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.CapturedLog;
import io.connectedworkflow.testing.DatabaseLine;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** While the database is away the log says so, and not again and again, however much is asked for. */
class OutageLogTest {

    private static final int CLIENTS = 20;
    private static final String AUDIT = "ConnectedWorkflow.audit";

    private record Request(String method, String path, String token, String body) {

        int send(Http http) {
            return body.isEmpty() || body.startsWith("{")
                    ? http.send(method, path, token, body.isEmpty() ? null : body).status()
                    : http.form(path, body).status();
        }
    }

    private static List<Request> requests(RunningServer server, TestOrganization organization, String workflow) {
        var token = organization.token();
        var audit = organization.token(AUDIT);
        var admin = server.admin().token();
        var client = organization.client(organization.asha(), 3600, TestOrganization.ALL);
        var one = WORKFLOWS + "/" + workflow;
        return List.of(new Request("GET", WORKFLOWS, token, ""), new Request("GET", one, token, ""),
                new Request("GET", one + "/history", token, ""), new Request("GET", one + "?version=1", token, ""),
                new Request("POST", WORKFLOWS, token,
                        "{\"connected_workflows\":[{\"name\":\"a\",\"primary_module\":{\"api_name\":\"Deals\"}}]}"),
                new Request("PUT", one, token, "{\"connected_workflows\":[{\"name\":\"b\"}]}"),
                new Request("PUT", one + "/actions/activate", token, ""), new Request("DELETE", one, token, ""),
                new Request("GET", WORKFLOWS, "unknown", ""), new Request("GET", "/audit/v1/events", audit, ""),
                new Request("GET", "/audit/v1/checkpoints", audit, ""),
                new Request("POST", "/audit/v1/replays", audit, "{}"),
                new Request("GET", Admin.ORGANIZATIONS, admin, ""),
                new Request("PUT", organization.path(), admin, organization.document().toString()),
                new Request("POST", organization.clientsPath(organization.asha()), admin, "{\"scopes\":[\"a\"]}"),
                new Request("POST", "/oauth/v2/token", "", "grant_type=client_credentials&" + client.form()),
                new Request("POST", "/oauth/v2/token", "", "grant_type=client_credentials&client_id=a&client_secret=b"),
                new Request("POST", "/oauth/v2/token/revoke", "", "token=a"));
    }

    @Test
    void tells_of_each_kind_of_failure_once_a_second_and_in_one_line() {
        var database = TestPostgres.newDatabase();
        try (var line = new DatabaseLine(database);
                var server = RunningServer.startOn(
                        new TestDatabase(line.url(), database.owner(), database.server(), database.password()),
                        "--spring.datasource.hikari.connection-timeout=500",
                        "--connected-workflow.tokens.purge-interval=200ms")) {
            var organization = server.admin().organization();
            var requests = requests(server, organization, organization.create("first", "Leads"));
            try (var log = CapturedLog.of(Logger.ROOT_LOGGER_NAME, Level.WARN)) {
                line.cut();
                var began = System.nanoTime();
                var statuses = Together.run(CLIENTS,
                        i -> requests.stream().map(request -> request.send(server.http())).toList()).stream()
                        .flatMap(List::stream).toList();
                var seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;

                assertThat(statuses).hasSize(CLIENTS * requests.size()).containsOnly(503);
                assertThat(server.http().send("GET", "/actuator/health/readiness", Map.of(), null).status())
                        .isEqualTo(503);
                var lines = log.lines();
                assertThat(ofRequests(lines)).isNotEmpty().noneMatch(said -> said.endsWith("+ stack"));
                assertThat(ofRequests(lines).count()).isLessThan(10 * seconds).isLessThan(statuses.size() / 4);
                assertThat(ofRequests(lines)).anyMatch(said -> said.endsWith(" requests since this was last said)"));
                assertThat(lines.stream().filter(said -> said.endsWith("+ stack")))
                        .allMatch(said -> said.contains(": failed, next try in ")).hasSizeLessThan(10);
                assertThat(lines).hasSizeLessThan(statuses.size() / 3);
            }
            line.mend();
            await().untilAsserted(() -> assertThat(organization.list().status()).isEqualTo(200));
        }
    }

    private static Stream<String> ofRequests(List<String> lines) {
        return lines.stream().filter(said -> said.contains(" cannot be served "));
    }
}
