package io.connectedworkflow.infrastructure.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.infrastructure.security.PostgresClients.Client;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;

/** Tokens that have expired do not pile up. */
class PurgeTest {

    private static final Actor ASHA = new Actor("1001", "1");
    private static final List<String> SCOPES = List.of("ConnectedWorkflow.audit");

    @Test
    void deletes_expired_tokens_by_itself_and_no_others() {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place, "--connected-workflow.tokens.purge-interval=100ms")) {
            var owner = place.asOwner();
            owner.update("insert into connected_workflow.organization values ('1001', '{}')");
            var clients = server.getBean(PostgresClients.class);
            issue(clients, 1);
            var client = issue(clients, 3600);
            assertThat(clients.grant(client, SCOPES)).isPresent();
            owner.update("update connected_workflow.grant_token set expires_at = now()");
            assertThat(clients.grant(client, SCOPES)).isPresent();
            for (var table : List.of("access_token", "grant_token")) {
                await().atMost(Duration.ofSeconds(20)).until(() -> owner.queryForObject(
                        "select count(*) from connected_workflow." + table, Integer.class), count -> count == 1);
                assertThat(owner.queryForObject("select expires_at > now() from connected_workflow." + table,
                        Boolean.class)).isTrue();
            }
        }
    }

    @Test
    void keeps_tokens_of_which_only_a_clock_that_is_ahead_says_that_they_have_expired() {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place)) {
            var owner = place.asOwner();
            owner.update("insert into connected_workflow.organization values ('1001', '{}')");
            var clients = server.getBean(PostgresClients.class);
            issue(clients, 3600);
            InstantSource ahead = () -> Instant.now().plus(Duration.ofDays(365 * 64));
            ReflectionTestUtils.setField(clients, "clock", ahead);

            assertThat(clients.purge()).isZero();

            owner.update("update connected_workflow.access_token set expires_at = now()");
            assertThat(clients.purge()).isOne();
        }
    }

    private static Client issue(PostgresClients clients, int expiresIn) {
        var credentials = clients.create(ASHA, SCOPES, expiresIn).orElseThrow();
        var client = clients.find(credentials.clientId()).orElseThrow();
        assertThat(clients.issue(client, SCOPES)).isPresent();
        return client;
    }
}
