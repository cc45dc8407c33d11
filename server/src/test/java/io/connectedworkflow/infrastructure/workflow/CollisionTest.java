package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.Provisioning.draft;
import static io.connectedworkflow.testing.TestOrganization.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.Provisioning.Tenant;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import io.connectedworkflow.testing.Together;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two servers on one database, and many who want the same thing at once. */
class CollisionTest {

    private static final int THREADS = 32;
    private static final int ROUNDS = 5;

    private static final String NAME_TAKEN = """
        {"connected_workflows":[{"code":"DUPLICATE_DATA",\
        "details":{"api_name":"name","json_path":"$.connected_workflows[0].name"},\
        "message":"Duplicate connected workflow name","status":"error"}]}""";
    private static final String LIMIT_EXCEEDED = """
        {"connected_workflows":[{"code":"LIMIT_EXCEEDED",\
        "details":{"limit":%d,"limit_due_to":[{"api_name":"%s","json_path":"%s"}]},\
        "message":"Cannot create more connected workflows due to edition limits or because only one connected \
        workflow is allowed per primary module.","status":"error"}]}""";
    private static final String MODULE_TAKEN = LIMIT_EXCEEDED.formatted(1, "primary_module",
            "$.connected_workflows[0].primary_module");

    private static List<ServerProcess> servers;
    private static Provisioning administrator;
    private static JdbcTemplate tables;

    @BeforeAll
    static void start() {
        TestDatabase database = TestPostgres.newDatabase();
        servers = Together.run(2, i -> ServerProcess.start(ServerProcess.on(database)));
        administrator = new Provisioning(servers.getFirst().http());
        tables = database.asServer();
    }

    @AfterAll
    static void stop() {
        servers.forEach(ServerProcess::close);
    }

    /** The two servers by turns. */
    private static Http server(int number) {
        return servers.get(number % 2).http();
    }

    private static Reply create(int number, Tenant tenant, String name, int module) {
        return server(number).send("POST", WORKFLOWS, tenant.token(), draft(name, module));
    }

    @Test
    void of_many_who_want_a_name_one_gets_it() {
        var tenant = administrator.organization("1001", 1000, ROUNDS * THREADS);
        for (var round = 0; round < ROUNDS; round++) {
            var name = "same-" + round;
            var firstModule = round * THREADS;

            var replies = Together.run(THREADS, i -> create(i, tenant, name, firstModule + i));

            assertSuccesses(replies, 1, NAME_TAKEN);
        }
        assertRegister(tenant, ROUNDS);
    }

    @Test
    void of_many_who_want_a_module_one_gets_it() {
        var tenant = administrator.organization("1002", 1000, ROUNDS);
        for (var round = 0; round < ROUNDS; round++) {
            var module = round;

            var replies = Together.run(THREADS, i -> create(i, tenant, "name-%d-%d".formatted(module, i), module));

            assertSuccesses(replies, 1, MODULE_TAKEN);
        }
        assertRegister(tenant, ROUNDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void of_many_who_want_the_last_places_as_many_get_one_as_there_are(int places) {
        var limit = 10;
        var tenant = administrator.organization("20" + places, limit, limit + THREADS);
        for (var i = 0; i < limit - places; i++) {
            assertThat(create(i, tenant, "before-" + i, i).status()).isEqualTo(201);
        }

        var replies = Together.run(THREADS, i -> create(i, tenant, "name-" + i, limit + i));

        assertSuccesses(replies, places,
                LIMIT_EXCEEDED.formatted(limit, "connected_workflows", "$.connected_workflows"));
        assertRegister(tenant, limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void of_many_who_want_to_be_active_as_many_become_so_as_there_are_places(int places) {
        var limit = 10;
        var others = limit - places;
        var all = others + THREADS;
        var tenant = administrator.organization("40" + places, all, all);
        // Only one server knows the organization before its limit is lowered, so that neither has the limit from before.
        var workflows = IntStream.range(0, all).mapToObj(i -> created(create(0, tenant, "name-" + i, i))).toList();
        workflows.subList(0, others)
                .forEach(workflow -> assertThat(activate(0, tenant, workflow).status()).isEqualTo(200));
        administrator.limit(tenant.id(), limit, all);

        var replies = Together.run(THREADS, i -> activate(i, tenant, workflows.get(others + i)));

        for (var i = 0; i < THREADS; i++) {
            replies.get(i).mustBe(replies.get(i).status() == 200
                    ? Expected.success(200, workflows.get(others + i), "connected workflow activated successfully")
                    : Expected.bare(400, "LIMIT_EXCEEDED", "Maximum number of connected workflow limit reached",
                            "'limit':" + limit));
        }
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(places);
        assertThat(active(tenant)).isEqualTo(limit).isEqualTo(activations(tenant));
    }

    private static Reply activate(int number, Tenant tenant, String workflow) {
        return server(number).send("PUT", WORKFLOWS + "/" + workflow + "/actions/activate", tenant.token(), null);
    }

    /** As many as both servers list. */
    private static int active(Tenant tenant) {
        var listed = IntStream.range(0, 2).map(i -> server(i)
                .send("GET", WORKFLOWS + "?status=active", tenant.token(), null).json().get("connected_workflows")
                .size()).distinct().toArray();
        assertThat(listed).hasSize(1);
        return listed[0];
    }

    private static int activations(Tenant tenant) {
        return tables.queryForList("""
            select from connected_workflow.domain_event
            where organization_id = ? and payload_type = 'WorkflowActivated'""", tenant.id()).size();
    }

    @Test
    void of_many_first_ones_of_an_organization_all_are_counted() {
        var tenant = administrator.organization("1003", 1000, THREADS);

        var replies = Together.run(THREADS, i -> create(i, tenant, "name-" + i, i));

        assertThat(replies).extracting(Reply::status).containsOnly(201);
        assertRegister(tenant, THREADS);
    }

    @Test
    void what_one_server_has_created_the_other_shows_at_once() {
        var clients = 8;
        var pairs = 125;
        var tenants = Together.run(clients, i -> administrator.organization("300" + i, pairs, pairs));

        var missed = Together.run(clients, client -> {
            var tenant = tenants.get(client);
            var count = 0;
            for (var i = 0; i < pairs; i++) {
                var created = create(i, tenant, "name-" + i, i);
                var id = created.json().at("/connected_workflows/0/details/id").stringValue();
                var got = server(i + 1).send("GET", WORKFLOWS + "/" + id, tenant.token(), null);
                var listed = server(i + 1).send("GET", WORKFLOWS, tenant.token(), null);
                count += got.status() == 200 && listed.body().contains("\"id\":\"" + id + "\"") ? 0 : 1;
            }
            return count;
        });

        assertThat(missed).containsOnly(0);
        tenants.forEach(tenant -> assertRegister(tenant, pairs));
    }

    private static void assertSuccesses(List<Reply> replies, int successes, String refusal) {
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(successes);
        assertThat(replies).filteredOn(reply -> reply.status() != 201).hasSize(THREADS - successes)
                .allSatisfy(reply -> {
                    assertThat(reply.status()).isEqualTo(400);
                    assertThat(reply.body()).isEqualTo(refusal);
                });
    }

    private static void assertRegister(Tenant tenant, int workflows) {
        assertThat(tables.queryForList("""
            select (payload ->> 'sequenceNumber')::bigint from connected_workflow.domain_event
            where organization_id = ? order by global_index""", Long.class, tenant.id()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, workflows).boxed().toList());
        assertThat(tables.queryForList("""
            select sequence_number from connected_workflow.workflow_view
            where organization_id = ? order by workflow_id""", Long.class, tenant.id()))
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, workflows).boxed().toList());
        assertThat(tables.queryForMap("""
            select last_sequence_number, workflows, (select count(*) from connected_workflow.workflow_register w
                join connected_workflow.workflow_view v using (workflow_id, organization_id)
                where w.organization_id = r.organization_id) as entries
            from connected_workflow.organization_register r where organization_id = ?""", tenant.id()))
                .containsEntry("last_sequence_number", (long) workflows).containsEntry("workflows", workflows)
                .containsEntry("entries", (long) workflows);
    }
}
