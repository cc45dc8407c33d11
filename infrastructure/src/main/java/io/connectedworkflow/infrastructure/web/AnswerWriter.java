package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.IdempotencyKey;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.TooBusy;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.background.Seldom;
import io.connectedworkflow.infrastructure.postgres.SqlState;
import io.connectedworkflow.infrastructure.web.StreamWriter.ClientIsGone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Writes every answer of ours, be it what a controller returns, a refusal, or a fault. */
final class AnswerWriter {

    private static final int FIRST_REFUSAL = 400;
    // Those in messages differ though the cause is the same.
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

    private final Seldom outages = new Seldom(QUIET);
    private final JsonMapper json = JsonMapper.builder().build();
    private final BiFunction<Actor, IdempotencyKey, Optional<String>> tookEffect;
    private final RefusalReport report;
    private final ClientConnection connection;

    /**
     * Writes answers.
     *
     * @param tookEffect  what a request that must take effect once was about, if it did
     * @param report      is told of every refusal
     * @param connection  is kept where a request is refused, and abandoned by whoever does not take an answer
     */
    AnswerWriter(BiFunction<Actor, IdempotencyKey, Optional<String>> tookEffect, RefusalReport report,
            ClientConnection connection) {
        this.tookEffect = tookEffect;
        this.report = report;
        this.connection = connection;
    }

    /** The answer that the request has got before, where it must take effect once; null for none. */
    @Nullable
    Answer remembered(HttpServletRequest request) {
        if (request.getAttribute(Gate.CALLER) instanceof Caller caller && caller.idempotencyKey() != null
                && request.getAttribute(Gate.ENDPOINT) instanceof Endpoint endpoint) {
            return tookEffect.apply(caller.actor(), caller.idempotencyKey())
                    .map(id -> new Done(id).answer(endpoint)).orElse(null);
        }
        return null;
    }

    void refuse(Refusal refusal, Envelope envelope, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(refusal(refusal, envelope, request), request, response);
    }

    private Answer refusal(Refusal refusal, Envelope envelope, HttpServletRequest request) {
        var answer = RefusalAnswers.to(refusal, envelope);
        report.report(request, answer);
        return answer;
    }

    /** Answers a request that failed, and logs why; seldom and in one line, where the database fails for a while and for all. */
    void fail(Throwable fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var outage = SqlState.outage(fault);
        if (outage.isPresent()) {
            tell(request, "cannot be served now", outage.get(), fault);
            write(RefusalAnswers.outage(), request, response);
        } else {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), fault);
            write(RefusalAnswers.internalError(), request, response);
        }
    }

    /**
     * Logs why an answer ends half-way.
     *
     * @return whether the connection is ended too, so that nobody takes it for a whole one; or the container has to, which
     *         logs the fault for each request
     */
    boolean breakOff(Exception fault, HttpServletRequest request) {
        var outage = SqlState.outage(fault);
        if (outage.isPresent()) {
            tell(request, "cannot be served any further", outage.get(), fault);
            return connection.abandon();
        }
        LOG.error("{} {} failed half-way", request.getMethod(), request.getRequestURI(), fault);
        return false;
    }

    // It is the same for all who ask meanwhile, and a line for each would fill the disk.
    private void tell(HttpServletRequest request, String what, String outage, Throwable fault) {
        LOG.debug("The stack of it", fault);
        outages.happened(what + NUMBER.matcher(outage).replaceAll("0")).ifPresent(
                times -> LOG.warn("{} {} {}: {}{}", request.getMethod(), request.getRequestURI(), what,
                        outage.replaceAll("\\s+", " "),
                        times == 1 ? "" : " (%d requests since this was last said)".formatted(times)));
    }

    // The same request may have taken effect since it was looked for, and be what this one stumbled over.
    Answer answerTo(RefusedException refused, HttpServletRequest request, Endpoint endpoint) {
        try {
            var before = remembered(request);
            return before == null ? refusal(refused.refusal(), endpoint.envelope(), request) : before;
        } catch (RefusedException reused) {
            return refusal(reused.refusal(), endpoint.envelope(), request);
        }
    }

    /** Writes an answer; or refuses with {@link TooBusy}, where many large ones are on their way. */
    void write(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var bytes = bytes(answer);
        RequestMemory.takeForJson(bytes.length);
        response.setStatus(answer.status());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(response::setHeader);
        if (answer.body() == null) {
            return;
        }
        if (answer.body() instanceof Streamed streamed) {
            write(streamed, response);
            return;
        }
        // In this very form; the container's own would be without the charset, or with a space.
        response.setHeader("Content-Type", "application/json;charset=UTF-8");
        response.setContentLength(bytes.length);
        if (answer.status() >= FIRST_REFUSAL) {
            connection.keep();
        }
        try {
            response.getOutputStream().write(bytes);
            response.flushBuffer();
        } catch (IOException gone) {
            connection.abandon();
            throw gone;
        }
    }

    private byte[] bytes(Answer answer) {
        return answer.body() == null || answer.body() instanceof Streamed
                ? new byte[0]
                : json.writeValueAsBytes(answer.body());
    }

    private void write(Streamed body, HttpServletResponse response) {
        response.setHeader("Content-Type", body.mediaType() + ";charset=UTF-8");
        try {
            new StreamWriter(json, response.getOutputStream()).write(body);
        } catch (ClientIsGone | IOException gone) {
            LOG.debug("The client did not take all of it", gone);
            connection.abandon();
        }
    }
}
