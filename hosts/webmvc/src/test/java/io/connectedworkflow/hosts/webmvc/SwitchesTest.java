package io.connectedworkflow.hosts.webmvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.audit.RefusalRecorder;
import io.connectedworkflow.application.audit.RefusedRequest;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.refusal.Refusal.CredentialsMissing;
import io.connectedworkflow.infrastructure.security.Grant;
import io.connectedworkflow.infrastructure.security.RequestCallers;
import io.connectedworkflow.infrastructure.security.TokenIssuer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

/** What a host can switch off, or do in its own way. */
@ExtendWith(OutputCaptureExtension.class)
class SwitchesTest {

    private static final String ADMIN = "/admin/v1/organizations";
    private static final String TOKEN = "/oauth/v2/token";

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    /** A host that knows by itself who calls, and for which organization, and keeps its own record of refusals. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class OwnCallers {

        @Bean
        RequestCallers sessions() {
            return request -> {
                var user = request.getHeader("X-User");
                if (user == null) {
                    throw new CredentialsMissing().asException();
                }
                return Grant.of(new Actor("42", user), List.of(TestOrganization.ALL));
            };
        }

        @Bean
        Organizations crm() {
            return actor -> new Organization(actor, Edition.ENTERPRISE, new EditionLimits(5, 50, 10),
                    Set.of(Permission.MANAGE_AUTOMATIONS),
                    new Directory(ZoneOffset.UTC,
                            new Modules(List.of(new CrmModule("2001", "Visits", true, List.of()))),
                            Map.of(actor.user(), "Asha Rao"), Map.of()));
        }

        @Bean
        Refused refused() {
            return new Refused(new ConcurrentLinkedQueue<>());
        }
    }

    /** A host's own record of refusals. */
    record Refused(Queue<RefusedRequest> requests) implements RefusalRecorder {

        @Override
        public void record(RefusedRequest request) {
            requests.add(request);
        }
    }

    private static Reply get(Host host, String path) {
        return host.http().send("GET", path, Map.of(), null);
    }

    private static boolean isTheHosts(Reply reply) {
        return reply.status() == 404 && reply.json().has("timestamp");
    }

    private static Reply post(Host host, Map<String, String> headers, @Nullable String body) {
        return host.http().send("POST", Http.WORKFLOWS, headers,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void without_rest_our_paths_are_the_hosts_and_the_java_api_is_on(CapturedOutput output) {
        try (var host = Host.start(Application.class, "--connected-workflow.rest.enabled=false",
                "--connected-workflow.issuer.enabled=false", "--logging.level.io.connectedworkflow=INFO")) {
            assertThat(isTheHosts(get(host, Http.WORKFLOWS))).isTrue();
            assertThat(isTheHosts(get(host, ADMIN))).isTrue();
            assertThat(isTheHosts(get(host, TOKEN))).isTrue();
            assertThat(host.servesTheJavaApi()).isTrue();
        }
        assertThat(output).contains(
                "connected-workflow has no REST endpoints, by connected-workflow.rest.enabled; its Java API is on");
    }

    @Test
    void without_administration_its_paths_are_the_hosts(CapturedOutput output) {
        try (var host = Host.start(Application.class, "--connected-workflow.admin.enabled=false",
                "--logging.level.io.connectedworkflow=INFO")) {
            assertThat(isTheHosts(get(host, ADMIN))).isTrue();
            get(host, Http.WORKFLOWS).mustBe(Expected.AUTHENTICATION_FAILURE);
            get(host, TOKEN).mustBe(Expected.INVALID_REQUEST_METHOD);
        }
        assertThat(output)
                .contains("answers /crm/v8/settings/connected_workflows, /audit/v1, /oauth/v2/token")
                .doesNotContain(ADMIN);
    }

    @Test
    void without_endpoints_for_auditors_their_paths_are_the_hosts(CapturedOutput output) {
        try (var host = Host.start(Application.class, "--connected-workflow.audit.endpoints.enabled=false",
                "--logging.level.io.connectedworkflow=INFO")) {
            assertThat(isTheHosts(get(host, "/audit/v1/events"))).isTrue();
            assertThat(isTheHosts(get(host, "/audit/v1/checkpoints"))).isTrue();
            get(host, Http.WORKFLOWS + "/1/history").mustBe(Expected.AUTHENTICATION_FAILURE);
        }
        assertThat(output).contains("answers /crm/v8/settings/connected_workflows, /admin/v1")
                .doesNotContain("/audit/v1");
    }

    private static final List<String> DIRECTORY = List.of("/crm/v8/users?type=CurrentUser", "/crm/v8/org",
            "/crm/v8/settings/modules", "/crm/v8/settings/modules/Visits", "/crm/v8/settings/fields?module=Visits");

    @Test
    void the_directorys_paths_are_the_hosts_unless_it_wants_them_to_be_ours(CapturedOutput output) {
        try (var host = Host.start(OwnCallers.class, "--logging.level.io.connectedworkflow=INFO")) {
            assertThat(DIRECTORY).allSatisfy(path -> assertThat(isTheHosts(get(host, path))).isTrue());
        }
        assertThat(output).contains("answers /crm/v8/settings/connected_workflows, /audit/v1");
    }

    @Test
    void a_directory_of_the_hosts_own_is_shown_where_it_wants_that(CapturedOutput output) {
        try (var host = Host.start(OwnCallers.class, "--connected-workflow.rest.directory.enabled=true",
                "--logging.level.io.connectedworkflow=INFO")) {
            assertThat(DIRECTORY)
                    .allSatisfy(path -> get(host, path).mustBe(Expected.AUTHENTICATION_FAILURE));
            var answers = List.of(Expected.of(200, """
                {'users':[{'id':'7','full_name':'Asha Rao','first_name':null,'last_name':'Asha Rao','email':null,
                  'status':'active','role':null,'profile':null,'time_zone':'UTC'}],
                 'info':{'per_page':200,'count':1,'page':1,'more_records':false}}"""), Expected.of(200, """
                {'org':[{'id':'42','zgid':'42','company_name':null,'time_zone':'UTC',
                  'license_details':{'paid':true,'paid_type':'enterprise'}}]}"""), VISITS, VISITS, Expected.NOTHING);
            for (var i = 0; i < answers.size(); i++) {
                host.http().send("GET", DIRECTORY.get(i), Map.of("X-User", "7"), null).mustBe(answers.get(i));
            }
            assertThat(isTheHosts(get(host, "/crm/v8/settings/layouts"))).isTrue();
        }
        assertThat(output).contains("answers /crm/v8/settings/connected_workflows, /crm/v8/users, /crm/v8/org, "
                + "/crm/v8/settings/modules, /crm/v8/settings/fields, /audit/v1");
    }

    private static final Expected VISITS = Expected.of(200, """
        {'modules':[{'id':'2001','api_name':'Visits','module_name':'Visits','singular_label':null,
          'plural_label':null,'api_supported':true,'triggers_supported':true}]}""");

    @Test
    void pages_of_other_origins_may_call_us_where_the_host_says_so_and_the_hosts_own_paths_as_before() {
        var page = Map.of("Origin", "https://app.example.com", "Access-Control-Request-Method", "POST");
        try (var host = Host.start(Application.class,
                "--connected-workflow.cors.allowed-origins=https://app.example.com")) {
            var question = host.http().send("OPTIONS", Http.WORKFLOWS, page, null).mustBe(Expected.NOTHING);
            assertThat(question.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
            var refusal = host.http().send("GET", Http.WORKFLOWS, page, null).mustBe(Expected.AUTHENTICATION_FAILURE);
            assertThat(refusal.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
            var own = host.http().send("GET", "/own", page, null);
            assertThat(isTheHosts(own)).isTrue();
            assertThat(own.header("Access-Control-Allow-Origin")).isNull();
        }
        try (var host = Host.start(Application.class)) {
            var question = host.http().send("OPTIONS", Http.WORKFLOWS, page, null)
                    .mustBe(Expected.INVALID_REQUEST_METHOD);
            assertThat(question.header("Access-Control-Allow-Origin")).isNull();
        }
    }

    @Test
    void a_host_that_knows_its_callers_needs_no_tokens_of_ours(CapturedOutput output) {
        try (var host = Host.start(OwnCallers.class, "--logging.level.io.connectedworkflow=INFO")) {
            assertThat(host.context().getBeanNamesForType(TokenIssuer.class)).isEmpty();
            assertThat(isTheHosts(get(host, TOKEN))).isTrue();
            assertThat(isTheHosts(get(host, ADMIN))).isTrue();
            get(host, Http.WORKFLOWS).mustBe(Expected.AUTHENTICATION_FAILURE);
            var asha = Map.of("X-User", "7");
            TestOrganization.created(post(host, asha,
                    "{\"connected_workflows\":[{\"name\":\"visits\",\"primary_module\":{\"api_name\":\"Visits\"}}]}"));
            post(host, asha, "{").mustBe(Expected.UNREADABLE_BODY);
            assertThat(host.bean(Refused.class).requests()).singleElement().satisfies(refused -> {
                assertThat(refused.organizationId()).isEqualTo("42");
                assertThat(refused.userId()).isEqualTo("7");
            });
        }
        assertThat(output).contains("answers /crm/v8/settings/connected_workflows, /audit/v1")
                .contains("asks the application's");
    }

    @Test
    void a_host_that_knows_its_callers_can_have_our_issuer_beside() {
        try (var host = Host.start(OwnCallers.class, "--connected-workflow.issuer.enabled=true")) {
            assertThat(host.context().getBeanNamesForType(TokenIssuer.class)).hasSize(1);
            get(host, TOKEN).mustBe(Expected.INVALID_REQUEST_METHOD);
        }
    }

    @Test
    void an_administrator_is_there_only_where_one_is_named() {
        try (var host = Host.start(Application.class, "--connected-workflow.admin-client-id=",
                "--connected-workflow.admin-client-secret=")) {
            assertThat(host.http().form(TOKEN, "grant_type=client_credentials&client_id=admin&client_secret=admin")
                    .body()).contains("invalid_client");
            assertThat(host.servesTheJavaApi()).isTrue();
        }
    }
}
