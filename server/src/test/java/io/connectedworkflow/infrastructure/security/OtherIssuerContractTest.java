package io.connectedworkflow.infrastructure.security;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of another issuer count by what it says of them, or by its keys, and those of ours do not. */
class OtherIssuerContractTest {

    private static final String ORGANIZATION = "42";
    private static final String USER = "7";

    private final HttpServer issuer;
    private final RSAKey key;

    OtherIssuerContractTest() throws IOException, JOSEException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        key = new RSAKeyGenerator(2048).keyID("1").generate();
    }

    @BeforeEach
    void start() {
        issuer.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        issuer.createContext("/introspect", exchange -> answer(exchange,
                switch (new String(exchange.getRequestBody().readAllBytes(), UTF_8)) {
                    case "token=administrators" -> "{\"active\":true,\"exp\":%d,\"scope\":\"ConnectedWorkflow.admin\"}"
                            .formatted(inAnHour().getEpochSecond());
                    case "token=users" ->
                        "{\"active\":true,\"exp\":%d,\"org_id\":\"%s\",\"sub\":\"%s\",\"scope\":\"%s\"}"
                                .formatted(inAnHour().getEpochSecond(), ORGANIZATION, USER, TestOrganization.ALL);
                    case "token=endless" -> "{\"active\":true,\"scope\":\"ConnectedWorkflow.admin\"}";
                    default -> "{\"active\":false}";
                }));
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        var bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static Instant inAnHour() {
        return Instant.now().plusSeconds(3600);
    }

    private String setting(String name, String path) {
        return "--connected-workflow.tokens.%s=http://localhost:%d%s".formatted(name, issuer.getAddress().getPort(),
                path);
    }

    private static String signed(JWTClaimsSet.Builder claims, Instant until, RSAKey by) throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(),
                claims.expirationTime(Date.from(until)).build());
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private static JWTClaimsSet.Builder administrator() {
        return new JWTClaimsSet.Builder().claim("scope", "ConnectedWorkflow.admin");
    }

    private static JWTClaimsSet.Builder user() {
        return new JWTClaimsSet.Builder().subject(USER).claim("org_id", ORGANIZATION).claim("scope",
                TestOrganization.ALL);
    }

    private static void serve(Http http, String administrator, String user) {
        var organization = http.send("PUT", "/admin/v1/organizations/" + ORGANIZATION, administrator, """
            {"name":"Test","edition":"enterprise",
             "profiles":[{"id":"1","name":"Administrator","permissions":["manage_automations"]}],
             "users":[{"id":"%s","full_name":"Asha Rao","profile_id":"1"}]}""".formatted(USER));
        assertThat(organization.status()).as(organization.body()).isEqualTo(201);
        TestOrganization.created(http.send("POST", WORKFLOWS, user,
                "{\"connected_workflows\":[{\"name\":\"first\",\"primary_module\":{\"api_name\":\"Contacts\"}}]}"));
        http.send("GET", WORKFLOWS, administrator, null).mustBe(Expected.OAUTH_SCOPE_MISMATCH);
        assertThat(http.form("/oauth/v2/token", "grant_type=client_credentials").status()).isEqualTo(404);
    }

    @Test
    void tokens_count_by_what_their_issuer_says_of_them() {
        try (var server = ServerContext.start(TestPostgres.newDatabase(), setting("introspection.uri", "/introspect"),
                "--connected-workflow.tokens.introspection.client-id=us",
                "--connected-workflow.tokens.introspection.client-secret=secret")) {
            var http = ServerContext.http(server);
            serve(http, "administrators", "users");
            http.send("GET", WORKFLOWS, "strangers", null).mustBe(Expected.INVALID_TOKEN);
            http.send("GET", "/admin/v1/organizations", "endless", null).mustBe(Expected.INVALID_TOKEN);
            issuer.removeContext("/introspect");
            http.send("GET", WORKFLOWS, "others", null).mustBe(Expected.INTERNAL_ERROR);
        }
    }

    @Test
    void tokens_count_by_the_keys_of_their_issuer() throws JOSEException {
        var anothersKey = new RSAKeyGenerator(2048).keyID("1").generate();
        try (var server = ServerContext.start(TestPostgres.newDatabase(), setting("jwk-set-uri", "/keys"))) {
            var http = ServerContext.http(server);
            serve(http, signed(administrator(), inAnHour(), key), signed(user(), inAnHour(), key));
            http.send("GET", WORKFLOWS, signed(user(), inAnHour(), anothersKey), null).mustBe(Expected.INVALID_TOKEN);
            http.send("GET", WORKFLOWS, signed(user(), Instant.now().minusSeconds(3600), key), null)
                    .mustBe(Expected.INVALID_TOKEN);
            http.send("GET", WORKFLOWS, "no-jwt", null).mustBe(Expected.INVALID_TOKEN);
        }
    }
}
