package io.connectedworkflow.hosts.webmvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.StartFrom;
import io.connectedworkflow.testing.FailedStart;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Whatever a host sets wrongly, it is told in one sentence what, and never a secret. */
@ExtendWith(OutputCaptureExtension.class)
class MisconfigurationTest {

    private static final String SECRET = "hunter2";
    private static final String PREFIX = "connected-workflow cannot start: ";

    private static final class Shared {
        static final TestDatabase PLACE = TestPostgres.newDatabase();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Ordinary {}

    @SpringBootConfiguration
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class NoDataSource {}

    @SpringBootConfiguration
    @EnableAutoConfiguration(exclude = DataSourceTransactionManagerAutoConfiguration.class)
    static class NoTransactionManager {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class TwoDataSources {

        @Bean
        DataSource one() {
            return new DriverManagerDataSource("jdbc:h2:mem:one");
        }

        @Bean
        DataSource two() {
            return new DriverManagerDataSource("jdbc:h2:mem:two");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class AnothersTransactionManager {

        @Bean
        JdbcTransactionManager anothers() {
            return new JdbcTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:another"));
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class TwoTransactionManagers {

        @Bean
        JdbcTransactionManager one(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        JdbcTransactionManager two(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class AddressOfNoDriver {

        @Bean
        DataSource dataSource() {
            return new DriverManagerDataSource("jdbc:postgres://localhost/x?user=postgres&password=" + SECRET);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class TwoOfOneName {

        @Bean
        EventSubscription one() {
            return EventSubscription.named("feed").handledBy(event -> {});
        }

        @Bean
        EventSubscription two() {
            return EventSubscription.named("feed").handledBy(event -> {});
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class BehindTheEnd {

        @Bean
        EventSubscription feed() {
            return EventSubscription.named("feed").startingFrom(StartFrom.behind(7)).handledBy(event -> {});
        }
    }

    /**
     * What is wrong, and what is said.
     *
     * @param told a regular expression
     */
    record Mistake(Class<?> application, String told, String... settings) {

        @Override
        public String toString() {
            return application.getSimpleName() + " " + String.join(" ", settings);
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(NoDataSource.class, "connected-workflow needs a PostgreSQL data source, and there is none: "
                        + "configure spring.datasource.url, or set connected-workflow.enabled=false"),
                new Mistake(TwoDataSources.class, "connected-workflow needs a PostgreSQL data source, and there are "
                        + "several, none of them @Primary: say by connected-workflow.data-source which one of one, two"),
                new Mistake(Ordinary.class,
                        "connected-workflow.data-source names \"none\", but there is no bean of this "
                                + "name that is a DataSource; there is dataSource",
                        "--connected-workflow.data-source=none"),
                new Mistake(NoTransactionManager.class, "connected-workflow needs a transaction manager of its data "
                        + "source, and there is none: declare a JdbcTransactionManager, or set "
                        + "connected-workflow.enabled=false"),
                new Mistake(AnothersTransactionManager.class, "connected-workflow needs a transaction manager of its "
                        + "data source, and of anothers each manages another: declare one, and name it by "
                        + "connected-workflow.transaction-manager"),
                new Mistake(TwoTransactionManagers.class, "connected-workflow needs a transaction manager of its data "
                        + "source, and there are several, none of them @Primary: say by "
                        + "connected-workflow.transaction-manager which one of one, two"),
                new Mistake(Ordinary.class,
                        "connected-workflow needs PostgreSQL 13 or later, and its data source leads "
                                + "to H2 .*",
                        "--spring.datasource.url=jdbc:h2:mem:host", "--spring.datasource.username=sa"),
                new Mistake(Ordinary.class, "the data source cannot be connected to: .*",
                        "--spring.datasource.url=jdbc:postgresql://localhost:1/nothing",
                        "--spring.datasource.hikari.connection-timeout=250"),
                new Mistake(Ordinary.class, "the data source cannot be connected to: .*",
                        "--spring.datasource.username=nobody", "--spring.datasource.hikari.connection-timeout=250"),
                new Mistake(Ordinary.class, "the data source, as connected-workflow.migration.username, cannot be "
                        + "connected to: .*", "--connected-workflow.migration.username=nobody"),
                new Mistake(Ordinary.class, "connected-workflow.tokens.jwk-set-uri is set, which needs "
                        + "org.springframework.security:spring-security-oauth2-resource-server on the class path",
                        "--connected-workflow.tokens.jwk-set-uri=https://idp.example/keys"),
                new Mistake(Ordinary.class, "connected-workflow.tokens.introspection.uri is set, which needs "
                        + "org.springframework.security:spring-security-oauth2-resource-server on the class path",
                        "--connected-workflow.tokens.introspection.uri=https://idp.example/ask",
                        "--connected-workflow.tokens.introspection.client-id=us",
                        "--connected-workflow.tokens.introspection.client-secret=" + SECRET),
                new Mistake(Ordinary.class, "connected-workflow.tokens.introspection needs all of uri, client-id and "
                        + "client-secret", "--connected-workflow.tokens.introspection.uri=https://idp.example/ask"),
                new Mistake(Ordinary.class, "connected-workflow.tokens.jwk-set-uri and "
                        + "connected-workflow.tokens.introspection.uri are both set, and one of them can say whose "
                        + "tokens count", "--connected-workflow.tokens.jwk-set-uri=https://idp.example/keys",
                        "--connected-workflow.tokens.introspection.uri=https://idp.example/ask",
                        "--connected-workflow.tokens.introspection.client-id=us",
                        "--connected-workflow.tokens.introspection.client-secret=" + SECRET),
                new Mistake(Ordinary.class, "connected-workflow.issuer.enabled is false, and nothing says whose tokens "
                        + "count: set connected-workflow.tokens.jwk-set-uri or "
                        + "connected-workflow.tokens.introspection.uri, declare a bean of type RequestCallers, or set "
                        + "connected-workflow.rest.enabled=false", "--connected-workflow.issuer.enabled=false"),
                new Mistake(Ordinary.class, "CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET is shorter than 16 characters",
                        "--connected-workflow.admin-client-secret=" + SECRET),
                new Mistake(Ordinary.class,
                        "connected-workflow.admin-client-secret is set, and connected-workflow.admin-client-id is not: set both "
                                + "or neither (CONNECTED_WORKFLOW_ADMIN_CLIENT_ID, CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET)",
                        "--connected-workflow.admin-client-id="),
                new Mistake(Ordinary.class,
                        "connected-workflow.admin-client-id is set, and connected-workflow.admin-client-secret is not: set both "
                                + "or neither (CONNECTED_WORKFLOW_ADMIN_CLIENT_ID, CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET)",
                        "--connected-workflow.admin-client-secret="),
                new Mistake(Ordinary.class, "connected-workflow.audit.checkpoints.private-key is no Ed25519 key in "
                        + "PKCS#8, as openssl genpkey -algorithm ed25519 makes one",
                        "--connected-workflow.audit.checkpoints.private-key=" + SECRET),
                new Mistake(Ordinary.class, "connected-workflow.cors.allowed-origins has 'https://app.example.com/', "
                        + "which is no origin: a scheme, a host and perhaps a port, such as https://app.example.com, "
                        + "or * for all",
                        "--connected-workflow.cors.allowed-origins=https://a.example,https://app.example.com/"),
                new Mistake(Ordinary.class, "connected-workflow.async.threads is 0, and must be 1 at least",
                        "--connected-workflow.async.threads=0"),
                new Mistake(Ordinary.class, "connected-workflow.commands.at-once is 0, and must be 1 at least",
                        "--connected-workflow.commands.at-once=0"),
                new Mistake(Ordinary.class,
                        "connected-workflow.commands.per-organization is -1, and must be 1 at least",
                        "--connected-workflow.commands.per-organization=-1"),
                new Mistake(Ordinary.class,
                        "connected-workflow.subscriptions.poll-interval is PT0.0005S, and must be 1 millisecond at "
                                + "least",
                        "--connected-workflow.subscriptions.poll-interval=500us"),
                new Mistake(AddressOfNoDriver.class,
                        "the data source cannot be connected to: No suitable driver found for jdbc:postgres://localhost/x"),
                new Mistake(BehindTheEnd.class,
                        "a declared subscription cannot start: The log ends at position 0, so 'feed' cannot begin behind 7"),
                new Mistake(TwoOfOneName.class,
                        "a declared subscription cannot start: A subscription named 'feed' was started before"),
                new Mistake(Ordinary.class,
                        "connected-workflow.tokens.purge-interval is PT-1S, and must be 1 millisecond at least",
                        "--connected-workflow.tokens.purge-interval=-1s"),
                new Mistake(Ordinary.class,
                        "connected-workflow.editions.*.connected-workflows-limit is -1, and must be "
                                + "0 or more",
                        "--connected-workflow.editions.free.connected-workflows-limit=-1"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tells_in_one_sentence_what_is_wrong(Mistake mistake, CapturedOutput output) {
        var sentence = FailedStart.of(output, mistake.application(),
                Host.settings(Shared.PLACE, mistake.settings()));
        assertThat(sentence).matches(PREFIX + pattern(mistake.told())).doesNotContain("\n").doesNotContain(". ");
        assertThat(output.getAll()).doesNotContain(SECRET);
    }

    private static String pattern(String told) {
        var quoted = "\\Q" + told + "\\E";
        return told.endsWith(".*") ? quoted.replace(".*\\E", "\\E.*") : quoted;
    }
}
