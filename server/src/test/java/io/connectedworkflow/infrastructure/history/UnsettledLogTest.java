package io.connectedworkflow.infrastructure.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.infrastructure.audit.PostgresEventLog;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Somebody, anywhere in the cluster, has a transaction open that might add to the log. */
class UnsettledLogTest {

    private static final RunningServer SERVER = RunningServer.start();
    private static final Http HTTP = SERVER.http();
    private static final String EVENTS = "/audit/v1/events";
    private static final Expected UNSETTLED = Expected.bare(503, "SERVICE_UNAVAILABLE",
            "The end of the log cannot be read yet: there is a transaction in progress", "'retry_after':5");

    private final TestOrganization organization = SERVER.admin().organization();
    private final String auditor = organization.token("ConnectedWorkflow.audit");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Connection openTransaction() throws SQLException {
        var place = SERVER.database();
        var connection = DriverManager.getConnection(place.url(), place.owner(), place.password());
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_current_xact_id()");
        }
        return connection;
    }

    private Reply events(String query) {
        return HTTP.send("GET", EVENTS + query, auditor, null);
    }

    private Reply lines(String query) {
        return HTTP.send("GET", EVENTS + query,
                Map.of("Authorization", "Bearer " + auditor, "Accept", "application/x-ndjson"), null);
    }

    private static void mustBeUnsettled(Reply reply) {
        reply.mustBe(UNSETTLED);
        assertThat(reply.header("Retry-After")).isEqualTo("5");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
    }

    @Test
    void what_it_may_add_to_is_answered_by_when_to_try_again_and_the_rest_is_served() throws SQLException {
        organization.create("a", "Contacts");
        organization.create("b", "Deals");
        var end = Instant.now().plusMillis(1);
        var log = SERVER.context().getBean(PostgresEventLog.class);
        // The server looks by itself.
        await().until(() -> log.complete().until().isAfter(end));
        var all = events("").json().get("events");
        var window = "?to=" + end.toString().replaceAll("(\\.[0-9]{3})?[0-9]*Z", "$1Z");

        try (var transaction = openTransaction()) {
            organization.create("c", "Leads");
            var begin = System.nanoTime();
            mustBeUnsettled(events(""));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
            mustBeUnsettled(lines(""));
            mustBeUnsettled(events("?to=2199-01-01T00:00:00Z"));
            mustBeUnsettled(HTTP.send("POST", "/audit/v1/replays", auditor, "{}"));

            assertThat(events(window).json().get("events")).isEqualTo(all).hasSize(2);
            assertThat(lines(window).body().lines()).hasSize(2);
            var page = events("?page_size=1").json();
            assertThat(page.get("events")).containsExactly(all.get(0));
            assertThat(page.at("/info/more_records").asBoolean()).isTrue();
            mustBeUnsettled(events("?page_size=1&page_token=" + page.at("/info/next_page_token").asString()));
            transaction.rollback();
        }

        assertThat(events("").json().get("events")).hasSize(3);
        assertThat(lines("").body().lines()).hasSize(3);
    }
}
