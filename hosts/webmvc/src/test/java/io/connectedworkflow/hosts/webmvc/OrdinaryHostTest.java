package io.connectedworkflow.hosts.webmvc;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A host with Spring MVC as Boot sets it up, and springdoc, without security: with us, and without us. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class OrdinaryHostTest {

    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");
    private static final Map<String, String> BROWSER = Map.of("Accept", "text/html");

    private Host with;
    private Host without;
    private String log;
    private TestOrganization organization;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Greetings.class)
    static class Application {}

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
    void start(CapturedOutput output) {
        var place = TestPostgres.newDatabase();
        var hidden = "--spring.mvc.hiddenmethod.filter.enabled=true";
        with = Host.start(place, Application.class, hidden, "--logging.level.root=INFO");
        log = output.getAll();
        without = Host.start(place, Application.class, hidden, "--connected-workflow.enabled=false");
        organization = with.admin(with.http()).organization();
    }

    @AfterAll
    void stop() {
        with.close();
        without.close();
    }

    static Stream<Request> requests() {
        return Stream.of(get("/greetings"), new Request("HEAD", "/greetings", Map.of(), null),
                new Request("OPTIONS", "/greetings", Map.of(), null),
                new Request("DELETE", "/greetings", Map.of(), null),
                new Request("POST", "/greetings/form", FORM, "name=Asha+Rao"),
                new Request("PUT", "/greetings/form", FORM, "name=Asha+Rao"),
                new Request("PATCH", "/greetings/form", FORM, "name=Asha+Rao"),
                new Request("POST", "/greetings/form", FORM, "_method=delete&name=Asha+Rao"),
                new Request("POST", "/greetings/json", Map.of("Content-Type", "application/json"), "{\"a\":[1,2.50]}"),
                new Request("POST", "/greetings/json", Map.of("Content-Type", "application/json"), "{"),
                get("/greetings/fails"), new Request("GET", "/greetings/fails", BROWSER, null), get("/nothing"),
                new Request("GET", "/nothing", BROWSER, null), get("/crm"), get("/crm/other"),
                get("/crm/v8/settings/other"), get("/crm/v8/settings/connected_workflows_of_others"), get("/admin"),
                get("/admin/x"), new Request("GET", "/admin/x", BROWSER, null), get("/admin/v1/x"), get("/audit"),
                get("/oauth/other"), get("/oauth/v2/other"), get("/error"),
                new Request("POST", "/admin/x", Map.of(), "{}"));
    }

    private static Request get(String path) {
        return new Request("GET", path, Map.of(), null);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void answers_as_without_us(Request request) {
        var ours = request.to(with.http());
        var its = request.to(without.http());
        assertThat(ours.status()).isEqualTo(its.status());
        assertThat(headers(ours)).isEqualTo(headers(its));
        assertThat(body(ours)).isEqualTo(body(its));
    }

    private static Map<String, Object> headers(Reply reply) {
        var headers = new TreeMap<String, Object>(reply.headers().map());
        headers.remove("date");
        return headers;
    }

    private static String body(Reply reply) {
        return reply.body().replaceAll("\"timestamp\":\"[^\"]*\"|<div id=.created.>[^<]*</div>", "now")
                .replaceAll("localhost:\\d+", "localhost");
    }

    @Test
    void has_no_security_by_us() {
        assertThat(ClassUtils.isPresent("org.springframework.security.web.SecurityFilterChain",
                getClass().getClassLoader())).isFalse();
    }

    @Test
    void describes_its_own_endpoints_and_none_of_ours() {
        var described = get("/v3/api-docs").to(with.http());
        assertThat(described.status()).isEqualTo(200);
        assertThat(described.json().get("paths").propertyNames()).contains("/greetings");
        assertThat(body(described)).isEqualTo(body(get("/v3/api-docs").to(without.http())));
    }

    @Test
    void says_what_is_on_and_nothing_to_worry_about() {
        assertThat(log).contains("connected-workflow answers /crm/v8/settings/connected_workflows, /audit/v1, "
                + "/admin/v1/organizations, /oauth/v2/token");
        assertThat(log.lines().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")))
                .noneMatch(line -> line.contains("onnected"));
    }

    @Test
    void finds_its_own_beans_as_if_we_were_not_there() {
        assertThat(Beans.addedTypes(with, without)).containsExactlyInAnyOrder(
                "org.springframework.boot.LazyInitializationExcludeFilter", "org.springframework.context.Lifecycle",
                "org.springframework.context.Phased",
                "org.springframework.context.SmartLifecycle",
                "org.springframework.beans.factory.SmartInitializingSingleton",
                "org.springframework.beans.factory.BeanNameAware",
                "org.springframework.boot.web.servlet.AbstractFilterRegistrationBean",
                "org.springframework.boot.web.servlet.DynamicRegistrationBean",
                "org.springframework.boot.web.servlet.FilterRegistrationBean",
                "org.springframework.boot.web.servlet.RegistrationBean",
                "org.springframework.boot.web.servlet.ServletContextInitializer",
                "org.springframework.core.Ordered");
    }

    @Test
    void finds_its_own_mapping_by_type() {
        assertThat(with.bean(RequestMappingHandlerMapping.class))
                .isSameAs(with.context().getBean("requestMappingHandlerMapping"));
    }

    @Test
    void our_endpoints_need_a_token_and_nothing_else() {
        var http = with.http();
        get(Http.WORKFLOWS).to(http).mustBe(Expected.AUTHENTICATION_FAILURE);
        var id = organization.create("an ordinary one", "Contacts");
        assertThat(organization.get(id).status()).isEqualTo(200);
        http.send("GET", Http.WORKFLOWS + "/nothing/here", organization.token(), null)
                .mustBe(Expected.INVALID_URL_PATTERN);
        assertThat(with.servesTheJavaApi()).isTrue();
    }

    @Test
    void reads_json_whatever_type_it_is_said_to_have() {
        var http = with.http();
        var headers = new TreeMap<>(FORM);
        headers.putAll(Http.authorization(organization.token()));
        var body = "{\"connected_workflows\":[{\"name\":\"by curl -d\",\"description\":\"a=b&c=%41\",\"primary_module\":{\"api_name\":\"Deals\"}}]}";
        var id = TestOrganization.created(http.send("POST", Http.WORKFLOWS, headers, body.getBytes(UTF_8)));
        http.send("PUT", Http.WORKFLOWS + "/" + id, headers,
                "{\"connected_workflows\":[{\"name\":\"still by curl\"}]}".getBytes(UTF_8))
                .mustBe(Expected.success(200, id, "connected workflow updated successfully"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%63rm/v8/settings/connected_workflows", "/crm/v8/settings/connected%5Fworkflows",
        "/crm/v8/settings/connected_workflows/", "/crm//v8/settings/connected_workflows",
        "//crm/v8/settings/connected_workflows", "/crm/v8/settings;x/connected_workflows",
        "/crm/v8/settings/connected_workflows;x=y", "/./crm/v8/settings/connected_workflows",
        "/crm/v8/../v8/settings/connected_workflows", "/crm/v8/settings/connected_workflows.json",
        "/CRM/v8/settings/connected_workflows", "/%61dmin/v1/organizations", "/admin/v1/organizations;x",
        "/%61udit/v1/events"})
    void there_is_no_way_around_the_gate(String path) {
        for (var method : new String[]{"GET", "POST"}) {
            var reply = with.http().send(method, path, Map.of(), null);
            assertThat(reply.status()).as("%s %s: %s", method, path, reply.body()).isIn(400, 401, 404);
            assertThat(with.http().send(method, path, organization.token(), null).status())
                    .as("%s %s with a token", method, path).isIn(400, 401, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Http.WORKFLOWS, "/admin/v1/organizations", "/audit/v1/events"})
    void there_is_no_way_by_the_hosts_own_endpoints(String path) {
        var reply = new Request("GET", "/greetings/elsewhere", Map.of("X-Where", path), null).to(with.http());
        assertThat(reply.status()).as(reply.body()).isEqualTo(404);
    }
}
