package io.connectedworkflow.server;

import io.connectedworkflow.infrastructure.web.ClientConnection;
import io.connectedworkflow.infrastructure.web.ClientNetwork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 as Tomcat speaks it, but that a refusal keeps the connection, and that it can be asked whether a client has closed
 * its own end. Tomcat makes it, by its name.
 *
 * <p>Tomcat closes a connection after an answer of status 400, 413, 500 or 503, since it could be to a request whose end it
 * cannot find. It has no switch for that. It looks at the status twice: when it begins with the answer's head, and when the
 * application is done; between the first look and the status line it asks its protocol for the server's name. So for an answer
 * of ours ({@link ClientConnection}), another status stands there when Tomcat looks. What it finds out by other signs still closes
 * the connection: a body that is too long to be passed over, one that was announced and never read, a request that it refuses
 * by itself.
 *
 * <p>Tomcat bounds the time between two bytes, and how many connections there are. So that nobody keeps others out by sending very
 * slowly, the head of a request must come within 20 seconds, what remains of a body within 10 once the request is answered, and
 * one address may have no more than half of all connections.
 */
public final class ServerProtocol extends Http11NioProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProtocol.class);

    private static final Duration FOR_A_HEAD = Duration.ofSeconds(20);
    private static final Duration FOR_THE_REST = Duration.ofSeconds(10);
    private static final int LOOK_EVERY_SECONDS = 1;

    /** Of a refusal too, and of one after which Tomcat keeps the connection. */
    private static final int HARMLESS = 404;

    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    // Whose request has begun and is not at its end.
    private final Set<Connection> reading = ConcurrentHashMap.newKeySet();
    private @Nullable Future<?> watch;

    /** As Tomcat makes it. */
    public ServerProtocol() {
        super(new FairEndpoint());
    }

    @Override
    public void start() throws Exception {
        super.start();
        watch = getUtilityExecutor().scheduleWithFixedDelay(() -> reading.forEach(Connection::endIfSlow),
                LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (watch != null) {
            watch.cancel(false);
        }
        super.stop();
    }

    /** Takes no more connections of one client network than leave as many to others. */
    private static final class FairEndpoint extends NioEndpoint {

        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            if (hasMoreThanItsShare(socket)) {
                // Tomcat closes what it knows already.
                destroySocket(socket);
                return false;
            }
            return super.setSocketOptions(socket);
        }

        private boolean hasMoreThanItsShare(SocketChannel socket) {
            var share = Math.max(1, getMaxConnections() / 2);
            if (getMaxConnections() < 0 || connections.size() < share) {
                return false;
            }
            var network = ClientNetwork.of(socket.socket().getInetAddress());
            return connections.keySet().stream()
                    .filter(other -> network.equals(ClientNetwork.of(other.socket().getInetAddress())))
                    .count() >= share;
        }
    }

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

        private final Set<Connection> reading;
        private int hidden;
        // When a head began, or an answer was made, by System.nanoTime(); 0 for neither.
        private volatile long headSince;
        private volatile @Nullable SocketWrapperBase<?> headOf;
        private volatile long answeredSince;

        private Connection(ServerProtocol protocol, Adapter adapter) {
            super(protocol, adapter);
            reading = protocol.reading;
        }

        @Override
        public SocketState service(SocketWrapperBase<?> socket) throws IOException {
            CURRENT.set(this);
            if (headSince == 0 || !socket.equals(headOf)) {
                headOf = socket;
                headSince = System.nanoTime();
            }
            reading.add(this);
            var state = SocketState.CLOSED;
            try {
                state = super.service(socket);
                return state;
            } finally {
                CURRENT.remove();
                hidden = 0;
                answeredSince = 0;
                // Long is what takes another read, as a head that is not complete.
                if (state != SocketState.LONG) {
                    forget();
                }
            }
        }

        private void forget() {
            headSince = 0;
            reading.remove(this);
        }

        private void endIfSlow() {
            var now = System.nanoTime();
            var socket = getSocketWrapper();
            if (headSince != 0 && now - headSince > FOR_A_HEAD.toNanos()) {
                if (socket != null && socket.equals(headOf)) {
                    socket.processSocket(SocketEvent.ERROR, true);
                }
                // Or Tomcat has ended it before.
                forget();
            } else if (answeredSince != 0 && now - answeredSince > FOR_THE_REST.toNanos()
                    && socket != null && socket.getSocket() instanceof NioChannel channel) {
                close(channel);
            }
        }

        // What Tomcat has around it is left to the thread that reads from it.
        private static void close(NioChannel channel) {
            try {
                channel.getIOChannel().close();
            } catch (IOException closed) {
                LOG.debug("The connection cannot be closed", closed);
            }
        }

        private void begin() {
            headSince = 0;
            answeredSince = 0;
        }

        /** Closes it at once. */
        void abandon() {
            getSocketWrapper().close();
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
            answeredSince = System.nanoTime();
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
            current().ifPresent(Connection::begin);
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
