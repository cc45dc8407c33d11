package io.connectedworkflow.hosts.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.AsyncConnectedWorkflows;
import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowRestore;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.FailedStart;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What a host can choose: where our tables are, who migrates them, and what takes the place of our parts. */
@ExtendWith(OutputCaptureExtension.class)
class ChoicesTest {

    private static final String MIGRATION_OFF = "--connected-workflow.migration.enabled=false";
    private static final String OURS = "--connected-workflow.data-source=workflows";

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    /** A host with a part that is called as ours are. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class LazyPart {

        @Bean
        StringBuilder connectedWorkflowPanel() {
            return new StringBuilder();
        }
    }

    /** A host with two data sources, the primary one its own, and a transaction manager of each. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class TwoDataSources {

        @Bean
        @Primary
        DataSource accounts(@Value("${accounts.url}") String url, @Value("${accounts.user}") String user) {
            return new DriverManagerDataSource(url, user, "test-password");
        }

        @Bean
        DataSource workflows(@Value("${workflows.url}") String url, @Value("${workflows.user}") String user) {
            return new LazyConnectionDataSourceProxy(new DriverManagerDataSource(url, user, "test-password"));
        }

        @Bean
        @Primary
        JdbcTransactionManager accountTransactions(DataSource accounts) {
            return new JdbcTransactionManager(accounts);
        }

        @Bean
        JdbcTransactionManager workflowTransactions(@Qualifier("workflows") DataSource workflows) {
            return new JdbcTransactionManager(workflows);
        }
    }

    /** A host with parts of its own. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class OwnParts {

        @Bean
        Organizations crm() {
            return actor -> new Organization(actor, Edition.ENTERPRISE, new EditionLimits(1, 50, 10),
                    Set.of(Permission.MANAGE_AUTOMATIONS),
                    new Directory(ZoneOffset.UTC,
                            new Modules(List.of(new CrmModule("2001", "Visits", true, List.of()))),
                            Map.of(actor.user(), "Asha Rao"), Map.of()));
        }

        @Bean
        Ids counted() {
            var last = new AtomicLong(7_000_000_000_000_000_000L);
            return () -> Long.toString(last.incrementAndGet());
        }

        @Bean
        AsyncConnectedWorkflows one(ConnectedWorkflows workflows, WorkflowAsOf past, WorkflowRestore restore) {
            return new AsyncConnectedWorkflows(workflows, past, restore, Executors.newSingleThreadExecutor());
        }
    }

    private static String[] two(TestDatabase accounts, TestDatabase workflows, String... further) {
        var settings = Host.settings(accounts, further);
        var both = new String[settings.length + 4];
        System.arraycopy(settings, 0, both, 0, settings.length);
        both[settings.length] = "--accounts.url=" + accounts.url();
        both[settings.length + 1] = "--accounts.user=" + accounts.owner();
        both[settings.length + 2] = "--workflows.url=" + workflows.url();
        both[settings.length + 3] = "--workflows.user=" + workflows.owner();
        return both;
    }

    private static List<@Nullable String> schemas(TestDatabase place) {
        return place.asOwner().queryForList("select nspname from pg_namespace where nspname like 'connected%'",
                String.class);
    }

    private static void assertUses(TestDatabase ours, TestDatabase other, String[] settings) {
        try (var host = Host.run(TwoDataSources.class, settings)) {
            assertThat(host.servesTheJavaApi()).isTrue();
        }
        assertThat(schemas(ours)).containsExactly("connected_workflow");
        assertThat(schemas(other)).isEmpty();
    }

    @Test
    void our_tables_are_in_the_primary_data_source_unless_another_one_is_named() {
        var accounts = TestPostgres.newDatabase();
        var workflows = TestPostgres.newDatabase();
        assertUses(accounts, workflows, two(accounts, workflows));
    }

    @Test
    void our_tables_are_in_the_data_source_that_is_named_and_its_transaction_manager_is_found() {
        var accounts = TestPostgres.newDatabase();
        var workflows = TestPostgres.newDatabase();
        assertUses(workflows, accounts, two(accounts, workflows, OURS));
    }

    @Test
    void the_transaction_manager_can_be_named_too() {
        var accounts = TestPostgres.newDatabase();
        var workflows = TestPostgres.newDatabase();
        assertUses(workflows, accounts, two(accounts, workflows, OURS,
                "--connected-workflow.transaction-manager=workflowTransactions"));
    }

    @Test
    void refuses_a_transaction_manager_of_another_data_source(CapturedOutput output) {
        var accounts = TestPostgres.newDatabase();
        assertThat(FailedStart.of(output, TwoDataSources.class,
                two(accounts, TestPostgres.newDatabase(), OURS,
                        "--connected-workflow.transaction-manager=accountTransactions")))
                .isEqualTo("connected-workflow cannot start: connected-workflow.transaction-manager names "
                        + "\"accountTransactions\", which manages transactions of another data source than ours");
    }

    @Test
    void refuses_names_that_nothing_has(CapturedOutput output) {
        var place = TestPostgres.newDatabase();
        assertThat(FailedStart.of(output, TwoDataSources.class,
                two(place, place, "--connected-workflow.data-source=workflow")))
                .isEqualTo("connected-workflow cannot start: connected-workflow.data-source names \"workflow\", but "
                        + "there is no bean of this name that is a DataSource; there is accounts, workflows");
        assertThat(FailedStart.of(output, TwoDataSources.class,
                two(place, place, "--connected-workflow.transaction-manager=workflows")))
                .isEqualTo("connected-workflow cannot start: connected-workflow.transaction-manager names "
                        + "\"workflows\", but there is no bean of this name that is a PlatformTransactionManager; "
                        + "there is accountTransactions, workflowTransactions");
    }

    @Test
    void a_schema_that_others_migrate_must_be_there(CapturedOutput output) {
        var place = TestPostgres.newDatabase();
        assertThat(FailedStart.of(output, Application.class, Host.settings(place, MIGRATION_OFF)))
                .startsWith(
                        "connected-workflow cannot start: connected-workflow.migration.enabled is false, and the schema "
                                + "connected_workflow lacks the migrations 1, 2, 3, 4, 5, 6, 7")
                .endsWith(": apply them first");
        assertThat(schemas(place)).isEmpty();
        Host.start(place, Application.class).close();
        try (var host = Host.start(place, Application.class, MIGRATION_OFF)) {
            assertThat(host.servesTheJavaApi()).isTrue();
        }
    }

    @Test
    void a_role_that_may_not_create_the_schema_gets_it_from_one_that_may(CapturedOutput output) {
        var place = TestPostgres.newDatabase();
        var asServer = "--spring.datasource.username=" + place.server();
        assertThat(FailedStart.of(output, Application.class, Host.settings(place, asServer))).isEqualTo(
                ("connected-workflow cannot start: the role \"%s\" may not set up the schema connected_workflow: let it "
                        + "create schemas in the database, or name a role that may by connected-workflow.migration.username")
                        .formatted(place.server()));
        try (var host = Host.start(place, Application.class, asServer,
                "--connected-workflow.migration.username=" + place.owner(),
                "--connected-workflow.migration.password=" + place.password())) {
            assertThat(host.servesTheJavaApi()).isTrue();
        }
    }

    @Test
    void the_schema_has_an_owner_of_its_own_in_whatever_kind_of_data_source() {
        var accounts = TestPostgres.newDatabase();
        var workflows = TestPostgres.newDatabase();
        assertUses(workflows, accounts, two(accounts, workflows, OURS,
                "--connected-workflow.migration.username=" + workflows.owner(),
                "--connected-workflow.migration.password=" + workflows.password()));
    }

    @Test
    void what_runs_by_itself_does_so_in_a_lazy_host_too() {
        try (var host = Host.start(LazyPart.class, "--spring.main.lazy-initialization=true")) {
            assertThat(host.context().getBeanFactory().containsSingleton("connectedWorkflowChainFollower")).isTrue();
            assertThat(host.context().getBeanFactory().containsSingleton("connectedWorkflowPanel")).isFalse();
        }
    }

    @Test
    void parts_of_the_host_take_the_place_of_ours(CapturedOutput output) {
        try (var host = Host.start(OwnParts.class, "--logging.level.io.connectedworkflow=INFO")) {
            var caller = Caller.of(Admin.newId(), "1");
            var created = host.bean(AsyncConnectedWorkflows.class).create(caller, Callers.draft("of the host", 1))
                    .join().orElseThrow();
            assertThat(created).startsWith("70000000000000000");
            assertThat(host.bean(ConnectedWorkflows.class).limits(caller).orElseThrow().connectedWorkflows())
                    .isEqualTo(1);
            assertThat(host.context().getBeanNamesForType(Organizations.class)).containsExactly("crm");
            assertThat(host.context().getBeanNamesForType(Ids.class)).containsExactly("counted");
            assertThat(host.context().getBeanNamesForType(AsyncConnectedWorkflows.class)).containsExactly("one");
        }
        assertThat(output).contains("connected-workflow asks the application's bean crm about organizations");
    }
}
