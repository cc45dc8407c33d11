package io.connectedworkflow.server;

import static io.connectedworkflow.testing.Expected.AUTHENTICATION_FAILURE;
import static io.connectedworkflow.testing.Expected.INVALID_URL_PATTERN;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no server can serve is refused with a status and without a page: the end of section 2.1 of the contract. */
class IllegalRequestTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final String TOKEN = RunningServer.shared().admin().organization().token();
    private static final String UNKNOWN = WORKFLOWS + "/4876876000019340001";

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%zz", "%", "%2", "[", "]", "{id}", "|", "\"", "<", ">", "^", "`", "\\", "%2F",
        "%5C", "a%2Fb", "%FF", "%C0%AF", "%ED%A0%80", "\u0001", "\u007F", "\u00E9", "a b", "#", "../../../../../../x",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/x"})
    void refuses_an_illegal_path_without_a_page(String end) {
        for (var method : List.of("GET", "HEAD", "FOO")) {
            mustBeRefusedWithoutPage(HTTP.sendLines(method + " " + WORKFLOWS + "/" + end + " HTTP/1.1", "Host: x",
                    "Accept: text/html", "Authorization: Bearer " + TOKEN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET", "GET " + WORKFLOWS + " http/1.1", "GET " + WORKFLOWS + " HTTP/1.1 x",
        "G\u00E9T " + WORKFLOWS + " HTTP/1.1", "G(T " + WORKFLOWS + " HTTP/1.1", "GET x" + WORKFLOWS + " HTTP/1.1",
        "GET xcrm/v8/settings HTTP/1.1", "GET * HTTP/1.1", "GET ? HTTP/1.1", "GET ftp://x" + WORKFLOWS + " HTTP/1.1",
        "\u0016\u0003\u0001\u0002"})
    void refuses_an_illegal_request_line_without_a_page(String line) {
        mustBeRefusedWithoutPage(HTTP.sendLines(line, "Host: x", "Accept: text/html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: y", "Host: [", "Content-Length: x", "Content-Length: -1", "No colon", "X: \u0000",
        "Transfer-Encoding: chunked, x"})
    void refuses_illegal_headers_without_a_page(String header) {
        mustBeRefusedWithoutPage(
                HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x", "Accept: text/html", header));
    }

    @Test
    void refuses_headers_that_are_too_long_without_a_page() {
        mustBeRefusedWithoutPage(HTTP.sendLines("GET " + UNKNOWN + "1".repeat(20_000) + " HTTP/1.1", "Host: x"));
        mustBeRefusedWithoutPage(
                HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x", "X: " + "x".repeat(20_000)));
    }

    @Test
    void refuses_a_body_whose_chunks_are_malformed_without_a_page() {
        for (var body : List.of("zz\r\n{}\r\n0\r\n", "2\r\n{}xx\r\n0\r\n")) {
            mustBeRefusedWithoutPage(HTTP.sendLines("POST " + WORKFLOWS + " HTTP/1.1", "Host: x", "Connection: close",
                    "Authorization: Bearer " + TOKEN, "Transfer-Encoding: chunked", "", body));
        }
    }

    // Tomcat's own statuses, which no application can change.
    @ParameterizedTest
    @CsvSource({"GET, HTTP/2.0, X, 505", "GET, HTTP/9.9, X, 505", "GET, HTTP, X, 505", "CONNECT, HTTP/1.1, X, 501",
        "GET, HTTP/1.1, Transfer-Encoding, 501", "GET, HTTP/1.1, Expect, 417"})
    void refuses_what_no_server_has_without_a_page(String method, String version, String header, int status) {
        var reply = HTTP.sendLines(method + " " + WORKFLOWS + " " + version, "Host: x", header + ": x");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0001", "\u007F", "\u001B", "\b"})
    void refuses_control_characters_in_the_authorization(String character) {
        var reply = HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x",
                "Authorization: Zoho-oauthtoken " + TOKEN + character);
        if (reply.status() == 400) {
            mustBeRefusedWithoutPage(reply);
        } else {
            reply.mustBe(AUTHENTICATION_FAILURE);
        }
    }

    private static void mustBeRefusedWithoutPage(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        if (!reply.body().isEmpty()) {
            assertThat(reply.json()).isEqualTo(INVALID_URL_PATTERN.body());
        }
    }
}
