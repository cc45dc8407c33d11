package io.connectedworkflow.hosts.webmvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.organization.OAuthClients;
import io.connectedworkflow.application.organization.OAuthClients.Credentials;
import io.connectedworkflow.application.organization.OAuthClients.OAuthClient;
import io.connectedworkflow.application.workflow.Outcome.Refused;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NotFound;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

/** A host with a directory of its own and our issuer: how its users get tokens. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class ClientsTest {

    private static final String TOKEN = "/oauth/v2/token";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Expected NO_USER = Expected.bare(404, "NOT_FOUND", "There is no such user", "");
    private static final Expected NO_CLIENT = Expected.bare(404, "NOT_FOUND", "There is no such client", "");

    private Host host;
    private String log;
    private Admin admin;
    private OAuthClients clients;

    /** Organization 42, whose users come and go. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        private static final Set<String> USERS = ConcurrentHashMap.newKeySet();

        @Bean
        Organizations crm() {
            return actor -> {
                if (!actor.organization().equals("42") || !USERS.contains(actor.user())) {
                    throw new CallerUnknown().asException();
                }
                return Organization.of(actor, Edition.ENTERPRISE, Set.of(Permission.MANAGE_AUTOMATIONS),
                        Directory.of(List.of(new CrmModule("2001", "Visits"))));
            };
        }
    }

    @BeforeAll
    void start(CapturedOutput output) {
        host = Host.start(Application.class, "--logging.level.io.connectedworkflow=INFO");
        log = output.getAll();
        admin = host.admin(host.http());
        clients = host.bean(OAuthClients.class);
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private static Actor newUser() {
        var user = Admin.newId();
        Application.USERS.add(user);
        return new Actor("42", user);
    }

    private static String path(Actor user) {
        return Admin.ORGANIZATIONS + "/" + user.organization() + "/users/" + user.user() + "/clients";
    }

    private static String form(String id, String secret) {
        return "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret;
    }

    private String token(Credentials client) {
        return host.http().form(TOKEN, form(client.clientId(), client.clientSecret())).json().get("access_token")
                .asString();
    }

    private static Refusal refusal(Object outcome) {
        return ((Refused<?>) outcome).refusal();
    }

    @Test
    void an_administrator_makes_a_client_that_gets_a_user_s_token() {
        var asha = newUser();
        var made = admin.send("POST", path(asha), "{\"scopes\":[\"%s\"]}".formatted(TestOrganization.ALL));
        made.mustBe(new Expected(201, made.json()));
        assertThat(made.json().propertyNames()).containsExactlyInAnyOrder("client_id", "client_secret",
                "refresh_token");
        var id = made.json().get("client_id").asString();
        var token = host.http().form(TOKEN, form(id, made.json().get("client_secret").asString())).json()
                .get("access_token").asString();

        var created = host.http().send("POST", Http.WORKFLOWS, token,
                "{\"connected_workflows\":[{\"name\":\"visits\",\"primary_module\":{\"api_name\":\"Visits\"}}]}");
        TestOrganization.created(created);

        var listed = admin.send("GET", path(asha), null);
        listed.mustBe(Expected.of(200,
                "{'clients':[{'client_id':'%s','scopes':['%s'],'created_time':'%s'}]}".formatted(id,
                        TestOrganization.ALL, listed.json().at("/clients/0/created_time").asString())));
        admin.send("DELETE", path(asha) + "/" + id, null).mustBe(Expected.NOTHING);
        host.http().send("GET", Http.WORKFLOWS, token, null).mustBe(Expected.INVALID_TOKEN);
        admin.send("DELETE", path(asha) + "/" + id, null).mustBe(NO_CLIENT);
        admin.send("GET", path(asha), null).mustBe(Expected.of(200, "{'clients':[]}"));
    }

    @Test
    void the_application_makes_one_that_gets_a_user_s_token() {
        var asha = newUser();
        var made = clients.create(asha, List.of(TestOrganization.ALL, TestOrganization.ALL), HOUR).orElseThrow();
        var token = token(made);
        // Other tests may have made workflows.
        assertThat(host.http().send("GET", Http.WORKFLOWS, token, null).status()).isIn(200, 204);

        assertThat(clients.list(asha)).singleElement().satisfies(client -> {
            assertThat(client.id()).isEqualTo(made.clientId());
            assertThat(client.scopes()).containsExactly(TestOrganization.ALL);
        });
        assertThat(clients.delete(asha, made.clientId()).orElseThrow()).isEqualTo(made.clientId());
        host.http().send("GET", Http.WORKFLOWS, token, null).mustBe(Expected.INVALID_TOKEN);
        assertThat(refusal(clients.delete(asha, made.clientId()))).isEqualTo(new NotFound("client"));
        assertThat(clients.list(asha)).isEmpty();
    }

    @Test
    void what_a_client_authenticates_with_is_in_no_text_of_it() {
        var made = clients.create(newUser(), List.of("a"), HOUR).orElseThrow();

        assertThat(made.toString()).contains(made.clientId()).doesNotContain(made.clientSecret(),
                made.refreshToken());
        assertThat(String.valueOf(clients.create(newUser(), List.of("a"), HOUR))).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"41/users/1", "42/users/1", "42/users/x", "42/users/%20"})
    void nobody_acts_for_a_user_whom_the_application_does_not_know(String user) {
        admin.send("POST", Admin.ORGANIZATIONS + "/" + user + "/clients", "{\"scopes\":[\"a\"]}").mustBe(NO_USER);
    }

    @Test
    void the_java_api_refuses_what_cannot_be() {
        var asha = newUser();

        assertThat(refusal(clients.create(new Actor("42", "nobody"), List.of("a"), HOUR)))
                .isEqualTo(new NotFound("user"));
        assertThat(refusal(clients.create(new Actor("\0", "7"), List.of("a"), HOUR))).isEqualTo(new NotFound("user"));
        assertThat(refusal(clients.create(asha, List.of("a", "b c"), HOUR)))
                .isEqualTo(new ValueInvalid(FieldPath.of("scopes").index(1)));
        assertThat(refusal(clients.create(asha, List.of(), HOUR)))
                .isEqualTo(new ValueInvalid(FieldPath.of("scopes")));
        for (var lifetime : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1500),
                Duration.ofDays(1).plusSeconds(1), Duration.ofDays(100_000))) {
            assertThat(refusal(clients.create(asha, List.of("a"), lifetime)))
                    .isEqualTo(new ValueInvalid(FieldPath.of("expires_in")));
        }
        assertThat(refusal(clients.delete(asha, "\0"))).isEqualTo(new NotFound("client"));
        assertThat(clients.list(new Actor("\0", "7"))).isEmpty();
        assertThat(clients.list(asha)).isEmpty();
    }

    @Test
    void the_client_of_a_user_who_is_gone_does_nothing_and_can_be_revoked() {
        var asha = newUser();
        var made = clients.create(asha, List.of(TestOrganization.ALL), HOUR).orElseThrow();
        var token = token(made);
        Application.USERS.remove(asha.user());

        host.http().send("GET", Http.WORKFLOWS, token, null).mustBe(Expected.INVALID_TOKEN);
        assertThat(admin.send("GET", path(asha), null).json().at("/clients/0/client_id").asString())
                .isEqualTo(made.clientId());
        admin.send("DELETE", path(asha) + "/" + made.clientId(), null).mustBe(Expected.NOTHING);
        assertThat(clients.list(asha)).isEmpty();
    }

    @Test
    void a_client_is_known_under_its_own_user_only() {
        var asha = newUser();
        var ravi = newUser();
        var made = clients.create(asha, List.of("a"), HOUR).orElseThrow();

        assertThat(refusal(clients.delete(ravi, made.clientId()))).isEqualTo(new NotFound("client"));
        assertThat(clients.list(ravi)).isEmpty();
        assertThat(clients.list(asha)).extracting(OAuthClient::id).containsExactly(made.clientId());
    }

    @Test
    void only_an_administrator_administers_them_and_nobody_the_organizations() {
        var asha = newUser();
        var token = token(clients.create(asha, List.of(TestOrganization.ALL), HOUR).orElseThrow());
        for (var method : List.of("GET", "POST")) {
            host.http().send(method, path(asha), token, "{}").mustBe(Expected.OAUTH_SCOPE_MISMATCH);
            host.http().send(method, path(asha), Map.of(), null).mustBe(Expected.AUTHENTICATION_FAILURE);
        }
        for (var path : List.of("", "/42")) {
            admin.send("GET", Admin.ORGANIZATIONS + path, null).mustBe(Expected.INVALID_URL_PATTERN);
        }
    }

    @Test
    void the_log_says_that_clients_are_there_and_organizations_not() {
        assertThat(log).contains("answers /crm/v8/settings/connected_workflows, /audit/v1, "
                + "/admin/v1/organizations/…/clients, /oauth/v2/token");
    }

    @Test
    void a_host_that_names_no_administrator_keeps_the_paths_to_itself() {
        var settings = Arrays.stream(Host.settings(TestPostgres.newDatabase()))
                .filter(setting -> !setting.contains("admin-client")).toArray(String[]::new);
        try (var quiet = Host.run(Application.class, settings)) {
            var reply = quiet.http().send("GET", Admin.ORGANIZATIONS + "/42", Map.of(), null);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().has("timestamp")).as(reply.body()).isTrue();
        }
    }
}
