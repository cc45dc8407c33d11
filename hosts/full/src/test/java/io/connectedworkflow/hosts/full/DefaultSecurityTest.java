package io.connectedworkflow.hosts.full;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.UserDetailsService;

/** A host that leaves its security to Boot: a login for everything, by a user whose password Boot makes up. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class DefaultSecurityTest {

    private static final Pattern PASSWORD = Pattern.compile("Using generated security password: (\\S+)");

    private Host host;
    private String password;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Greetings.class)
    static class Application {}

    @BeforeAll
    void start(CapturedOutput output) {
        host = Host.start(Application.class);
        var shown = PASSWORD.matcher(output.getAll());
        assertThat(shown.find()).as("a generated password in the log").isTrue();
        password = Objects.requireNonNull(shown.group(1));
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private Reply greet(Map<String, String> headers) {
        return host.http().send("GET", "/greetings", headers, null);
    }

    @Test
    void asks_for_the_hosts_login_where_the_host_is_asked() {
        var reply = greet(Map.of());
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
    }

    @Test
    void lets_the_generated_user_in() {
        var login = Base64.getEncoder().encodeToString(("user:" + password).getBytes(StandardCharsets.UTF_8));
        assertThat(greet(Map.of("Authorization", "Basic " + login)).body()).isEqualTo("hello");
        assertThat(host.bean(UserDetailsService.class).loadUserByUsername("user").getUsername()).isEqualTo("user");
    }

    @Test
    void never_asks_for_the_hosts_login_where_we_are_asked() {
        var http = host.http();
        var reply = http.send("GET", Http.WORKFLOWS, Map.of(), null).mustBe(Expected.AUTHENTICATION_FAILURE);
        assertThat(reply.header("WWW-Authenticate")).isNull();
        var organization = host.admin(http).organization();
        var id = organization.create("by token alone", "Contacts");
        assertThat(organization.get(id).status()).isEqualTo(200);
    }
}
