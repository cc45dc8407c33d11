package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds our controllers, and for nobody but those whom the {@link Gate} has let in: Spring MVC decodes paths, and forwards,
 * and would find a controller by ways that are no paths of ours. All other requests are the application's.
 */
final class GatedHandlerMapping extends RequestMappingHandlerMapping {

    private final Iterable<Endpoints> endpoints;
    private final ControllerCalls calls;

    GatedHandlerMapping(Iterable<Endpoints> endpoints, ControllerCalls calls) {
        this.endpoints = endpoints;
        this.calls = calls;
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    protected void initHandlerMethods() {
        endpoints.forEach(each -> each.controllers().forEach(this::detectHandlerMethods));
    }

    @Override
    protected @Nullable HandlerMethod getHandlerInternal(HttpServletRequest request) throws Exception {
        return request.getAttribute(Gate.ENDPOINT) == null ? null : super.getHandlerInternal(request);
    }

    // For Spring MVC it is not a controller's method, which it would call in the way that the application has set up; nor
    // are there interceptors.
    @Override
    protected HandlerExecutionChain getHandlerExecutionChain(Object handler, HttpServletRequest request) {
        return new HandlerExecutionChain(calls.of((HandlerMethod) handler));
    }
}
