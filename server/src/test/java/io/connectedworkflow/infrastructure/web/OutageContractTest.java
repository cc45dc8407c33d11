package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.DatabaseLine;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.test.util.ReflectionTestUtils;

/** A database that fails for a while: 503 with {@code Retry-After}, one line in the log, and nothing changed. */
class OutageContractTest {

    private static final Expected UNAVAILABLE = Expected.bare(503, "SERVICE_UNAVAILABLE",
            "The service is temporarily unavailable", "'retry_after':5");
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(AnswerWriter.class);

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final TestOrganization organization = server.admin().organization();

    @BeforeAll
    static void start() {
        server = RunningServer.start("--spring.datasource.hikari.connection-timeout=1000");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        ROOT.setAdditive(false);
        ROOT.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        ROOT.detachAppender(log);
        ROOT.setAdditive(true);
    }

    // 23505 and others that are faults of ours are not among them.
    @ParameterizedTest
    @ValueSource(strings = {"08000", "08006", "25006", "40001", "40P01", "53100", "53200", "53300", "57014", "57P01",
        "57P02", "57P03", "58000", "58030"})
    void a_failure_that_passes_is_worth_another_try(String state) {
        organization.list().mustBe(NOTHING);
        var owner = server.database().asOwner();
        owner.execute("""
            create function connected_workflow.fail() returns trigger language plpgsql as
            $$ begin raise exception 'for a while: %s' using errcode = '%s'; end $$""".formatted(inLetters(state),
                state));
        owner.execute("""
            create trigger fail before insert on connected_workflow.workflow_view
            for each row execute function connected_workflow.fail()""");
        try {
            mustBeUnavailable(organization.tryToCreate("a", "Leads"));
        } finally {
            owner.execute("drop function connected_workflow.fail cascade");
        }
        organization.list().mustBe(NOTHING);
        organization.create("a", "Leads");
    }

    // What differs by a number alone is the same failure, and told of once a second.
    private static String inLetters(String state) {
        return state.chars().mapToObj(each -> Character.toString(each + 'P' - '0')).collect(joining());
    }

    @Test
    void a_database_that_takes_no_writes_is_read() {
        organization.create("before", "Leads");
        var role = server.database().server();
        alter(role, "set default_transaction_read_only = on");
        try {
            endConnections(role);
            await().untilAsserted(() -> mustBeUnavailable(organization.tryToCreate("a", "Deals")));
            await().untilAsserted(() -> assertThat(organization.list().status()).isEqualTo(200));
            mustBeUnavailable(server.admin().send("PUT", organization.path(), organization.document().toString()));
        } finally {
            alter(role, "reset default_transaction_read_only");
            endConnections(role);
        }
        await().untilAsserted(() -> assertThat(organization.tryToCreate("a", "Deals").status()).isEqualTo(201));
    }

    @Test
    void a_statement_that_takes_too_long_is_worth_another_try() {
        var role = server.database().server();
        var owner = server.database().asOwner();
        organization.list().mustBe(NOTHING);
        owner.execute("""
            create function connected_workflow.linger() returns trigger language plpgsql as
            $$ begin perform set_config('statement_timeout', '1', true); perform pg_sleep(5); return new; end $$""");
        owner.execute("""
            create trigger linger before insert on connected_workflow.workflow_view
            for each row execute function connected_workflow.linger()""");
        alter(role, "set statement_timeout = '500ms'");
        try {
            endConnections(role);
            await().untilAsserted(() -> mustBeUnavailable(organization.tryToCreate("a", "Deals")));
        } finally {
            alter(role, "reset statement_timeout");
            owner.execute("drop function connected_workflow.linger cascade");
            endConnections(role);
        }
        await().untilAsserted(() -> assertThat(organization.tryToCreate("a", "Deals").status()).isEqualTo(201));
    }

    @Test
    void a_clock_that_stands_where_there_are_no_ids_only_keeps_from_making_some_until_it_is_right() {
        organization.create("before", "Leads");
        var ids = server.context().getBean(Ids.class);
        for (var wrong : List.of("2090-01-01T00:00:00Z", "2084-09-06T15:47:00Z")) {
            ReflectionTestUtils.setField(ids, "clock", (InstantSource) () -> Instant.parse(wrong));
            try {
                // What differs by a number alone is told of once a second.
                await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
                log.list.clear();
                mustBeUnavailable(organization.tryToCreate("a", "Deals"));
                assertThat(log.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                        .endsWith("the clock says " + wrong
                                + ", for which there are no ids: they begin in 2015 and end in 2084"));
                assertThat(organization.list().status()).isEqualTo(200);
            } finally {
                ReflectionTestUtils.setField(ids, "clock", InstantSource.system());
            }
            organization.create("after" + wrong.charAt(3), wrong.startsWith("2090") ? "Deals" : "Accounts");
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_nobody_s_fault() {
        try (var line = new DatabaseLine(server.database());
                var cutOff = RunningServer.startOn(along(line),
                        "--spring.datasource.hikari.connection-timeout=1000")) {
            var http = cutOff.http();
            var token = organization.token();
            http.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
            line.cut();

            mustBeUnavailable(http.send("GET", WORKFLOWS, token, null));
            mustBeUnavailable(http.send("POST", WORKFLOWS, token,
                    "{\"connected_workflows\":[{\"name\":\"a\",\"primary_module\":{\"api_name\":\"Leads\"}}]}"));
            mustBeUnavailable(http.send("GET", WORKFLOWS, "not-known-yet", null));
            mustBeUnavailable(
                    http.form("/oauth/v2/token", "grant_type=client_credentials&client_id=a&client_secret=b"));
            assertThat(http.send("GET", "/actuator/health/liveness", Map.of(), null).status()).isEqualTo(200);
            assertThat(http.send("GET", "/actuator/health/readiness", Map.of(), null).status()).isEqualTo(503);
            line.mend();

            await().untilAsserted(() -> http.send("GET", WORKFLOWS, token, null).mustBe(NOTHING));
        }
    }

    private static TestDatabase along(DatabaseLine line) {
        var database = server.database();
        return new TestDatabase(line.url(), database.owner(), database.server(), database.password());
    }

    private void mustBeUnavailable(Reply reply) {
        reply.mustBe(UNAVAILABLE);
        assertThat(reply.header("Retry-After")).isEqualTo("5");
        assertThat(log.list).isNotEmpty().allSatisfy(line -> {
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getFormattedMessage()).contains(" cannot be served now: ").doesNotContain("insert into");
        });
    }

    private static void endConnections(String role) {
        TestPostgres.asSuperuser()
                .queryForList("select pg_terminate_backend(pid) from pg_stat_activity where usename = ?", role);
    }

    private static void alter(String role, String what) {
        TestPostgres.asSuperuser().execute("alter role " + role + " " + what);
    }
}
