package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.workflow.Caller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands a controller's parameter of type {@link Caller} or {@link Auditor} the one whom the {@link Gate} let in. */
final class CallerReader implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class || parameter.getParameterType() == Auditor.class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest request, @Nullable WebDataBinderFactory binder) {
        var attribute = parameter.getParameterType() == Caller.class ? Gate.CALLER : Gate.AUDITOR;
        return Objects.requireNonNull(request.getAttribute(attribute, RequestAttributes.SCOPE_REQUEST));
    }
}
