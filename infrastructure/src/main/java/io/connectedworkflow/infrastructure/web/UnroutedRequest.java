package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.PathUnknown;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** A request that the container has refused by itself, so that none of our routes has seen it. */
public final class UnroutedRequest {

    private static final AnswerWriter ANSWERS = new AnswerWriter((actor, key) -> Optional.empty(),
            new RefusalReport(refused -> {}, InstantSource.system()), ClientConnection.UNKNOWN);

    private UnroutedRequest() {}

    /** Names the request in its answer, as all others are. */
    public static void name(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(Gate.REQUEST_ID, Gate.requestId(request));
    }

    /**
     * Answers that its path is unknown ({@link PathUnknown}).
     *
     * @throws IOException if the client does not wait for it
     */
    public static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ANSWERS.refuse(new PathUnknown(), Envelope.BARE, request, response);
    }
}
