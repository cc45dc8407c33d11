package io.connectedworkflow.infrastructure.organization;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.NotFound;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Needs;
import java.time.ZoneId;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The administration of the OAuth clients that act for an organization's users. */
final class ClientAdminController {

    private static final String CLIENTS = OrganizationAdminController.ORGANIZATIONS
            + "/{organization}/users/{user}/clients";
    private static final int DEFAULT_SECONDS = 3600;
    private static final int MAXIMUM_SECONDS = 86_400;

    private final PostgresOrganizations organizations;
    private final PostgresClients clients;

    ClientAdminController(PostgresOrganizations organizations, PostgresClients clients) {
        this.organizations = organizations;
        this.clients = clients;
    }

    @Needs(Scope.ADMIN)
    @PostMapping(CLIENTS)
    Answer create(@PathVariable String organization, @PathVariable String user, Item item) {
        var actor = actor(organization, user);
        var created = clients.create(actor, scopes(item), expiresIn(item))
                .orElseThrow(() -> new NotFound("organization").asException());
        return new Answer(201, object("client_id", created.clientId(), "client_secret", created.clientSecret(),
                "refresh_token", created.refreshToken()));
    }

    @Needs(Scope.ADMIN)
    @GetMapping(CLIENTS)
    Answer list(@PathVariable String organization, @PathVariable String user) {
        var zone = ZoneId.of(document(organization).timeZone());
        var found = clients.list(actor(organization, user));
        return Answer.ok(object("clients", found.stream().map(client -> object("client_id", client.id(), "scopes",
                client.scopes(), "created_time", Answer.time(client.createdAt(), zone))).toList()));
    }

    @Needs(Scope.ADMIN)
    @DeleteMapping(CLIENTS + "/{client}")
    Answer delete(@PathVariable String organization, @PathVariable String user, @PathVariable String client) {
        if (!clients.delete(actor(organization, user), client)) {
            throw new NotFound("client").asException();
        }
        return Answer.nothing();
    }

    private Actor actor(String organization, String user) {
        if (document(organization).users().stream().noneMatch(known -> known.id().equals(user))) {
            throw new NotFound("user").asException();
        }
        return new Actor(organization, user);
    }

    private OrganizationDocument document(String organization) {
        return organizations.find(organization).orElseThrow(() -> new NotFound("organization").asException());
    }

    private static List<String> scopes(Item item) {
        var scopes = item.requiredTexts("scopes");
        for (var i = 0; i < scopes.size(); i++) {
            if (!Scope.isName(scopes.get(i))) {
                throw new ValueInvalid(item.at("scopes").index(i)).asException();
            }
        }
        if (scopes.isEmpty()) {
            throw new ValueInvalid(item.at("scopes")).asException();
        }
        return scopes.stream().distinct().toList();
    }

    private static int expiresIn(Item item) {
        var seconds = item.integer("expires_in");
        if (seconds == null) {
            return DEFAULT_SECONDS;
        }
        if (seconds < 1 || seconds > MAXIMUM_SECONDS) {
            throw new ValueInvalid(item.at("expires_in")).asException();
        }
        return seconds;
    }
}
