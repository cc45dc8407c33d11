package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.audit.RefusalRecorder;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.infrastructure.ConditionalOnRest;
import io.connectedworkflow.infrastructure.ConnectedWorkflowProperties;
import io.connectedworkflow.infrastructure.postgres.IdempotencyKeys;
import io.connectedworkflow.infrastructure.security.RequestCallers;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.List;
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
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires the room: the gate before everything else, and how controllers get items and give answers. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRest
public class WebConfiguration {

    private static final String MAPPING = "connectedWorkflowMapping";
    private static final Set<String> HEALTH = Set.of("/actuator/health", "/actuator/health/liveness",
            "/actuator/health/readiness");

    @Bean
    AnswerWriter connectedWorkflowAnswerWriter(IdempotencyKeys keys, RefusalRecorder recorder) {
        return new AnswerWriter(keys::find, new RefusalReport(recorder, InstantSource.system()));
    }

    // Who asks for the application's own mapping by its type must not find two.
    @Bean(name = MAPPING, autowireCandidate = false)
    OurMapping connectedWorkflowMapping() {
        return new OurMapping();
    }

    @Bean
    FilterRegistrationBean<Gate> connectedWorkflowGate(BeanFactory beans, ObjectProvider<DispatcherServletPath> servlet,
            RequestCallers callers, Organizations organizations,
            AnswerWriter answers, ConnectedWorkflowProperties properties) {
        // The controllers are known only when the context is complete.
        var routes = SingletonSupplier.of(() -> Routes.of(beans.getBean(MAPPING, OurMapping.class)));
        var servletPath = servlet.stream().findFirst().map(DispatcherServletPath::getPrefix).orElse("");
        var gate = new FilterRegistrationBean<>(new Gate(servletPath, ours(properties.rest().wholeServer(), routes),
                routes::obtain, callers, organizations, answers));
        gate.setDispatcherTypes(DispatcherType.REQUEST);
        gate.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return gate;
    }

    private static Predicate<String> ours(boolean wholeServer, Supplier<Routes> routes) {
        return wholeServer ? path -> !HEALTH.contains(path) : path -> routes.get().reach(path);
    }

    @Bean
    WebMvcConfigurer connectedWorkflowMvc(AnswerWriter answers) {
        var controllerAnswers = new ControllerAnswers(answers);
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new BodyReader());
                resolvers.add(new CallerReader());
            }

            @Override
            public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
                handlers.add(controllerAnswers);
            }

            // First, so that a host's handlers of all exceptions do not answer in our place.
            @Override
            public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
                resolvers.addFirst(controllerAnswers);
            }
        };
    }

    /** Where Spring Security is. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SecurityFilterChain.class)
    static class PastTheGate {

        @Bean
        SecurityFilterChain connectedWorkflowSecurity() {
            return new OurFilterChain();
        }
    }
}
