package io.connectedworkflow.infrastructure.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.infrastructure.security.PostgresClients.Client;
import io.connectedworkflow.infrastructure.security.PostgresClients.Credentials;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.Together;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A client that asks for tokens without an end has no more of them than another one. */
class AccessTokenLimitTest {

    private static final Actor ASHA = new Actor("1001", "1");
    private static final List<String> SCOPES = List.of("ConnectedWorkflow.audit");
    private static final int MOST = 1000;

    private static JdbcTemplate owner;
    private static ConfigurableApplicationContext server;
    @SuppressWarnings("NullAway.Init")
    private static PostgresClients clients;

    private final Credentials credentials = clients.create(ASHA, SCOPES, 3600).orElseThrow();
    private final Client client = clients.find(credentials.clientId()).orElseThrow();

    @BeforeAll
    static void start() {
        var place = TestPostgres.newDatabase();
        server = ServerContext.start(place);
        owner = place.asOwner();
        owner.update("insert into connected_workflow.organization values ('1001', '{}')");
        clients = server.getBean(PostgresClients.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** So many tokens that were issued one after the other, the last one just now. */
    private void had(int tokens) {
        owner.update("""
            insert into connected_workflow.access_token (token_hash, client_id, scopes, expires_at)
            select sha256(convert_to(? || i, 'UTF8')), ?, '{a}', now() + interval '1 hour' - i * interval '1 second'
            from generate_series(1, ?) i""", client.id(), client.id(), tokens);
    }

    private List<Integer> left() {
        return owner.query("""
            select i from generate_series(1, 2000) i join connected_workflow.access_token
                on token_hash = sha256(convert_to(? || i, 'UTF8')) order by i""", (row, i) -> row.getInt(1),
                client.id());
    }

    private int count() {
        return Objects.requireNonNull(owner.queryForObject(
                "select count(*) from connected_workflow.access_token where client_id = ?", Integer.class,
                client.id()));
    }

    private static boolean isKnown(String token) {
        return clients.find(Secrets.hash(token)).isPresent();
    }

    @Test
    void the_one_that_would_expire_first_ends_for_one_more() {
        had(MOST - 1);
        var last = clients.issue(client, SCOPES).orElseThrow();
        assertThat(left()).hasSize(MOST - 1);

        var more = clients.refresh(client, credentials.refreshToken()).orElseThrow().accessToken();
        var evenMore = clients.issue(client, SCOPES).orElseThrow();

        assertThat(List.of(last, more, evenMore)).allMatch(AccessTokenLimitTest::isKnown);
        assertThat(left()).containsExactlyElementsOf(IntStream.rangeClosed(1, MOST - 3).boxed().toList());
        assertThat(count()).isEqualTo(MOST);
    }

    @Test
    void those_of_others_stay() {
        var other = clients.find(clients.create(ASHA, SCOPES, 60).orElseThrow().clientId()).orElseThrow();
        var token = clients.issue(other, SCOPES).orElseThrow();
        had(MOST + 50);

        assertThat(clients.issue(client, SCOPES)).isPresent();

        assertThat(isKnown(token)).isTrue();
        assertThat(count()).isEqualTo(MOST);
    }

    @Test
    void those_of_a_release_without_a_limit_end_by_and_by() {
        had(MOST + 150);

        assertThat(clients.issue(client, SCOPES)).isPresent();
        assertThat(count()).isEqualTo(MOST + 51);
        assertThat(clients.issue(client, SCOPES)).isPresent();
        assertThat(count()).isEqualTo(MOST);
    }

    @Test
    void many_at_once_do_not_wait_for_each_other_nor_for_who_revokes_or_deletes_the_client() {
        had(MOST);

        Together.run(8, i -> {
            for (var n = 0; n < 50; n++) {
                var token = i % 2 == 0
                        ? clients.issue(client, SCOPES).orElseThrow()
                        : clients.refresh(client, credentials.refreshToken()).orElseThrow().accessToken();
                if (n % 10 == 0) {
                    clients.revoke(token, client.id());
                }
            }
            return i;
        });
        assertThat(clients.issue(client, SCOPES)).isPresent();
        assertThat(count()).isBetween(MOST - 40, MOST);

        Together.run(8, i -> i == 7
                ? clients.delete(ASHA, client.id())
                : IntStream.range(0, 50)
                        .filter(n -> clients.issue(client, SCOPES).isPresent()).count());
        assertThat(count()).isZero();
        assertThat(clients.issue(client, SCOPES)).isEmpty();
    }
}
