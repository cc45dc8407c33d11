package io.connectedworkflow.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Connections to PostgreSQL that are open, and on which nothing comes through any more, as behind a proxy that has lost them. */
class SilentConnectionsTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /** Forwards bytes to PostgreSQL, until it is told to forget the connections that there are. */
    private static final class Forwarder implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0);
        private final int port;
        private final List<Socket> sockets = new ArrayList<>();
        private AtomicBoolean silent = new AtomicBoolean();

        private Forwarder(int port) throws IOException {
            this.port = port;
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            while (!listening.isClosed()) {
                try {
                    var client = listening.accept();
                    var server = new Socket("localhost", port);
                    synchronized (this) {
                        sockets.addAll(List.of(client, server));
                        forward(client, server, silent);
                        forward(server, client, silent);
                    }
                } catch (IOException ended) {
                    return;
                }
            }
        }

        private static void forward(Socket from, Socket to, AtomicBoolean silent) {
            Thread.ofVirtual().start(() -> {
                var bytes = new byte[8192];
                try {
                    for (var read = from.getInputStream().read(bytes); read >= 0; read = from.getInputStream()
                            .read(bytes)) {
                        if (!silent.get()) {
                            to.getOutputStream().write(bytes, 0, read);
                        }
                    }
                } catch (IOException ended) {
                    // Nothing more is forwarded then either.
                }
            });
        }

        /** Forwards nothing more of what is there; what is opened from now on is forwarded. */
        private synchronized void forget() {
            silent.set(true);
            silent = new AtomicBoolean();
        }

        @Override
        public synchronized void close() throws IOException {
            listening.close();
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void are_given_up_and_replaced() throws IOException {
        var database = TestPostgres.newDatabase();
        var address = URI.create(database.url().substring("jdbc:".length()));
        try (var forwarder = new Forwarder(address.getPort());
                var server = RunningServer.startOn(new TestDatabase(
                        "jdbc:postgresql://localhost:%d%s".formatted(forwarder.listening.getLocalPort(),
                                address.getPath()),
                        database.owner(), database.server(), database.password()),
                        "--spring.datasource.hikari.data-source-properties.socketTimeout=2",
                        "--spring.datasource.hikari.validation-timeout=1000")) {
            var organization = server.admin().organization();
            organization.create("before", "Contacts");

            forwarder.forget();

            await("an answer").atMost(LONG_ENOUGH)
                    .until(() -> organization.tryToCreate("after", "Leads").status() == 201
                            || organization.list().body().contains("after"));
            assertThat(organization.list().json().get("connected_workflows")).hasSize(2);
        }
    }
}
