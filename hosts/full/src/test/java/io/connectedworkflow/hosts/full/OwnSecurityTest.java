package io.connectedworkflow.hosts.full;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Beans;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** A host with filter chains of its own, one of which protects forms and another denies whatever is left; and an actuator. */
@TestInstance(Lifecycle.PER_CLASS)
class OwnSecurityTest {

    private static final AtomicInteger CALLS = new AtomicInteger();

    private Host with;
    private Host without;
    private TestOrganization organization;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Greetings.class, CallsOfControllers.class})
    static class Application {

        @Bean
        @Order(1)
        SecurityFilterChain forms(HttpSecurity http) {
            return http.securityMatcher("/greetings/**", "/login")
                    .authorizeHttpRequests(requests -> requests.anyRequest().hasRole("USER"))
                    .formLogin(Customizer.withDefaults()).httpBasic(Customizer.withDefaults()).build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain health(HttpSecurity http) {
            return http.securityMatcher("/actuator/health/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
        }

        @Bean
        @Order(3)
        SecurityFilterChain rest(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().denyAll()).build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("asha").password("{noop}open").roles("USER").build());
        }
    }

    /** What a host does around each call of a controller. */
    @Aspect
    static class CallsOfControllers {

        @Before("within(@org.springframework.stereotype.Controller *) "
                + "|| within(@org.springframework.web.bind.annotation.RestController *)")
        void count() {
            CALLS.incrementAndGet();
        }
    }

    /** A request to the host. */
    record Request(String method, String path, Map<String, String> headers, @Nullable String body) {

        Reply to(Http http) {
            return http.send(method, path, headers, body == null ? null : body.getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return method + " " + path + " " + headers;
        }
    }

    @BeforeAll
    void start() {
        var place = TestPostgres.newDatabase();
        with = Host.start(place, Application.class);
        without = Host.start(place, Application.class, "--connected-workflow.enabled=false");
        organization = with.admin(with.http()).organization();
    }

    @AfterAll
    void stop() {
        with.close();
        without.close();
    }

    static Stream<Request> requests() {
        var asha = Map.of("Authorization", "Basic YXNoYTpvcGVu");
        var form = Map.of("Authorization", "Basic YXNoYTpvcGVu", "Content-Type", "application/x-www-form-urlencoded");
        return Stream.of(new Request("GET", "/greetings", Map.of(), null),
                new Request("GET", "/greetings", Map.of("Accept", "text/html"), null),
                new Request("GET", "/greetings", asha, null), new Request("POST", "/greetings", form, "name=Asha"),
                new Request("GET", "/actuator/health", Map.of(), null),
                new Request("GET", "/actuator", Map.of(), null), new Request("GET", "/nothing", asha, null),
                new Request("GET", "/crm/v8/settings/other", Map.of(), null),
                new Request("GET", "/admin/x", Map.of(), null), new Request("GET", "/oauth/authorize", Map.of(), null));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void guards_its_own_as_without_us(Request request) {
        var ours = request.to(with.http());
        var its = request.to(without.http());
        assertThat(ours.status()).isEqualTo(its.status());
        assertThat(headers(ours)).isEqualTo(headers(its));
        assertThat(body(ours)).isEqualTo(body(its));
    }

    // Sessions and the tokens of forms are never the same twice.
    private static Map<String, Object> headers(Reply reply) {
        var headers = new TreeMap<String, Object>(reply.headers().map());
        headers.remove("date");
        headers.replace("set-cookie", "some");
        headers.replaceAll((name, value) -> value.toString().replaceAll("localhost:\\d+", "localhost"));
        return headers;
    }

    private static String body(Reply reply) {
        return reply.body().replaceAll("\"timestamp\":\"[^\"]*\"", "now").replaceAll("value=\"[^\"]{40,}\"", "token");
    }

    @Test
    void our_endpoints_ask_for_our_token_alone() {
        var http = with.http();
        http.send("GET", Http.WORKFLOWS, Map.of(), null).mustBe(Expected.AUTHENTICATION_FAILURE);
        http.send("GET", Http.WORKFLOWS, Map.of("Authorization", "Basic YXNoYTpvcGVu"), null)
                .mustBe(Expected.AUTHENTICATION_FAILURE);
        var id = organization.create("without a token of a form", "Contacts");
        var reply = organization.get(id);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Set-Cookie")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%63rm/v8/settings/connected_workflows", "/crm/v8/settings/connected_workflows/",
        "/crm//v8/settings/connected_workflows", "/admin/v1/organizations;x", "/%61udit/v1/events"})
    void what_is_not_quite_our_path_is_the_hosts_to_deny(String path) {
        var request = new Request("GET", path, Http.authorization(organization.token()), null);
        assertThat(request.to(with.http()).status()).isIn(400, 401, 403, 404);
    }

    @Test
    void an_aspect_of_its_controllers_is_not_about_ours() {
        new Request("GET", "/greetings", Map.of("Authorization", "Basic YXNoYTpvcGVu"), null).to(with.http());
        var before = CALLS.get();
        assertThat(before).isPositive();
        assertThat(organization.list().status()).isIn(200, 204);
        assertThat(CALLS).hasValue(before);
    }

    @Test
    void adds_a_filter_chain_and_no_other_part_of_security() {
        assertThat(Beans.addedTypes(with, without)).filteredOn(type -> type.startsWith("org.springframework.security."))
                .allMatch(type -> type.endsWith("SecurityFilterChain"));
    }
}
