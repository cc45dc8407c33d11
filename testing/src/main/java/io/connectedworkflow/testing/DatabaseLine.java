package io.connectedworkflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The line from a server to its database. It can withhold that a transaction was committed, so that a server can be
 * caught between a commit, which is then done, and the answer that waits for it; and it can be cut.
 */
public final class DatabaseLine implements AutoCloseable {

    private static final byte COMMAND_COMPLETE = 'C';
    private static final String BEGIN = "BEGIN\0";
    private static final String INSERT = "INSERT ";
    private static final String COMMIT = "COMMIT\0";

    private final URI address;
    private final ServerSocket socket = listen();
    private final AtomicInteger withheld = new AtomicInteger();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean withholds;
    private volatile boolean cut;

    /** A line to this database that hides nothing yet. */
    public DatabaseLine(TestDatabase database) {
        address = URI.create(database.url().substring("jdbc:".length()));
        Thread.startVirtualThread(this::connect);
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The database's address at this end of the line. */
    public String url() {
        return "jdbc:postgresql://%s:%d%s?sslmode=disable&gssEncMode=disable".formatted(
                socket.getInetAddress().getHostAddress(), socket.getLocalPort(), address.getPath());
    }

    /** From now on no server learns at this end that something is committed that it has inserted. */
    public void withholdCommits() {
        withholds = true;
    }

    /** From now on whoever connects learns everything. */
    public void withholdNothing() {
        withholds = false;
    }

    /** Waits until this has been withheld so many times. */
    public void awaitWithheld(int commits) {
        await().untilAsserted(() -> assertThat(withheld.get()).isEqualTo(commits));
    }

    /** Ends all connections, and lets nobody connect. */
    public void cut() {
        cut = true;
        connections.forEach(DatabaseLine::end);
        connections.clear();
    }

    /** Lets everybody connect again. */
    public void mend() {
        cut = false;
    }

    private static void end(Socket connection) {
        try {
            connection.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void connect() {
        try {
            while (true) {
                var near = socket.accept();
                connections.add(near);
                if (cut) {
                    near.close();
                    continue;
                }
                var far = new Socket(address.getHost(), address.getPort());
                Thread.startVirtualThread(() -> pass(near, far, this::ask));
                Thread.startVirtualThread(() -> pass(far, near, this::answer));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private interface Passing {
        void pass(Socket from, Socket to) throws IOException;
    }

    private static void pass(Socket from, Socket to, Passing passing) {
        try (from; to) {
            passing.pass(from, to);
        } catch (IOException gone) {
            return;
        }
    }

    private void ask(Socket server, Socket database) throws IOException {
        server.getInputStream().transferTo(database.getOutputStream());
    }

    private void answer(Socket database, Socket server) throws IOException {
        var from = new DataInputStream(database.getInputStream());
        var to = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
        var inserted = false;
        while (true) {
            var type = from.readByte();
            var length = from.readInt();
            var content = from.readNBytes(length - Integer.BYTES);
            if (type == COMMAND_COMPLETE) {
                var command = new String(content, StandardCharsets.US_ASCII);
                if (withholds && inserted && command.equals(COMMIT)) {
                    withheld.incrementAndGet();
                    from.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                inserted = command.startsWith(INSERT) || (inserted && !command.equals(BEGIN));
            }
            to.writeByte(type);
            to.writeInt(length);
            to.write(content);
            if (from.available() == 0) {
                to.flush();
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
