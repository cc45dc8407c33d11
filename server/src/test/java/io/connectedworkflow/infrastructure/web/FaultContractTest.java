package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Expected.INTERNAL_ERROR;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.TestOrganization.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestWorkflow;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Unexpected faults: the end of section 2 of the contract, on a server of its own whose tables are taken away. */
class FaultContractTest {

    private static final String SAMPLE = "{\"connected_workflows\":[{\"name\":\"a\",\"primary_module\":{\"api_name\":\"Contacts\"}}]}";
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            // here is the thread that has the request's id
            event.prepareForDeferredProcessing();
            super.append(event);
        }
    };
    private final ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) ROOT.getAppender("CONSOLE");
    private final TestOrganization organization = server.admin().organization();

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        ROOT.addAppender(log);
        // What is provoked here would only frighten whoever reads the build's output.
        ROOT.detachAppender(console);
        organization.list().mustBe(NOTHING);
    }

    @AfterEach
    void listenNoMore() {
        ROOT.detachAppender(log);
        ROOT.addAppender(console);
    }

    @ParameterizedTest
    @CsvSource({"workflow_view, GET", "workflow_view, POST", "domain_event, POST", "workflow_register, POST",
        "organization_register, POST"})
    void answers_a_fault_behind_the_gate_and_changes_nothing(String table, String method) {
        without(table, () -> {
            mustBeFault(server.http().send(method, WORKFLOWS, organization.token(), SAMPLE), table);
        });
        organization.list().mustBe(NOTHING);
        organization.create("a", "Contacts");
        assertThat(organization.list().json().at("/connected_workflows/0/sequence_number").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"workflow_view, GET", "workflow_view, POST", "domain_event, POST"})
    void answers_a_fault_about_rules_and_changes_nothing(String table, String method) {
        var workflow = new TestWorkflow(server.http(), organization);
        var rule = TestWorkflow.inEnvelope("""
            {'node':{'id':'%s'},'execute_when':{'type':'create','details':{'trigger_module':{'api_name':'Contacts'}}},
             'conditions':[{'sequence_number':1,'instant_actions':{'actions':[{'type':'field_updates','id':'1'}]}}]}"""
                .formatted(workflow.root()));
        without(table, () -> {
            mustBeFault(workflow.send(method, "/rules?module=Contacts", Map.of(), rule), table);
        });
        workflow.get("/rules?module=Contacts").mustBe(NOTHING);
        assertThat(workflow.version()).isEqualTo("\"3\"");
        TestWorkflow.createdRule(workflow.send("POST", "/rules", Map.of(), rule));
    }

    @ParameterizedTest
    @CsvSource({"access_token, GET", "organization, GET", "access_token, POST", "organization, POST"})
    void answers_a_fault_in_the_gate(String table, String method) {
        var fresh = organization.token(ALL);
        organization.change(document -> document.put("name", "Not remembered any more"));
        without(table, () -> {
            mustBeFault(server.http().send(method, WORKFLOWS, fresh, SAMPLE), table);
        });
        server.http().send("GET", WORKFLOWS, fresh, null).mustBe(NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"organization, GET", "organization, PUT", "organization, DELETE", "organization_register, DELETE"})
    void answers_a_fault_of_the_administration(String table, String method) {
        without(table, () -> {
            mustBeFault(server.admin().send(method, organization.path(), organization.document().toString()), table);
        });
        organization.list().mustBe(NOTHING);
    }

    @Test
    void answers_a_fault_of_the_token_endpoint_and_logs_no_secret() {
        var client = organization.client(organization.asha(), 3600, ALL);
        without("oauth_client", () -> {
            mustBeFault(server.http().send("POST", "/oauth/v2/token?grant_type=client_credentials&" + client.form(),
                    Map.of(), null), "oauth_client");
            mustBeFault(server.http().form("/oauth/v2/token", "grant_type=refresh_token&refresh_token="
                    + client.refreshToken() + "&" + client.form()), "oauth_client");
        });
        assertThat(log.list).isNotEmpty().noneMatch(event -> {
            var text = event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
            return text.contains(client.clientSecret()) || text.contains(client.refreshToken());
        });
    }

    @Test
    void answers_a_fault_that_comes_with_the_commit() {
        var owner = server.database().asOwner();
        owner.execute("""
            create function connected_workflow.fail() returns trigger language plpgsql as
            $$ begin raise exception 'inner detail'; end $$""");
        owner.execute("""
            create constraint trigger fail after insert on connected_workflow.workflow_view
            deferrable initially deferred for each row execute function connected_workflow.fail()""");
        try {
            mustBeFault(organization.post(SAMPLE), "inner detail");
        } finally {
            owner.execute("drop function connected_workflow.fail cascade");
        }
        organization.list().mustBe(NOTHING);
        organization.create("a", "Contacts");
    }

    @Test
    void a_refusal_is_not_logged_as_a_fault() {
        organization.get("1").mustBe(Expected.UNKNOWN_WORKFLOW);
        organization.post("{").mustBe(Expected.UNREADABLE_BODY);
        organization.create("a", "Contacts");
        assertThat(organization.tryToCreate("a", "Contacts").status()).isEqualTo(400);
        server.http().send("GET", "/nowhere", Map.of(), null).mustBe(Expected.INVALID_URL_PATTERN);
        assertThat(log.list).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN)).isEmpty();
    }

    @Test
    void the_caller_s_request_id_is_in_the_log() {
        without("workflow_view", () -> {
            var reply = server.http().send("GET", WORKFLOWS, Map.of("Authorization", "Bearer " + organization.token(),
                    "X-Request-Id", "named-by-the-caller"), null);
            mustBeFault(reply, "workflow_view");
            assertThat(reply.header("X-Request-Id")).isEqualTo("named-by-the-caller");
        });
    }

    private static void without(String table, Runnable attempt) {
        var owner = server.database().asOwner();
        owner.execute("alter table connected_workflow.%1$s rename to %1$s_away".formatted(table));
        try {
            attempt.run();
        } finally {
            owner.execute("alter table connected_workflow.%1$s_away rename to %1$s".formatted(table));
        }
    }

    private void mustBeFault(Reply reply, String detail) {
        reply.mustBe(INTERNAL_ERROR);
        assertThat(reply.headers().toString()).doesNotContain(detail);
        var id = reply.header("X-Request-Id");
        var logged = log.list.stream().filter(event -> Objects.equals(id, event.getMDCPropertyMap().get("requestId")))
                .toList();
        assertThat(logged).hasSize(1);
        assertThat(logged.getFirst().getLevel()).isEqualTo(Level.ERROR);
        assertThat(ThrowableProxyUtil.asString(logged.getFirst().getThrowableProxy())).contains(detail);
        assertThat(new String(console.getEncoder().encode(logged.getFirst()), StandardCharsets.UTF_8))
                .contains("[" + id + "]");
    }
}
