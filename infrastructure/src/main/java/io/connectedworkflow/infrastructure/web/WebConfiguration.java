package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.audit.RefusalRecorder;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.postgres.IdempotencyKeys;
import io.connectedworkflow.infrastructure.security.RequestCallers;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.function.SingletonSupplier;

/** Beans of the gate before everything else, and of how controllers are found and called. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class WebConfiguration {

    private static final String MAPPING = "connectedWorkflowMapping";
    private static final Set<String> HEALTH = Set.of("/actuator/health", "/actuator/health/liveness",
            "/actuator/health/readiness");

    @Bean
    AnswerWriter connectedWorkflowAnswerWriter(IdempotencyKeys keys, RefusalRecorder recorder,
            ObjectProvider<ClientConnection> connection) {
        return new AnswerWriter(keys::find, new RefusalReport(recorder, InstantSource.system()),
                connection.getIfAvailable(() -> ClientConnection.UNKNOWN));
    }

    // Who asks for the application's own mapping by its type must not find two.
    @Bean(name = MAPPING, autowireCandidate = false)
    GatedHandlerMapping connectedWorkflowMapping(ObjectProvider<Endpoints> endpoints, AnswerWriter answers) {
        return new GatedHandlerMapping(endpoints, new ControllerCalls(answers));
    }

    @Bean
    FilterRegistrationBean<Gate> connectedWorkflowGate(BeanFactory beans, ObjectProvider<DispatcherServletPath> servlet,
            RequestCallers callers, Organizations organizations,
            AnswerWriter answers, ConnectedWorkflowProperties properties) {
        // The controllers are known only when the context is complete.
        var routes = SingletonSupplier.of(() -> Routes.of(beans.getBean(MAPPING, GatedHandlerMapping.class)));
        var servletPath = servlet.stream().findFirst().map(DispatcherServletPath::getPrefix).orElse("");
        var memory = properties.rest().memory(Runtime.getRuntime().maxMemory());
        var gate = new FilterRegistrationBean<>(new Gate(servletPath,
                new CrossOrigin(properties.cors().allowedOrigins()), ours(properties.rest().wholeServer(), routes),
                routes::obtain, callers, organizations, answers, new RequestMemory(memory, memory / 2),
                new RequestMemory(memory / 4, memory / 16)));
        gate.setDispatcherTypes(DispatcherType.REQUEST);
        gate.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return gate;
    }

    private static Predicate<String> ours(boolean wholeServer, Supplier<Routes> routes) {
        return wholeServer ? path -> !HEALTH.contains(path) : path -> routes.get().reach(path);
    }

    /** Where Spring Security is. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SecurityFilterChain.class)
    static class PastTheGate {

        @Bean
        SecurityFilterChain connectedWorkflowSecurity() {
            return new AdmittedFilterChain();
        }
    }
}
