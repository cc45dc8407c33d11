package io.connectedworkflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
        var head = seconds("GET /crm/v8/");
        var body = seconds(TOKEN);
        var rest = seconds(REFUSED);
        assertThat(head.join()).isBetween(18L, 30L);
        assertThat(body.join()).isBetween(18L, LONGEST.toSeconds());
        assertThat(rest.join()).isBetween(8L, 20L);
    }

    private static CompletableFuture<Long> seconds(String beginning) {
        return CompletableFuture.supplyAsync(() -> secondsUntilEnd(beginning), Thread::startVirtualThread);
    }

    @Test
    void gets_an_answer_though_it_is_slow_and_begins_behind_another_request() throws IOException {
        var body = "grant_type=nothing".getBytes(StandardCharsets.US_ASCII);
        try (var socket = connected()) {
            var output = socket.getOutputStream();
            output.write(("GET /crm/v8/nothing HTTP/1.1\r\nHost: x\r\n\r\n" + TOKEN.replace("1000", "" + body.length))
                    .getBytes(StandardCharsets.US_ASCII));
            // Longer than what would be left of a body behind an answer has.
            for (var next : body) {
                output.write(next);
                await().pollDelay(Duration.ofMillis(800)).until(() -> true);
            }
            socket.setSoTimeout((int) LONGEST.toMillis());
            var answers = new StringBuilder();
            while (answers.indexOf("unsupported_grant_type") < 0) {
                var read = socket.getInputStream().read();
                assertThat(read).as(answers.toString()).isNotNegative();
                answers.append((char) read);
            }
        }
    }

    private static Socket connected() throws IOException {
        return new Socket("localhost", URI.create(RunningServer.shared().http().server()).getPort());
    }

    private static long secondsUntilEnd(String beginning) {
        var start = System.nanoTime();
        try (var socket = connected()) {
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
