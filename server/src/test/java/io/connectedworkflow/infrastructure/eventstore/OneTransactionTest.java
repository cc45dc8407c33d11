package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.Provisioning.draft;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.Provisioning.Tenant;
import io.connectedworkflow.testing.Tables;
import io.connectedworkflow.testing.TestPostgres;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Event, register and view are stored together or not at all, whichever of them cannot be stored, and however. */
class OneTransactionTest {

    private static final String INTERNAL_ERROR = """
        {"code":"INTERNAL_ERROR","details":{},"message":"Internal Server Error","status":"error"}""";
    private static final String UNAVAILABLE = """
        {"code":"SERVICE_UNAVAILABLE","details":{"retry_after":5},"message":"The service is temporarily unavailable","status":"error"}""";
    private static final AtomicInteger ORGANIZATIONS = new AtomicInteger(1000);

    private static ConfigurableApplicationContext server;
    private static JdbcTemplate owner;
    private static Http http;
    private static Provisioning administrator;

    private Tenant tenant;

    /** What happens where a command wants to write. */
    enum Failure {
        /** The statement fails before it has written. */
        BEFORE("create trigger sabotage before insert or update on connected_workflow.%s "
                + "for each row execute function connected_workflow.fail()"),
        /** The statement fails when it has written. */
        AFTER("create trigger sabotage after insert or update on connected_workflow.%s "
                + "for each row execute function connected_workflow.fail()"),
        /** All statements succeed, and the commit fails. */
        COMMIT("create constraint trigger sabotage after insert or update on connected_workflow.%s "
                + "deferrable initially deferred for each row execute function connected_workflow.fail()"),
        /** The connection is gone before anything is written. */
        DEATH_BEFORE("create trigger sabotage before insert or update on connected_workflow.%s "
                + "for each row execute function connected_workflow.die()"),
        /** The connection is gone after something is written. */
        DEATH_AFTER("create trigger sabotage after insert or update on connected_workflow.%s "
                + "for each row execute function connected_workflow.die()"),
        /** The connection is gone in the middle of the commit. */
        DEATH_IN_COMMIT("create constraint trigger sabotage after insert or update on connected_workflow.%s "
                + "deferrable initially deferred for each row execute function connected_workflow.die()");

        private final String trigger;

        Failure(String trigger) {
            this.trigger = trigger;
        }

        /** A connection that is gone is worth another try, over another one. */
        private boolean passes() {
            return this == DEATH_BEFORE || this == DEATH_AFTER || this == DEATH_IN_COMMIT;
        }
    }

    @BeforeAll
    static void start() {
        var database = TestPostgres.newDatabase();
        // of all that fails here, the test says what is to be said
        server = ServerContext.start(database, "--logging.level.root=OFF", "--logging.level.io.connectedworkflow=OFF");
        http = ServerContext.http(server);
        administrator = new Provisioning(http);
        owner = database.asOwner();
        owner.execute("""
            create function connected_workflow.fail() returns trigger language plpgsql as $$
            begin
                raise exception 'sabotage';
            end
            $$""");
        owner.execute("""
            create function connected_workflow.die() returns trigger language plpgsql as $$
            begin
                perform pg_terminate_backend(pg_backend_pid());
                return new;
            end
            $$""");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void have_an_organization() {
        tenant = administrator.organization(Integer.toString(ORGANIZATIONS.incrementAndGet()), 10, 10);
    }

    @AfterEach
    void stop_sabotage() {
        owner.execute(
                Tables.WRITTEN.stream().map("drop trigger if exists sabotage on connected_workflow.%s;"::formatted)
                        .collect(joining()));
    }

    private static Stream<Arguments> everyTableInEveryWay() {
        return Stream.of("domain_event", "workflow_register", "organization_register", "workflow_view")
                .flatMap(table -> Arrays.stream(Failure.values()).map(failure -> Arguments.of(table, failure)));
    }

    @ParameterizedTest
    @MethodSource("everyTableInEveryWay")
    void nothing_is_stored_if_something_cannot_be(String table, Failure failure) {
        assertFails(table, failure);
        assertThat(http.send("GET", WORKFLOWS, tenant.token(), null).status()).isEqualTo(204);
        assertSucceeds("first", 1);

        assertFails(table, failure);
        assertSucceeds("second", 2);
    }

    private void assertFails(String table, Failure failure) {
        var before = Tables.dump(owner, Tables.WRITTEN);
        owner.execute(failure.trigger.formatted(table));

        var failed = create("contacts-process", 0);

        assertThat(failed.status()).isEqualTo(failure.passes() ? 503 : 500);
        assertThat(failed.body()).isEqualTo(failure.passes() ? UNAVAILABLE : INTERNAL_ERROR);
        assertThat(Tables.dump(owner, Tables.WRITTEN)).isEqualTo(before);
        stop_sabotage();
    }

    @ParameterizedTest
    @EnumSource
    void the_thread_of_a_caller_in_the_same_jvm_is_free_again(Failure failure) {
        var workflows = server.getBean(ConnectedWorkflows.class);
        var caller = Callers.of(tenant.id(), 10);
        owner.execute(failure.trigger.formatted("domain_event"));

        assertThatThrownBy(() -> workflows.create(caller, Callers.draft("contacts-process", 0)).orElseThrow())
                .isNotInstanceOf(RefusedException.class);

        assertThat(CurrentUnitOfWork.isStarted()).isFalse();
        assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        stop_sabotage();
        workflows.create(caller, Callers.draft("contacts-process", 0)).orElseThrow();
        assertThat(workflows.list(caller).orElseThrow()).extracting(WorkflowSummary::sequenceNumber)
                .containsExactly(1L);
    }

    @Test
    void all_connections_are_good_again_after_all_of_them_have_died() {
        owner.execute(Failure.DEATH_AFTER.trigger.formatted("domain_event"));
        for (var i = 0; i < 40; i++) {
            assertThat(create("contacts-process", 0).body()).isEqualTo(UNAVAILABLE);
        }

        stop_sabotage();
        assertSucceeds("first", 1);
    }

    private Http.Reply create(String name, int module) {
        return http.send("POST", WORKFLOWS, tenant.token(), draft(name, module));
    }

    private void assertSucceeds(String name, int sequenceNumber) {
        var created = create(name, sequenceNumber);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        var id = created.json().at("/connected_workflows/0/details/id").stringValue();
        var found = http.send("GET", WORKFLOWS + "/" + id, tenant.token(), null).json();
        assertThat(found.at("/connected_workflows/0/sequence_number").intValue()).isEqualTo(sequenceNumber);
    }
}
