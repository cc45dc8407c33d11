package io.connectedworkflow.hosts.full;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Host;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** A host whose only filter chain is for whatever comes, and wants to be the first of all. */
class FirstChainTest {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Greetings.class)
    static class Application {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        SecurityFilterChain everything(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().denyAll()).build();
        }
    }

    @Test
    void denies_its_own_and_not_ours() {
        try (var host = Host.start(Application.class)) {
            assertThat(host.http().send("GET", "/greetings", Map.of(), null).status()).isEqualTo(403);
            var organization = host.admin(host.http()).organization();
            assertThat(organization.get(organization.create("ours", "Contacts")).status()).isEqualTo(200);
        }
    }
}
