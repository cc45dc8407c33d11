package io.connectedworkflow.testing;

import io.connectedworkflow.testing.Http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The administrator of a running server, who makes organizations for tests. */
public final class Admin {

    /** Where the organizations are. */
    public static final String ORGANIZATIONS = "/admin/v1/organizations";

    private final Http http;
    private final String token;

    /** The one whose credentials at this server these are; an access token is asked for at once. */
    public Admin(Http http, String clientId, String clientSecret) {
        this.http = http;
        token = token(http, clientId, clientSecret, List.of("ConnectedWorkflow.admin"));
    }

    /** The administrator's access token. */
    public String token() {
        return token;
    }

    /** Sends a request of the administrator. */
    public Reply send(String method, String path, @Nullable String body) {
        return http.send(method, path, token, body);
    }

    /** A new organization, with everything that it takes to create workflows. */
    public TestOrganization organization() {
        return organization(document -> {});
    }

    /** A new organization that differs from {@link #organization()} in this. */
    public TestOrganization organization(Consumer<ObjectNode> difference) {
        var organization = new TestOrganization(http, this, newId());
        organization.change(difference);
        return organization;
    }

    /** An id that nothing has yet. */
    public static String newId() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1_000_000_000_000_000_000L, Long.MAX_VALUE));
    }

    static String token(Http http, String clientId, String clientSecret, List<String> scopes) {
        var reply = http.form("/oauth/v2/token", "grant_type=client_credentials&client_id=" + encoded(clientId)
                + "&client_secret=" + encoded(clientSecret) + "&scope=" + encoded(String.join(" ", scopes)));
        return reply.json().get("access_token").asString();
    }

    /** A text as it stands in a form. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
