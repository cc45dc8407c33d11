package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers with what our controllers return or throw, and leaves those of others alone. It is no bean: where there is one of
 * its types already, a host would get two.
 */
final class ControllerAnswers implements HandlerMethodReturnValueHandler, HandlerExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerAnswers.class);

    private final AnswerWriter answers;

    ControllerAnswers(AnswerWriter answers) {
        this.answers = answers;
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return returnType.getParameterType() == Answer.class || returnType.getParameterType() == Done.class;
    }

    @Override
    public void handleReturnValue(@Nullable Object answer, MethodParameter returnType, ModelAndViewContainer container,
            NativeWebRequest request) throws IOException {
        container.setRequestHandled(true);
        var response = request.getNativeResponse(HttpServletResponse.class);
        if (response == null) {
            return;
        }
        if (answer instanceof Answer ours) {
            answers.write(ours, response);
        } else if (answer instanceof Done done
                && request.getAttribute(Gate.NEEDS, RequestAttributes.SCOPE_REQUEST) instanceof Needs needs) {
            answers.write(done.answer(needs), response);
        }
    }

    @Override
    public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
            @Nullable Object handler, Exception fault) {
        if (!(request.getAttribute(Gate.NEEDS) instanceof Needs needs)) {
            return null;
        }
        try {
            if (fault instanceof RefusedException refused) {
                answers.write(answers.answerTo(refused, request, needs), response);
            } else if (response.isCommitted()) {
                return null;
            } else {
                response.resetBuffer();
                answers.fail(fault, request, response);
            }
        } catch (IOException clientIsGone) {
            LOG.debug("The client did not wait for its answer", clientIsGone);
        }
        return new ModelAndView();
    }
}
