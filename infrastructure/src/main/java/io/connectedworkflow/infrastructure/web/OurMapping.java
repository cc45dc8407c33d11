package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds our controllers, and for nobody but those whom the {@link Gate} has let in: Spring MVC decodes paths, and forwards,
 * and would find a controller by ways that are no paths of ours. All other requests are the application's.
 */
final class OurMapping extends RequestMappingHandlerMapping {

    OurMapping() {
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    protected boolean isHandler(Class<?> beanType) {
        return AnnotatedElementUtils.hasAnnotation(beanType, OurController.class);
    }

    @Override
    protected @Nullable HandlerMethod getHandlerInternal(HttpServletRequest request) throws Exception {
        return request.getAttribute(Gate.NEEDS) == null ? null : super.getHandlerInternal(request);
    }
}
