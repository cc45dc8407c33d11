package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.PathUnknown;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** What Tomcat refuses by itself gets our own answer or none, and never a page. Tomcat makes it, by its name. */
public final class NoErrorPage extends ErrorReportValve {

    private final AnswerWriter answers = new AnswerWriter((actor, once) -> Optional.empty(),
            new RefusalReport(refused -> {}, InstantSource.system()), ClientConnection.UNKNOWN);

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (!response.isCommitted()) {
            response.setHeader(Gate.REQUEST_ID, Gate.requestId(request));
        }
        if (response.getStatus() != 404 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            answers.refuse(new PathUnknown(), Envelope.BARE, request, response);
        } catch (IOException clientIsGone) {
            container.getLogger().debug("The client did not wait for its answer", clientIsGone);
        }
    }
}
