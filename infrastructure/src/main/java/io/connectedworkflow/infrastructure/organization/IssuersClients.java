package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.application.organization.OAuthClients;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.NotFound;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.infrastructure.security.Scope;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The clients of our own issuer, for users whom a directory knows. */
final class IssuersClients implements OAuthClients {

    private static final FieldPath SCOPES = FieldPath.of("scopes");
    private static final FieldPath LIFETIME = FieldPath.of("expires_in");

    private final ClientUsers users;
    private final PostgresClients clients;

    IssuersClients(ClientUsers users, PostgresClients clients) {
        this.users = users;
        this.clients = clients;
    }

    @Override
    public Outcome<Credentials> create(Actor user, Collection<String> scopes, Duration lifetime) {
        return Outcome.of(() -> {
            users.require(user);
            var granted = checked(List.copyOf(scopes));
            if (!lifetime.equals(lifetime.truncatedTo(ChronoUnit.SECONDS)) || !lifetime.isPositive()
                    || lifetime.compareTo(LONGEST_LIFETIME) > 0) {
                throw new ValueInvalid(LIFETIME).asException();
            }
            var made = users.create(clients, user, granted, (int) lifetime.toSeconds())
                    .orElseThrow(() -> new NotFound("organization").asException());
            return new Credentials(made.clientId(), made.clientSecret(), made.refreshToken());
        });
    }

    /** The scopes, each once; refused with {@link ValueInvalid} if there are none, or one is not the name of a scope. */
    static List<String> checked(List<String> scopes) {
        return checked(scopes, Scope::isName);
    }

    private static List<String> checked(List<String> scopes, Predicate<String> allowed) {
        for (var i = 0; i < scopes.size(); i++) {
            if (!allowed.test(scopes.get(i))) {
                throw new ValueInvalid(SCOPES.index(i)).asException();
            }
        }
        if (scopes.isEmpty()) {
            throw new ValueInvalid(SCOPES).asException();
        }
        return scopes.stream().distinct().toList();
    }

    /** Refuses a user whose clients cannot be spoken of, with {@link NotFound}. */
    void require(Actor user) {
        users.require(user);
    }

    /** The zone in which a user's organization reads times. */
    ZoneId zone(Actor user) {
        return users.zone(user);
    }

    @Override
    public List<OAuthClient> list(Actor user) {
        if (!isStorable(user)) {
            return List.of();
        }
        return clients.list(user).stream()
                .map(client -> new OAuthClient(client.id(), client.scopes(), client.createdAt())).toList();
    }

    @Override
    public Outcome<String> delete(Actor user, String clientId) {
        return Outcome.of(() -> {
            if (!isStorable(user) || !Text.isStorable(clientId) || !clients.delete(user, clientId)) {
                throw new NotFound("client").asException();
            }
            return clientId;
        });
    }

    /**
     * What a client of this user exchanges, once, for a refresh token. Refused with {@link NotFound} if there is no such
     * client, and with {@link ValueInvalid} if it may not have one of the scopes.
     *
     * @param scopes null for all that the client may have
     */
    Grant grant(Actor user, String clientId, @Nullable List<String> scopes) {
        var client = Optional.of(clientId).filter(Text::isStorable).flatMap(clients::find)
                .filter(known -> user.equals(known.actor())).orElseThrow(() -> new NotFound("client").asException());
        var granted = scopes == null ? client.scopes() : checked(scopes, client::mayHave);
        return clients.grant(client, granted).map(grant -> new Grant(grant.token(), grant.expiresIn(), granted))
                .orElseThrow(() -> new NotFound("client").asException());
    }

    /**
     * A grant token.
     *
     * @param expiresIn for how long it can be exchanged, in seconds
     */
    record Grant(String token, long expiresIn, List<String> scopes) {

        @Override
        public String toString() {
            return "Grant[" + scopes + "]";
        }
    }

    // What no store can keep, no store need be asked about.
    private static boolean isStorable(Actor user) {
        return Text.isStorable(user.organization()) && Text.isStorable(user.user());
    }
}
