package io.connectedworkflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One address has no more than half of all connections, however many it opens. */
class ConnectionShareTest {

    private static final int MOST = 20;
    private static final byte[] REQUEST = "GET /crm/v8/nothing HTTP/1.1\r\nHost: x\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String ANSWER = "HTTP/1.1 404";

    private final RunningServer server = RunningServer.start("--server.tomcat.max-connections=" + MOST);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket open(String address) throws IOException {
        var socket = new Socket("127.0.0.1", URI.create(server.http().server()).getPort(),
                InetAddress.getByName(address), 0);
        sockets.add(socket);
        return socket;
    }

    private static boolean isServed(Socket socket) {
        try {
            socket.getOutputStream().write(REQUEST);
            var beginning = socket.getInputStream().readNBytes(ANSWER.length());
            return new String(beginning, StandardCharsets.US_ASCII).equals(ANSWER);
        } catch (IOException ended) {
            return false;
        }
    }

    @Test
    void who_opens_too_many_has_half_of_them_and_another_address_the_rest() throws IOException {
        var greedy = new ArrayList<Socket>();
        for (var i = 0; i < MOST; i++) {
            greedy.add(open("127.0.0.2"));
        }
        assertThat(greedy.stream().filter(ConnectionShareTest::isServed)).hasSize(MOST / 2);
        assertThat(isServed(open("127.0.0.2"))).isFalse();
        for (var i = 0; i < MOST / 2 - 1; i++) {
            assertThat(isServed(open("127.0.0.3"))).isTrue();
        }

        for (var socket : greedy) {
            socket.close();
        }
        await().ignoreExceptions().until(() -> isServed(open("127.0.0.2")));
    }
}
