package io.connectedworkflow.application.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.organization.OAuthClients.Credentials;
import org.junit.jupiter.api.Test;

/** What of a client's credentials may get into a log. */
class CredentialsTest {

    @Test
    void are_shown_without_their_secrets() {
        assertThat(new Credentials("client", "secret", "token")).hasToString("Credentials[client]");
    }
}
