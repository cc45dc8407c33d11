package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.PathUnknown;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Keeps requests from our controllers that the {@link Gate} has not let in. Spring MVC decodes paths, and finds a controller
 * by ways to write a path that are no paths of ours.
 */
final class OnlyThroughTheGate implements HandlerInterceptor {

    private final AnswerWriter answers;

    OnlyThroughTheGate(AnswerWriter answers) {
        this.answers = answers;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (request.getAttribute(Gate.NEEDS) != null || !(handler instanceof HandlerMethod method)
                || !AnnotatedElementUtils.hasAnnotation(method.getMethod(), Needs.class)) {
            return true;
        }
        answers.refuse(new PathUnknown(), Envelope.BARE, request, response);
        return false;
    }
}
