package io.connectedworkflow.infrastructure.web;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** What Tomcat refuses by itself has a status and no body. Tomcat makes it, by its name. */
public final class NoErrorPage extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        // The status says it all.
    }
}
