package io.connectedworkflow.infrastructure.organization;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Endpoint;
import java.time.Duration;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The administration of the OAuth clients that act for an organization's users. */
final class ClientAdminController {

    private static final String CLIENTS = OrganizationAdminController.ORGANIZATIONS
            + "/{organization}/users/{user}/clients";
    private static final int DEFAULT_SECONDS = 3600;

    private final IssuersClients clients;

    ClientAdminController(IssuersClients clients) {
        this.clients = clients;
    }

    @Endpoint(scope = Scope.ADMIN)
    @PostMapping(CLIENTS)
    Answer create(@PathVariable String organization, @PathVariable String user, Item item) {
        var actor = known(organization, user);
        var scopes = IssuersClients.checked(item.requiredTexts("scopes"));
        var seconds = item.integer("expires_in");
        var created = clients.create(actor, scopes, Duration.ofSeconds(seconds == null ? DEFAULT_SECONDS : seconds))
                .orElseThrow();
        return new Answer(201, object("client_id", created.clientId(), "client_secret", created.clientSecret(),
                "refresh_token", created.refreshToken()));
    }

    @Endpoint(scope = Scope.ADMIN)
    @GetMapping(CLIENTS)
    Answer list(@PathVariable String organization, @PathVariable String user) {
        var actor = known(organization, user);
        var zone = clients.zone(actor);
        return Answer.ok(object("clients", clients.list(actor).stream().map(client -> object("client_id", client.id(),
                "scopes", client.scopes(), "created_time", Answer.time(client.createdAt(), zone))).toList()));
    }

    @Endpoint(scope = Scope.ADMIN)
    @DeleteMapping(CLIENTS + "/{client}")
    Answer delete(@PathVariable String organization, @PathVariable String user, @PathVariable String client) {
        clients.delete(known(organization, user), client).orElseThrow();
        return Answer.nothing();
    }

    @Endpoint(scope = Scope.ADMIN)
    @PostMapping(CLIENTS + "/{client}/grant_tokens")
    Answer grant(@PathVariable String organization, @PathVariable String user, @PathVariable String client,
            Item item) {
        var wanted = item.isNull("scopes") ? null : item.requiredTexts("scopes");
        var granted = clients.grant(known(organization, user), client, wanted);
        return new Answer(201, object("grant_token", granted.token(), "expires_in", granted.expiresIn(), "scopes",
                granted.scopes()));
    }

    private Actor known(String organization, String user) {
        var actor = new Actor(organization, user);
        clients.require(actor);
        return actor;
    }
}
