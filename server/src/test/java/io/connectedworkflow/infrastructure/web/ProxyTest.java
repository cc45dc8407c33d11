package io.connectedworkflow.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a proxy that ends TLS: what the token endpoint says of where the API is. */
class ProxyTest {

    private static final Map<String, String> FORWARDED = Map.of("X-Forwarded-Proto", "https", "X-Forwarded-Host",
            "crm.example.com", "X-Forwarded-Port", "443", "Content-Type", "application/x-www-form-urlencoded");

    @Test
    void believes_nobody_who_says_to_be_a_proxy() {
        var server = RunningServer.shared();
        assertThat(apiDomain(server)).isEqualTo(server.http().server());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "framework"})
    void says_the_address_that_the_proxy_was_asked_at_where_it_is_to_be_believed(String strategy) {
        try (var server = RunningServer.start("--server.forward-headers-strategy=" + strategy)) {
            assertThat(apiDomain(server)).isEqualTo("https://crm.example.com");
        }
    }

    @Test
    void says_the_address_that_is_set_whatever_it_is_asked_at() {
        try (var server = RunningServer.start("--connected-workflow.api-domain=https://crm.example.com")) {
            assertThat(apiDomain(server)).isEqualTo("https://crm.example.com");
        }
    }

    private static String apiDomain(RunningServer server) {
        var organization = server.admin().organization();
        var client = organization.client(organization.asha(), 3600, "ZohoCRM.settings.ALL");
        var reply = server.http().send("POST", "/oauth/v2/token?grant_type=client_credentials&" + client.form(),
                FORWARDED, null);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("api_domain").asString();
    }
}
