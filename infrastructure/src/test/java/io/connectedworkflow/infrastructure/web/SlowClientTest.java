package io.connectedworkflow.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.infrastructure.testing.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who sends so slowly that a timeout between two bytes would never end it, is ended all the same. */
class SlowClientTest {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private static final String TOKEN = """
        POST /oauth/v2/token HTTP/1.1\r
        Host: x\r
        Content-Type: application/x-www-form-urlencoded\r
        Content-Length: 1000\r
        \r
        """;

    // The answer is there before the body, which is passed over for the sake of the connection.
    private static final String REFUSED = """
        POST /crm/v8/settings/nothing HTTP/1.1\r
        Host: x\r
        Content-Length: 1000\r
        \r
        """;

    @Test
    void is_ended_in_the_head_in_the_body_and_behind_the_answer() {
        var ends = List.of("GET /crm/v8/", TOKEN, REFUSED).stream()
                .map(beginning -> CompletableFuture.supplyAsync(() -> secondsUntilEnd(beginning))).toList();
        assertThat(ends).extracting(CompletableFuture::join).allSatisfy(
                seconds -> assertThat(seconds).isBetween(5L, LONGEST.toSeconds()));
    }

    private static long secondsUntilEnd(String beginning) {
        var start = System.nanoTime();
        try (var socket = new Socket("localhost", URI.create(RunningServer.shared().http().server()).getPort())) {
            var output = socket.getOutputStream();
            output.write(beginning.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout((int) EVERY.toMillis());
            while (Duration.ofNanos(System.nanoTime() - start).compareTo(LONGEST.multipliedBy(2)) < 0) {
                output.write('a');
                if (isAtEnd(socket)) {
                    break;
                }
            }
        } catch (IOException ended) {
            assertThat(ended).isInstanceOf(SocketException.class);
        }
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    private static boolean isAtEnd(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // The answer is no matter.
            }
            return true;
        } catch (SocketTimeoutException notYet) {
            return false;
        }
    }
}
