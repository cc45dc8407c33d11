package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolverComposite;
import org.springframework.web.method.support.InvocableHandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.PathVariableMethodArgumentResolver;
import org.springframework.web.servlet.mvc.method.annotation.ServletRequestMethodArgumentResolver;

/**
 * Calls our controllers, and answers with what they return or throw. Nothing that Spring MVC is set up with takes part: a
 * parameter that none of our readers knows is a fault, and is never filled with what the client sends.
 */
final class ControllerCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerCalls.class);

    private final HandlerMethodArgumentResolverComposite readers = new HandlerMethodArgumentResolverComposite()
            .addResolvers(new CallerReader(), new BodyReader(), new PathVariableMethodArgumentResolver(),
                    new ServletRequestMethodArgumentResolver());
    private final AnswerWriter answers;

    ControllerCalls(AnswerWriter answers) {
        this.answers = answers;
    }

    /** Calls this method of a controller. It throws nothing, which the application's handlers of exceptions would answer. */
    HttpRequestHandler of(HandlerMethod method) {
        return (request, response) -> {
            try {
                answer(method, (Endpoint) Objects.requireNonNull(request.getAttribute(Gate.ENDPOINT)), request,
                        response);
            } catch (IOException clientIsGone) {
                LOG.debug("The client did not wait for its answer", clientIsGone);
            }
        };
    }

    private void answer(HandlerMethod method, Endpoint endpoint, HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        try {
            var returned = call(method, new ServletWebRequest(request, response));
            answers.write(returned instanceof Done done ? done.answer(endpoint) : (Answer) returned, request, response);
        } catch (RefusedException refused) {
            answers.write(answers.answerTo(refused, request, endpoint), request, response);
        } catch (IOException clientIsGone) {
            throw clientIsGone;
        } catch (Exception | Error fault) {
            if (response.isCommitted()) {
                request.setAttribute(Gate.FAULT, fault);
            } else {
                response.resetBuffer();
                answers.fail(fault, request, response);
            }
        }
    }

    private Object call(HandlerMethod method, ServletWebRequest request) throws Exception {
        var call = new InvocableHandlerMethod(method);
        call.setHandlerMethodArgumentResolvers(readers);
        return Objects.requireNonNull(call.invokeForRequest(request, null));
    }
}
