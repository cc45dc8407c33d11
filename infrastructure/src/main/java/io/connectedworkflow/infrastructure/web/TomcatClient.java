package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.infrastructure.postgres.PresentClient;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** Knows the connection of each request that Tomcat hands over, and so whether its client has closed it. */
final class TomcatClient extends ValveBase implements PresentClient {

    private static final ThreadLocal<Request> CURRENT = new ThreadLocal<>();

    TomcatClient() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        CURRENT.set(request);
        try {
            getNext().invoke(request, response);
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public boolean isGone() {
        var request = CURRENT.get();
        return request != null && hasEnded(request.getCoyoteRequest());
    }

    // Tomcat looks into the socket without waiting, and says of the end that there is one byte more. What else can be there
    // behind a body that is read is the next request, which is longer, and which Tomcat keeps.
    private static boolean hasEnded(org.apache.coyote.Request request) {
        var bodyIsRead = new AtomicBoolean();
        request.action(ActionCode.REQUEST_BODY_FULLY_READ, bodyIsRead);
        request.action(ActionCode.AVAILABLE, true);
        return bodyIsRead.get() && request.getAvailable() == 1;
    }
}
