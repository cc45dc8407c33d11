package io.connectedworkflow.hosts.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Beans;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A host with JPA and migrations of its own. */
class JpaHostTest {

    private static final String[] SETTINGS = {"--spring.flyway.locations=classpath:db/host",
        "--spring.jpa.open-in-view=false",
        "--spring.jpa.hibernate.ddl-auto=validate"};

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = JpaHostTest.class)
    static class Application {}

    /** What the host keeps. */
    @Entity(name = "account")
    static class Account {

        @Id
        private @Nullable String name;

        Account() {}

        Account(String name) {
            this.name = name;
        }

        @Nullable
        String name() {
            return name;
        }
    }

    /** A host whose entities are in one database, and our tables in another. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = JpaHostTest.class)
    static class TwoDataSources {

        @Bean
        @Primary
        DataSource accounts(@Value("${spring.datasource.url}") String url,
                @Value("${spring.datasource.username}") String user) {
            return new DriverManagerDataSource(url, user, "test-password");
        }

        @Bean
        DataSource workflows(@Value("${workflows.url}") String url, @Value("${workflows.user}") String user) {
            return new DriverManagerDataSource(url, user, "test-password");
        }

        @Bean
        @Primary
        JpaTransactionManager accountTransactions(EntityManagerFactory entities) {
            return new JpaTransactionManager(entities);
        }

        @Bean
        JdbcTransactionManager workflowTransactions(@Qualifier("workflows") DataSource workflows) {
            return new JdbcTransactionManager(workflows);
        }
    }

    private static String[] settings(String... further) {
        return Stream.concat(Stream.of(SETTINGS), Stream.of(further)).toArray(String[]::new);
    }

    private static List<@Nullable String> tables(TestDatabase place, String schema) {
        return place.asOwner()
                .queryForList("select relname from pg_class c join pg_namespace n on n.oid = relnamespace "
                        + "where relkind = 'r' and nspname = ? order by 1", String.class, schema);
    }

    private static List<@Nullable String> versions(TestDatabase place, String history) {
        return place.asOwner().queryForList(
                "select version from " + history + " where version is not null order by installed_rank", String.class);
    }

    @Test
    void migrates_its_own_and_has_no_flyway_but_its_own() {
        var place = TestPostgres.newDatabase();
        try (var host = Host.start(place, Application.class, SETTINGS)) {
            assertThat(host.context().getBeanNamesForType(Flyway.class)).hasSize(1);
            assertThat(host.bean(Flyway.class).info().current().getVersion()).hasToString("1");
            assertThat(host.servesTheJavaApi()).isTrue();
        }
        assertThat(tables(place, "public")).containsExactly("account", "flyway_schema_history");
        assertThat(versions(place, "public.flyway_schema_history")).containsExactly("1");
        assertThat(versions(place, "connected_workflow.schema_history")).startsWith("1", "2", "3");
    }

    @Test
    void commits_and_rolls_back_our_changes_with_its_own() {
        try (var host = Host.start(Application.class, SETTINGS)) {
            assertThat(host.bean(PlatformTransactionManager.class)).isInstanceOf(JpaTransactionManager.class);
            var transactions = new TransactionTemplate(host.bean(PlatformTransactionManager.class));
            var workflows = host.bean(ConnectedWorkflows.class);
            var entities = host.bean(EntityManager.class);
            var caller = Callers.of(Admin.newId(), 5);
            transactions.executeWithoutResult(status -> {
                entities.persist(new Account("kept"));
                workflows.create(caller, Callers.draft("kept", 1)).orElseThrow();
            });
            assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                entities.persist(new Account("lost"));
                workflows.create(caller, Callers.draft("lost", 2)).orElseThrow();
                throw new IllegalStateException("the host's own");
            })).hasMessage("the host's own");
            assertThat(entities.createQuery("from account", Account.class).getResultList()).extracting(Account::name)
                    .containsExactly("kept");
            assertThat(workflows.list(caller).orElseThrow()).extracting(view -> view.name()).hasSize(1);
        }
    }

    @Test
    void keeps_its_entities_and_our_tables_apart() {
        var accounts = TestPostgres.newDatabase();
        var workflows = TestPostgres.newDatabase();
        try (var host = Host.start(accounts, TwoDataSources.class, settings("--workflows.url=" + workflows.url(),
                "--workflows.user=" + workflows.owner(), "--connected-workflow.data-source=workflows"))) {
            assertThat(host.servesTheJavaApi()).isTrue();
            assertThat(host.bean(Flyway.class).info().current().getVersion()).hasToString("1");
        }
        assertThat(tables(accounts, "public")).containsExactly("account", "flyway_schema_history");
        assertThat(tables(accounts, "connected_workflow")).isEmpty();
        assertThat(tables(workflows, "public")).isEmpty();
        assertThat(tables(workflows, "connected_workflow")).contains("domain_event");
    }

    @Test
    void works_with_a_pool_whose_connections_do_not_commit_by_themselves() {
        try (var host = Host.start(Application.class, settings("--spring.datasource.hikari.auto-commit=false"))) {
            var organization = host.admin(host.http()).organization();
            var id = organization.create("committed", "Contacts");
            assertThat(organization.get(id).status()).isEqualTo(200);
            assertThat(host.servesTheJavaApi()).isTrue();
        }
    }

    @Test
    void finds_its_own_beans_as_if_we_were_not_there() {
        var place = TestPostgres.newDatabase();
        try (var with = Host.start(place, Application.class, SETTINGS);
                var without = Host.start(place, Application.class, settings("--connected-workflow.enabled=false"))) {
            assertThat(Beans.addedTypes(with, without)).filteredOn(
                    type -> !type.startsWith("org.springframework.context.") && !type.contains("RegistrationBean"))
                    .containsExactlyInAnyOrder("org.springframework.beans.factory.BeanNameAware",
                            "org.springframework.beans.factory.SmartInitializingSingleton",
                            "org.springframework.boot.LazyInitializationExcludeFilter",
                            "org.springframework.boot.web.servlet.ServletContextInitializer",
                            "org.springframework.core.Ordered", "org.springframework.core.PriorityOrdered",
                            "org.springframework.security.web.SecurityFilterChain");
        }
    }
}
