package io.connectedworkflow.server;

import io.connectedworkflow.infrastructure.web.UnroutedRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** Gives our own answer or none, and never a page, to requests that Tomcat refuses by itself. Tomcat makes it, by its name. */
public final class NoErrorPage extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (!response.isCommitted()) {
            UnroutedRequest.name(request, response);
        }
        if (response.getStatus() != 404 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            UnroutedRequest.refuse(request, response);
        } catch (IOException clientIsGone) {
            container.getLogger().debug("The client did not wait for its answer", clientIsGone);
        }
    }
}
