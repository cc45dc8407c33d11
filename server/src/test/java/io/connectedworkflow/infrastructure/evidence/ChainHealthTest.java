package io.connectedworkflow.infrastructure.evidence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Http.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Who watches the server learns that nothing is chained any more, and requests are served all the same. */
class ChainHealthTest {

    @Test
    void is_unchained_while_somebody_has_pushed_the_progress_ahead_and_stays_ready() {
        try (var server = RunningServer.start()) {
            var organization = server.admin().organization();
            organization.create("first", "Leads");
            assertThat(health(server, "").body()).contains("\"status\":\"UP\"");
            var progress = server.database().asServer();
            progress.update("update connected_workflow.chain_progress set position = position + 1000000");

            await().untilAsserted(() -> assertThat(health(server, "").body()).contains("\"status\":\"UNCHAINED\"")
                    .doesNotContain("chain_progress"));
            assertThat(health(server, "").status()).isEqualTo(200);
            assertThat(health(server, "/readiness")).satisfies(ready -> assertThat(ready.status()).isEqualTo(200),
                    ready -> assertThat(ready.body()).isEqualTo("{\"status\":\"UP\"}"));
            assertThat(health(server, "/liveness").status()).isEqualTo(200);
            organization.create("second", "Deals");
            var indicator = server.context().getBean("connectedWorkflowChainHealthIndicator", HealthIndicator.class);
            assertThat(requireNonNull(indicator.health(true)).getDetails()).hasEntrySatisfying("complaint",
                    complaint -> assertThat(complaint).asString()
                            .startsWith("chain_progress says that the log is chained up to position 1000"));

            progress.update("""
                update connected_workflow.chain_progress
                set position = (select coalesce(max(position), 0) from connected_workflow.event_chain)""");
            await().untilAsserted(() -> assertThat(health(server, "").body()).contains("\"status\":\"UP\""));
        }
    }

    private static Reply health(RunningServer server, String path) {
        return server.http().send("GET", "/actuator/health" + path, Map.of(), null);
    }
}
