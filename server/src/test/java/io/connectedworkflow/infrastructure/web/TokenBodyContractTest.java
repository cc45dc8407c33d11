package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestOrganization.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token endpoints, asked by {@code multipart/form-data} and by JSON. */
class TokenBodyContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final TestOrganization ORGANIZATION = RunningServer.shared().admin().organization();
    private static final String READ = "ZohoCRM.settings.connected_workflows.READ";
    private static final Credentials CLIENT = ORGANIZATION.client(ORGANIZATION.asha(), 3600, READ);
    private static final String TOKEN = "/oauth/v2/token";
    private static final String REVOKE = "/oauth/v2/token/revoke";
    private static final Expected REVOKED = Expected.of(200, "{'status':'success'}");
    private static final Expected INVALID_REQUEST = error("invalid_request");

    private static final String ID = part("client_id", CLIENT.clientId());
    private static final String SECRET = part("client_secret", CLIENT.clientSecret());
    private static final String CREDENTIALS = ID + SECRET + part("grant_type", "client_credentials");

    @Test
    void curl_gets_a_token_by_its_option_for_multipart(@TempDir Path directory) throws Exception {
        var output = directory.resolve("output");
        var curl = new ProcessBuilder("curl", "-sS", HTTP.server() + TOKEN, "-F", "client_id=" + CLIENT.clientId(),
                "-F", "client_secret=" + CLIENT.clientSecret(), "-F", "grant_type=refresh_token", "-F",
                "refresh_token=" + CLIENT.refreshToken()).redirectErrorStream(true).redirectOutput(output.toFile())
                .start();
        assertThat(curl.waitFor()).isZero();
        assertThat(Files.readString(output)).matches("\\{\"access_token\":\"[^\"]+\",.*\"scope\":\"" + READ + "\"}");
    }

    @Test
    void issues_and_revokes_a_token_by_either() {
        var byParts = issued(multipart(TOKEN, CREDENTIALS));
        multipart(REVOKE, part("token", byParts)).mustBe(REVOKED);
        HTTP.send("GET", WORKFLOWS, byParts, null).mustBe(INVALID_TOKEN);

        var byJson = issued(json(TOKEN, """
            {"client_id":"%s","client_secret":"%s","grant_type":"client_credentials","scope":"%s"}"""
                .formatted(CLIENT.clientId(), CLIENT.clientSecret(), READ)));
        json(REVOKE, "{\"token\":\"" + byJson + "\"}").mustBe(REVOKED);
        HTTP.send("GET", WORKFLOWS, byJson, null).mustBe(INVALID_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=B", "multipart/form-data;boundary=B",
        "multipart/form-data; boundary=\"B\"", "multipart/form-data; boundary=\"\\B\"",
        "Multipart/Form-Data; BOUNDARY=B", "multipart/form-data ; charset=utf-8 ; boundary=B ;",
        "multipart/form-data; x=\"a; boundary=C\"; boundary=B", "multipart/form-data; boundary = B",
        "multipart/form-data; boundary=----=_Part_1_2.3", "multipart/form-data; boundary=\"a b'()+_,-./:=?c\""})
    void finds_the_boundary_however_it_is_written(String contentType) {
        var boundary = contentType.contains("=_Part")
                ? "----=_Part_1_2.3"
                : contentType.contains("a b'") ? "a b'()+_,-./:=?c" : "B";
        issued(multipart(TOKEN, contentType, closed(CREDENTIALS).replace("--B", "--" + boundary)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"B",
        "multipart/form-data; boundary=C", "multipart/form-data; boundary=b", "multipart/form-data; boundary=B x",
        "multipart/form-data; boundary=B; boundary=C", "multipart/form-data; boundary=BB"})
    void refuses_a_boundary_that_is_missing_odd_or_not_the_body_s(String contentType) {
        multipart(TOKEN, contentType, closed(CREDENTIALS)).mustBe(INVALID_REQUEST);
    }

    @ParameterizedTest
    @MethodSource("readable")
    void reads_every_form_of_multipart(String body) {
        issued(multipart(TOKEN, "multipart/form-data; boundary=B", body));
    }

    private static Stream<String> readable() {
        var disposition = "Content-Disposition: form-data; name=";
        return Stream.of(closed(CREDENTIALS), "a preamble\r\nof --B two lines\r\n" + closed(CREDENTIALS),
                "\r\n" + closed(CREDENTIALS), closed(CREDENTIALS) + "\r\nan epilogue\r\n--B\r\n",
                closed(CREDENTIALS).replace("--B\r\n", "--B \t\r\n"), "--B\r\n" + CREDENTIALS.substring(5) + "--B--",
                closed(CREDENTIALS.replace("\"client_id\"", "client_id")),
                closed(CREDENTIALS.replace("Content-Disposition", "CONTENT-disposition")),
                closed(CREDENTIALS.replace("form-data; name=", "Form-Data ;  NAME = ")),
                closed(CREDENTIALS.replace("form-data; name=", "form-data;\r\n  name=")),
                closed(CREDENTIALS.replace(disposition,
                        "Content-Type: text/plain; charset=US-ASCII\r\n" + "Content-Transfer-Encoding: 8bit\r\n"
                                + disposition)),
                closed(CREDENTIALS.replace("\"client_id\"\r\n", "\"client_id\"\r\nContent-Type: text/plain\r\n")),
                closed(CREDENTIALS + part("scope", "")), closed(CREDENTIALS + part("scope", READ + "," + READ)),
                closed(CREDENTIALS + part("", "x")), closed(CREDENTIALS + part("unknown", "é --B \r\n-B--")),
                closed(CREDENTIALS + ID + SECRET),
                closed(CREDENTIALS + part("file\"; filename=\"C:\\data\\a.bin", "\u0000\u0001 binary")));
    }

    @Test
    void decodes_a_part_as_its_charset_says() {
        var utf16 = new String(CLIENT.clientId().getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1);
        issued(multipart(TOKEN, closedBody(SECRET + part("grant_type", "client_credentials") + part("client_id", utf16)
                .replace("\r\n\r\n", "\r\nContent-Type: text/plain;charset=\"utf-16be\"\r\n\r\n"))));
        multipart(TOKEN, CREDENTIALS.replace("\r\n\r\n", "\r\nContent-Type: text/plain;charset=nonsense\r\n\r\n"))
                .mustBe(INVALID_REQUEST);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void refuses_what_is_malformed_or_broken_off(String body) {
        multipart(TOKEN, "multipart/form-data; boundary=B", body).mustBe(INVALID_REQUEST);
    }

    private static Stream<String> unreadable() {
        var whole = closed(CREDENTIALS);
        return Stream.of("x", "--B", "--B\r\n", "--B--", "--B\r\n--B--", "--B\r\n\r\n--B--", "--B\r\n\r\nx\r\n--B--",
                whole.substring(0, whole.length() - 4),
                whole.substring(0, whole.length() / 2), CREDENTIALS.substring(2),
                whole.replace("\r\n", "\n"), whole.replaceFirst("--B\r\n", "--Bx\r\n"),
                closed(CREDENTIALS.replace("form-data", "attachment")), closed(CREDENTIALS.replace("name=", "x=")),
                closed(CREDENTIALS + "--B\r\n\r\nno head\r\n"),
                closed(CREDENTIALS + "--B\r\nContent-Type: text/plain\r\n\r\nno name\r\n"),
                closed(CREDENTIALS + "--B\r\nContent-Disposition: form-data\r\n\r\nno name\r\n"),
                closed(CREDENTIALS + "--B\r\nContent-Disposition: form-data; name=\"x\r\n\r\nno end\r\n"),
                closed(CREDENTIALS + "--B\r\nno colon\r\n\r\nx\r\n"),
                closed(CREDENTIALS + "--B\r\nContent-Disposition: form-data; name=x\r\nno end of the head\r\n"),
                closed(CREDENTIALS + part("x\"; name=\"y", "two names")),
                closed(CREDENTIALS.replace("\"client_id\"",
                        "\"client_id\"\r\nContent-Disposition: form-data; name=\"x\"")),
                closed(CREDENTIALS + part("client_id", "other")),
                closed(CREDENTIALS + part("scope", "a") + part("scope", "b")),
                closed(CREDENTIALS + part("scope", "\u0000")), closed(ID + SECRET),
                closed(ID + SECRET + part("Grant_Type", "client_credentials")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "client_secret", "grant_type", "scope", "refresh_token", "code", "token"})
    void takes_no_file_for_a_parameter(String name) {
        for (var filename : new String[]{"filename=\"a\"", "filename=\"\"", "filename*=UTF-8''a"}) {
            var file = part(name, "x").replace("\r\n\r\n", "; " + filename + "\r\n\r\n");
            multipart(TOKEN, CREDENTIALS + file).mustBe(INVALID_REQUEST);
            multipart(REVOKE, part("token", "x") + file).mustBe(INVALID_REQUEST);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'client_id':'x'}|invalid_request",
        "{'client_id':'x','client_secret':'y','grant_type':'client_credentials'}|invalid_client",
        "{'client_id':'ID','client_secret':'SECRET','grant_type':'password'}|unsupported_grant_type",
        "{'client_id':'ID','client_secret':'SECRET','grant_type':'refresh_token'}|invalid_request",
        "{'client_id':'ID','client_secret':'SECRET','grant_type':'refresh_token','refresh_token':'x'}|invalid_code",
        "{'client_id':'ID','client_secret':'SECRET','grant_type':'authorization_code','code':'x'}|invalid_code",
        "{'client_id':'ID','client_secret':'SECRET','grant_type':'client_credentials','scope':'x'}|invalid_scope"})
    void every_error_is_the_form_s(String template, String error) {
        var object = template.replace("ID", CLIENT.clientId()).replace("SECRET", CLIENT.clientSecret()).replace('\'',
                '"');
        json(TOKEN, object).mustBe(error(error));
        multipart(TOKEN, Http.JSON.readTree(object).propertyStream()
                .map(property -> part(property.getKey(), property.getValue().asString()))
                .collect(Collectors.joining())).mustBe(error(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=UTF-8", "Application/JSON ; x"})
    void reads_json_where_its_type_says_so(String contentType) {
        var body = "{\"client_id\":\"%s\",\"client_secret\":\"%s\",\"grant_type\":\"client_credentials\"%s}"
                .formatted(CLIENT.clientId(), CLIENT.clientSecret(), ",\"x\":{\"y\":[1]},\"z\":5,\"scope\":null");
        issued(HTTP.send("POST", TOKEN, Map.of("Content-Type", contentType), bytes(body)));
        for (var other : new String[]{"application/x-www-form-urlencoded", "text/plain", "nonsense", "json"}) {
            HTTP.send("POST", TOKEN, Map.of("Content-Type", other), bytes(body)).mustBe(INVALID_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "5", "null", "x", "{}{}", "{}", "{GOOD,\"scope\":5}",
        "{GOOD,\"scope\":true}", "{GOOD,\"scope\":[\"a\"]}", "{GOOD,\"scope\":{}}", "{GOOD,\"client_id\":\"x\"}",
        "{GOOD,\"scope\":\"a\",\"scope\":\"a\"}", "{GOOD,\"scope\":\"\\u0000\"}", "[{GOOD}]", "{GOOD}x"})
    void refuses_json_that_is_no_object_of_texts(String template) {
        json(TOKEN, template.replace("GOOD", "\"client_id\":\"%s\",\"client_secret\":\"%s\",\"grant_type\":\"%s\""
                .formatted(CLIENT.clientId(), CLIENT.clientSecret(), "client_credentials"))).mustBe(INVALID_REQUEST);
    }

    @Test
    void refuses_json_that_is_not_UTF_8() {
        HTTP.send("POST", TOKEN, Map.of("Content-Type", "application/json"),
                "{\"grant_type\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)).mustBe(INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=B", "application/json", "multipart/form-data"})
    void an_empty_body_adds_nothing_to_the_query_string(String contentType) {
        issued(HTTP.send("POST", TOKEN + "?grant_type=client_credentials&" + CLIENT.form(),
                Map.of("Content-Type", contentType), new byte[0]));
    }

    @Test
    void parameters_may_stand_in_several_places_but_not_contradict_each_other() {
        issued(multipart(TOKEN + "?" + CLIENT.form(), part("grant_type", "client_credentials")));
        issued(multipart(TOKEN + "?" + CLIENT.form(), CREDENTIALS));
        multipart(TOKEN + "?client_id=other", CREDENTIALS).mustBe(INVALID_REQUEST);
        issued(json(TOKEN + "?" + CLIENT.form(), "{\"grant_type\":\"client_credentials\"}"));
        json(TOKEN + "?grant_type=refresh_token", "{\"grant_type\":\"client_credentials\"}").mustBe(INVALID_REQUEST);
    }

    @Test
    void takes_the_client_by_HTTP_Basic_beside_either() {
        var basic = "Basic " + Base64.getEncoder().encodeToString(bytes(CLIENT.clientId() + ":" + CLIENT
                .clientSecret()));
        issued(HTTP.send("POST", TOKEN, Map.of("Authorization", basic, "Content-Type",
                "multipart/form-data; boundary=B"), bytes(closed(part("grant_type", "client_credentials")))));
        issued(HTTP.send("POST", TOKEN, Map.of("Authorization", basic, "Content-Type", "application/json"),
                bytes("{\"grant_type\":\"client_credentials\"}")));
        HTTP.send("POST", TOKEN, Map.of("Authorization", basic, "Content-Type", "multipart/form-data; boundary=B"),
                bytes(closed(part("grant_type", "client_credentials") + part("client_id", "other"))))
                .mustBe(INVALID_REQUEST);
    }

    @Test
    void has_the_form_s_limit() {
        var room = (64 << 10) - closed(CREDENTIALS + part("x", "")).length();
        issued(multipart(TOKEN, CREDENTIALS + part("x", "y".repeat(room))));
        multipart(TOKEN, CREDENTIALS + part("x", "y".repeat(room + 1))).mustBe(INVALID_REQUEST);
        HTTP.sendChunked("POST", TOKEN, Map.of("Content-Type", "multipart/form-data; boundary=B"),
                bytes(closed(CREDENTIALS + part("x", "y".repeat(room + 1))))).mustBe(INVALID_REQUEST);
        json(REVOKE, "{\"token\":\"x\",\"x\":\"" + "y".repeat(64 << 10) + "\"}").mustBe(INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x", "a", ";", "\"", " ", "a=b;", "--B", "\r\n "})
    void a_head_as_long_as_the_body_may_be_is_no_trouble(String piece) {
        var head = "--B\r\nContent-Disposition: form-data; name=\"" + piece.repeat(60_000 / piece.length());
        var reply = multipart(TOKEN, CREDENTIALS + head + "\"\r\n\r\nx\r\n");
        assertThat(reply.status()).isIn(200, 400);
        assertThat(reply.json().path("error").asString("invalid_request")).isEqualTo("invalid_request");
    }

    private static String part(String name, String value) {
        return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String closed(String parts) {
        return parts + "--B--\r\n";
    }

    private static byte[] closedBody(String parts) {
        return closed(parts).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Reply multipart(String path, String parts) {
        return multipart(path, "multipart/form-data; boundary=B", closed(parts));
    }

    private static Reply multipart(String path, byte[] body) {
        return HTTP.send("POST", path, Map.of("Content-Type", "multipart/form-data; boundary=B"), body);
    }

    private static Reply multipart(String path, String contentType, String body) {
        return HTTP.send("POST", path, Map.of("Content-Type", contentType), bytes(body));
    }

    private static Reply json(String path, String body) {
        return HTTP.send("POST", path, Map.of("Content-Type", "application/json"), bytes(body));
    }

    private static String issued(Reply reply) {
        var token = reply.json().path("access_token").asString();
        reply.mustBe(Expected.of(200, """
            {"access_token":"%s","api_domain":"%s","token_type":"Bearer","expires_in":3600,"scope":"%s"}"""
                .formatted(token, HTTP.server(), READ)));
        HTTP.send("GET", WORKFLOWS, token, null).mustBe(NOTHING);
        return token;
    }

    private static Expected error(String name) {
        return Expected.of(400, "{'error':'" + name + "'}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
