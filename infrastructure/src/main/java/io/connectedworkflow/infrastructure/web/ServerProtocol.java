package io.connectedworkflow.infrastructure.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 as Tomcat speaks it, but that a refusal keeps the connection, and that it can be asked whether a client has closed
 * its own end. Tomcat makes it, by its name.
 *
 * <p>Tomcat closes a connection after an answer of status 400, 413, 500 or 503, since it could be to a request whose end it
 * cannot find. It has no switch for that. It looks at the status twice: when it begins with the answer's head, and when the
 * application is done; between the first look and the status line it asks its protocol for the server's name. So for an answer
 * of ours ({@link KeptConnections}), another status stands there when Tomcat looks. What it finds out by other signs still closes
 * the connection: a body that is too long to be passed over, one that was announced and never read, a request that it refuses
 * by itself.
 */
public final class ServerProtocol extends Http11NioProtocol {

    /** Of a refusal too, and of one after which Tomcat keeps the connection. */
    private static final int HARMLESS = 404;

    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    @Override
    protected Processor createProcessor() {
        return new Connection(this, new AnsweredRequests(getAdapter()));
    }

    @Override
    public String getServer() {
        current().ifPresent(Connection::writeStatusLine);
        return super.getServer();
    }

    /** The connection of the request that the current thread handles. */
    static Optional<Connection> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** A connection, which handles one request after the other. */
    static final class Connection extends Http11Processor {

        private int hidden;

        private Connection(ServerProtocol protocol, Adapter adapter) {
            super(protocol, adapter);
        }

        @Override
        public SocketState service(SocketWrapperBase<?> socket) throws IOException {
            CURRENT.set(this);
            try {
                return super.service(socket);
            } finally {
                CURRENT.remove();
                hidden = 0;
            }
        }

        /** Whether the client has closed its end. What else it has sent meanwhile is kept for when it is read. */
        boolean isAtEnd() {
            var socket = getSocketWrapper();
            var next = ByteBuffer.allocate(1);
            try {
                var read = socket.read(false, next);
                if (read > 0) {
                    socket.unRead(next.flip());
                }
                return read < 0;
            } catch (IOException ended) {
                return true;
            }
        }

        /** Keeps the connection, whatever the status of the answer, which has not begun yet, if nothing else speaks against it. */
        void keep() {
            if (request.getErrorException() == null && !getErrorState().isError()) {
                hidden = response.getStatus();
                response.setStatus(HARMLESS);
            }
        }

        private void writeStatusLine() {
            if (hidden > 0) {
                response.setStatus(hidden);
            }
        }

        private void end() {
            if (hidden > 0) {
                response.setStatus(HARMLESS);
                hidden = 0;
            }
        }
    }

    /** Tells a connection when a request is answered, and leaves everything else to another. */
    private record AnsweredRequests(Adapter adapter) implements Adapter {

        @Override
        public void service(Request request, Response response) throws Exception {
            adapter.service(request, response);
            current().ifPresent(Connection::end);
        }

        @Override
        public boolean prepare(Request request, Response response) throws Exception {
            return adapter.prepare(request, response);
        }

        @Override
        public boolean asyncDispatch(Request request, Response response, SocketEvent status) throws Exception {
            return adapter.asyncDispatch(request, response, status);
        }

        @Override
        public void log(Request request, Response response, long time) {
            adapter.log(request, response, time);
        }

        @Override
        public void checkRecycled(Request request, Response response) {
            adapter.checkRecycled(request, response);
        }

        @Override
        public String getDomain() {
            return adapter.getDomain();
        }
    }
}
