package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.Provisioning.draft;
import static io.connectedworkflow.testing.TestOrganization.created;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.DatabaseLine;
import io.connectedworkflow.testing.Gate;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.Provisioning.Tenant;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A server is killed before it answers, and its clients repeat what they asked for, with the same key. */
class LostAnswerTest {

    private TestDatabase database;
    private DatabaseLine line;
    private ServerProcess survivor;
    private ServerProcess victim;
    private JdbcTemplate tables;
    private List<Client> clients;

    /** Who sends a request about a workflow, in an organization where nobody else does anything. */
    private record Client(Write write, Tenant tenant, String workflow) {

        Reply send(ServerProcess server) {
            return write.send(server.http(), tenant, workflow, "key", "again");
        }
    }

    @BeforeEach
    void start() {
        database = TestPostgres.newDatabase();
        line = new DatabaseLine(database);
        survivor = ServerProcess.start(ServerProcess.on(database));
        victim = startVictim();
        tables = database.asServer();
        var organizations = new AtomicInteger(1000);
        var administrator = new Provisioning(survivor.http());
        clients = Arrays.stream(Write.values()).map(write -> {
            var tenant = administrator.organization(Integer.toString(organizations.incrementAndGet()), 2, 2);
            return new Client(write, tenant, created(
                    survivor.http().send("POST", WORKFLOWS, tenant.token(), draft("contacts-process", 0))));
        }).toList();
    }

    private ServerProcess startVictim() {
        var environment = new HashMap<>(ServerProcess.on(database));
        environment.put("SPRING_DATASOURCE_URL", line.url());
        // Nothing is to be inserted there but by requests.
        environment.put("CONNECTED_WORKFLOW_AUDIT_CHAIN_ENABLED", "false");
        return ServerProcess.start(environment);
    }

    @AfterEach
    void stop() {
        survivor.close();
        victim.close();
        line.close();
    }

    private List<CompletableFuture<Reply>> sendToVictim() {
        return clients.stream().map(client -> CompletableFuture.supplyAsync(() -> client.send(victim),
                Thread::startVirtualThread)).toList();
    }

    private static void assertUnanswered(List<CompletableFuture<Reply>> requests) {
        assertThat(requests).allSatisfy(request -> assertThatThrownBy(request::join)
                .hasCauseInstanceOf(UncheckedIOException.class));
    }

    /** How many events there are, by organization. */
    private Map<String, Long> events() {
        return tables.query("""
            select organization_id, count(*) from connected_workflow.domain_event group by organization_id""",
                rows -> {
                    var events = new HashMap<String, Long>();
                    while (rows.next()) {
                        events.put(rows.getString(1), rows.getLong(2));
                    }
                    return events;
                });
    }

    private Map<String, Long> each(long events) {
        return clients.stream().collect(toMap(client -> client.tenant().id(), client -> events));
    }

    private List<Reply> repeatAt(ServerProcess server) {
        return clients.stream().map(client -> {
            var reply = client.send(server);
            return reply.mustBe(client.write().done(client.workflow(), reply));
        }).toList();
    }

    @Test
    void what_was_committed_and_not_answered_is_answered_when_it_is_repeated() {
        line.withholdCommits();
        var requests = sendToVictim();
        line.awaitWithheld(clients.size());
        assertThat(events()).isEqualTo(each(2));
        assertThat(requests).noneMatch(CompletableFuture::isDone);

        victim.kill();

        assertUnanswered(requests);
        var answers = repeatAt(survivor);
        line.withholdNothing();
        victim.close();
        victim = startVictim();
        assertThat(repeatAt(victim)).extracting(Reply::body)
                .containsExactlyElementsOf(answers.stream().map(Reply::body).toList());
        assertThat(events()).isEqualTo(each(2));
        assertCreatedIs(answers.getFirst());
    }

    /** The new workflow is there, and has the id that the answer tells. */
    private void assertCreatedIs(Reply answer) {
        var tenant = clients.getFirst().tenant();
        var listed = survivor.http().send("GET", WORKFLOWS, tenant.token(), null).json().get("connected_workflows");
        assertThat(listed.valueStream().map(workflow -> workflow.get("id").stringValue()))
                .containsExactly(clients.getFirst().workflow(), answer.json().at("/connected_workflows/0/details/id")
                        .stringValue());
    }

    @Test
    void what_was_not_committed_takes_effect_when_it_is_repeated() throws SQLException {
        var gate = new Gate(database);
        List<CompletableFuture<Reply>> requests;
        try (var closed = gate.closed()) {
            requests = sendToVictim();
            gate.awaitWaiting(clients.size());

            victim.kill();

            assertUnanswered(requests);
            assertThat(closed.isClosed()).isFalse();
            assertThat(events()).isEqualTo(each(1));
        }
        var answers = repeatAt(survivor);
        assertThat(repeatAt(survivor)).extracting(Reply::body)
                .containsExactlyElementsOf(answers.stream().map(Reply::body).toList());
        assertThat(events()).isEqualTo(each(2));
        assertCreatedIs(answers.getFirst());
    }
}
