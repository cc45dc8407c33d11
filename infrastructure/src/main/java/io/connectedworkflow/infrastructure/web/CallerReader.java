package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.domain.organization.Organization;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Hands a controller's parameter of type {@link Caller}, {@link Organization} or {@link Auditor} the one whom the
 * {@link Gate} let in, and the organization as the caller sees it.
 */
final class CallerReader implements HandlerMethodArgumentResolver {

    private static final Set<Class<?>> TYPES = Set.of(Caller.class, Organization.class, Auditor.class);

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return TYPES.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest request, @Nullable WebDataBinderFactory binder) {
        if (parameter.getParameterType() == Auditor.class) {
            return admitted(request, Gate.AUDITOR);
        }
        var caller = (Caller) admitted(request, Gate.CALLER);
        return parameter.getParameterType() == Caller.class ? caller : Objects.requireNonNull(caller.organization());
    }

    private static Object admitted(NativeWebRequest request, String attribute) {
        return Objects.requireNonNull(request.getAttribute(attribute, RequestAttributes.SCOPE_REQUEST));
    }
}
