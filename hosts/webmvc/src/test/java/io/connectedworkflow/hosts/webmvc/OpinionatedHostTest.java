package io.connectedworkflow.hosts.webmvc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A host that has its own way of everything, below paths of its own: nothing of it may reach our answers. */
@TestInstance(Lifecycle.PER_CLASS)
class OpinionatedHostTest {

    private Host with;
    private Host without;
    private Http http;
    private TestOrganization organization;

    /** The host's own way of everything. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Greetings.class, Advice.class})
    static class Application {

        @Bean
        JsonMapper itsJson() {
            return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
        }

        @Bean
        ObjectMapper itsOldJson() {
            return new ObjectMapper();
        }

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        HandlerExceptionResolver itsExceptions() {
            return (request, response, handler, failure) -> failure instanceof IllegalStateException
                    ? answered(response)
                    : null;
        }

        private static ModelAndView answered(HttpServletResponse response) {
            response.setStatus(499);
            return new ModelAndView();
        }

        // It reads the body of a form away, as a log of parameters does, before any other filter.
        @Bean
        FilterRegistrationBean<Filter> itsParameters() {
            Filter filter = (request, response, chain) -> {
                request.getParameterMap();
                ((HttpServletResponse) response).setHeader("X-Parameters",
                        String.valueOf(request.getParameter("name")));
                chain.doFilter(request, response);
            };
            var registration = new FilterRegistrationBean<>(filter);
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
            return registration;
        }

        @Bean
        WebMvcConfigurer itsMvc() {
            return new WebMvcConfigurer() {

                @Override
                public void addInterceptors(InterceptorRegistry registry) {
                    registry.addInterceptor(new HandlerInterceptor() {
                        @Override
                        public boolean preHandle(HttpServletRequest request, HttpServletResponse response,
                                Object handler) {
                            response.setHeader("X-Intercepted", "yes");
                            var isItsOwn = request.getRequestURI().startsWith("/ctx/app/api/");
                            response.setStatus(isItsOwn ? 200 : 403);
                            return isItsOwn;
                        }
                    });
                }

                @Override
                public void configurePathMatch(PathMatchConfigurer configurer) {
                    configurer.addPathPrefix("/api", HandlerTypePredicate.forAnyHandlerType());
                }

                @Override
                public void addCorsMappings(CorsRegistry registry) {
                    registry.addMapping("/**").allowedOrigins("https://crm.example");
                }
            };
        }
    }

    /** Answers whatever fails, and wraps whatever is answered. */
    @ControllerAdvice
    static class Advice implements ResponseBodyAdvice<Object> {

        @ExceptionHandler(Throwable.class)
        ResponseEntity<String> anyFailure(Throwable failure) {
            return ResponseEntity.status(418).body("the host's answer to " + failure.getClass().getSimpleName());
        }

        @ModelAttribute("user")
        String user() {
            return "somebody";
        }

        @Override
        public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
            return true;
        }

        @Override
        public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType, MediaType type,
                Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
                ServerHttpResponse response) {
            response.getHeaders().set("X-Advised", "yes");
            return body;
        }
    }

    @BeforeAll
    void start() {
        var place = TestPostgres.newDatabase();
        var settings = new String[]{"--server.servlet.context-path=/ctx", "--spring.mvc.servlet.path=/app"};
        with = Host.start(place, Application.class, settings);
        without = Host.start(place, Application.class, settings[0], settings[1], "--connected-workflow.enabled=false");
        http = with.http("/ctx/app");
        organization = with.admin(http).organization();
    }

    @AfterAll
    void stop() {
        with.close();
        without.close();
    }

    private void answersAsWithoutUs(String method, String path, Map<String, String> headers, @Nullable String body) {
        var bytes = body == null ? null : body.getBytes(UTF_8);
        var ours = http.send(method, path, headers, bytes);
        var its = without.http("/ctx/app").send(method, path, headers, bytes);
        assertThat(ours.status()).isEqualTo(its.status());
        assertThat(ours.body()).isEqualTo(its.body());
        assertThat(ours.headers().map().keySet()).isEqualTo(its.headers().map().keySet());
    }

    @Test
    void the_host_answers_in_its_own_way() {
        assertThat(http.send("GET", "/api/greetings", Map.of(), null).body()).contains("\"first_name\" : \"Asha\"");
        answersAsWithoutUs("GET", "/api/greetings", Map.of("Origin", "https://crm.example"), null);
        answersAsWithoutUs("GET", "/api/greetings", Map.of("Origin", "https://other.example"), null);
        answersAsWithoutUs("GET", "/api/greetings/fails", Map.of(), null);
        answersAsWithoutUs("GET", "/nothing", Map.of(), null);
        answersAsWithoutUs("GET", "/crm/other", Map.of(), null);
        answersAsWithoutUs("POST", "/api/greetings/form", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "name=Asha");
        answersAsWithoutUs("POST", "/api/greetings/json", Map.of("Content-Type", "application/json"), "{\"b\":1}");
        answersAsWithoutUs("POST", "/api/greetings/json", Map.of("Content-Type", "application/json"), "{");
    }

    @Test
    void we_answer_by_the_contract() {
        var id = organization.create("by the contract", "Contacts");
        var reply = organization.get(id);
        assertThat(reply.body()).startsWith("{\"connected_workflows\":[{\"").doesNotContain("\n");
        assertThat(reply.headers().allValues("Content-Type")).containsExactly("application/json;charset=UTF-8");
        assertThat(reply.header("X-Advised")).isNull();
        organization.postItem("{").mustBe(Expected.UNREADABLE_BODY);
        organization.get("7").mustBe(Expected.UNKNOWN_WORKFLOW);
        http.send("GET", Http.WORKFLOWS, Map.of(), null).mustBe(Expected.AUTHENTICATION_FAILURE);
        http.send("PATCH", Http.WORKFLOWS, organization.token(), null).mustBe(Expected.INVALID_REQUEST_METHOD);
    }

    @Test
    void a_form_filter_of_the_host_does_not_read_our_bodies_away() {
        var headers = new HashMap<>(Http.authorization(organization.token()));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        var body = "{\"connected_workflows\":[{\"name\":\"by a form\",\"description\":\"name=a&b\",\"primary_module\":{\"api_name\":\"Deals\"}}]}";
        var id = TestOrganization.created(http.send("POST", Http.WORKFLOWS, headers, body.getBytes(UTF_8)));
        assertThat(organization.get(id).json().at("/connected_workflows/0/description").asString())
                .isEqualTo("name=a&b");
    }

    @Test
    void a_fault_of_ours_is_not_the_hosts_to_answer() {
        with.bean(JdbcTemplate.class)
                .execute("alter table connected_workflow.workflow_view rename to hidden");
        try {
            organization.list().mustBe(Expected.INTERNAL_ERROR);
        } finally {
            with.bean(JdbcTemplate.class)
                    .execute("alter table connected_workflow.hidden rename to workflow_view");
        }
    }

    @Test
    void a_fault_half_way_is_not_the_hosts_to_finish() {
        with.bean(JdbcTemplate.class).update("""
            insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type, event_identifier,
                payload_type, payload_revision, payload, meta_data, time_stamp, organization_id, user_id)
            select '77', i, 'ConnectedWorkflow', 'half-way-' || i,
                case i when 2000 then 'WorkflowRenamed' else 'WorkflowDescribed' end, '1',
                jsonb_build_object('workflowId', '77', 'description', repeat('x', 5000)), '{"requestId": "r"}',
                case i when 2000 then 'infinity' else now() end, '4242', '1'
            from generate_series(0, 2000) i order by i""");
        var headers = new HashMap<>(Http.authorization(with.admin(http).token()));
        headers.put("Accept", "application/x-ndjson");
        assertThat(http.send("GET", "/audit/v1/events?organization=4242&event=WorkflowDescribed", headers, null)
                .body().lines()).hasSize(2000);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> http.send("GET", "/audit/v1/events?organization=4242", headers, null));
    }

    @Test
    void our_paths_are_below_the_hosts() {
        for (var prefix : List.of("", "/ctx", "/app", "/ctx/app/app", "/ctx/%61pp")) {
            assertThat(with.http(prefix).send("GET", Http.WORKFLOWS, organization.token(), null).status())
                    .as("below \"%s\"", prefix).isNotIn(200, 204);
        }
    }

    @Test
    void the_hosts_own_json_mapper_is_the_only_one() {
        assertThat(with.bean(JsonMapper.class)).isSameAs(Objects.requireNonNull(with.context().getBean("itsJson")));
        assertThat(with.context().getBeanNamesForType(ObjectMapper.class))
                .isEqualTo(without.context().getBeanNamesForType(ObjectMapper.class));
        assertThat(with.context().getBeanNamesForType(HandlerExceptionResolver.class))
                .isEqualTo(without.context().getBeanNamesForType(HandlerExceptionResolver.class));
    }
}
