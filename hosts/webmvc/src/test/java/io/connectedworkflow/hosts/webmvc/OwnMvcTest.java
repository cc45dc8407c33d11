package io.connectedworkflow.hosts.webmvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Hosts that set Spring MVC up by themselves: nothing of ours may depend on how they do it, or be reached by it. */
class OwnMvcTest {

    /** Boot's set-up stands back from it, and all configurers of beans with it. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Greetings.class, OwnSupport.Support.class})
    static class OwnSupport {

        @Configuration(proxyBeanMethods = false)
        static class Support extends WebMvcConfigurationSupport {}
    }

    /** A second mapping, which comes before all others. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Greetings.class)
    static class OwnMapping {

        @Bean
        RequestMappingHandlerMapping itsMapping() {
            var mapping = new RequestMappingHandlerMapping();
            mapping.setOrder(Integer.MIN_VALUE);
            return mapping;
        }
    }

    /** An aspect around whatever answers a GET request, and an interceptor of whatever is mapped. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Greetings.class)
    static class OwnAspect {

        @Bean
        static DefaultAdvisorAutoProxyCreator itsProxies() {
            var creator = new DefaultAdvisorAutoProxyCreator();
            creator.setProxyTargetClass(true);
            return creator;
        }

        @Bean
        static DefaultPointcutAdvisor itsAspect() {
            MethodInterceptor greetsElse = call -> new Greetings.Greeting("Ben", 1);
            return new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(GetMapping.class),
                    greetsElse);
        }

        @Bean
        static MappedInterceptor itsInterceptor() {
            return new MappedInterceptor(new String[]{"/**"}, new HandlerInterceptor() {
                @Override
                public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                    response.setHeader("X-Intercepted", "yes");
                    return true;
                }
            });
        }
    }

    private static Http.Reply get(Host host, String path) {
        return host.http().send("GET", path, Map.of(), null);
    }

    private static TestOrganization organization(Host host) {
        return host.admin(host.http()).organization();
    }

    private static void servesOurs(Host host) {
        var organization = organization(host);
        var id = organization.create("ours", "Contacts");
        var read = organization.get(id);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("X-Intercepted")).isNull();
        assertThat(read.json().at("/connected_workflows/0/name").asString()).isEqualTo("ours");
        organization.get("7").mustBe(Expected.UNKNOWN_WORKFLOW);
        organization.postItem("{").mustBe(Expected.UNREADABLE_BODY);
        get(host, Http.WORKFLOWS).mustBe(Expected.AUTHENTICATION_FAILURE);
    }

    @Test
    void a_set_up_of_its_own_does_not_let_a_client_say_who_it_is() {
        try (var host = Host.start(OwnSupport.class)) {
            var victim = organization(host);
            var id = victim.create("the victim's", "Contacts");
            var forged = new HashMap<>(Http.authorization(organization(host).token()));
            forged.putAll(Map.of("actor.organization", victim.id(), "actor.user", victim.asha(), "requestId", "evil"));
            host.http().send("PUT", Http.WORKFLOWS + "/" + id + "/actions/activate", forged, null)
                    .mustBe(Expected.UNKNOWN_WORKFLOW);
            assertThat(victim.get(id).json().at("/connected_workflows/0/status").asString()).isEqualTo("draft");
        }
    }

    @Test
    void a_set_up_of_its_own_leaves_our_answers_as_they_are() {
        try (var host = Host.start(OwnSupport.class)) {
            servesOurs(host);
        }
    }

    @Test
    void a_mapping_of_its_own_does_not_find_our_controllers() {
        try (var host = Host.start(OwnMapping.class)) {
            assertThat(get(host, "/greetings").status()).isEqualTo(200);
            for (var path : new String[]{Admin.ORGANIZATIONS, "/admin/v1;x/organizations",
                "/crm/v8/settings;x/connected_workflows", "/%61dmin/v1/organizations"}) {
                assertThat(get(host, path).status()).as(path).isIn(400, 401, 404);
            }
            servesOurs(host);
        }
    }

    @Test
    void aspects_and_interceptors_of_its_own_are_not_about_us() {
        try (var host = Host.start(OwnAspect.class)) {
            var greeting = get(host, "/greetings");
            assertThat(greeting.body()).contains("Ben");
            assertThat(greeting.header("X-Intercepted")).isEqualTo("yes");
            servesOurs(host);
        }
    }
}
