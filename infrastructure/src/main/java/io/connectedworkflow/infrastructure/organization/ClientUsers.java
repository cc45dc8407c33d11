package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.NotFound;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.infrastructure.security.PostgresClients.Credentials;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The users for whom clients can act, whosever directory knows them. */
sealed interface ClientUsers {

    /** Refuses a user whose clients cannot be spoken of, with {@link NotFound}. */
    void require(Actor user);

    /** The zone in which the user's organization reads times. */
    ZoneId zone(Actor user);

    /** Makes a client; none if the organization is gone. Refused with {@link NotFound} for a user whom nobody knows. */
    Optional<Credentials> create(PostgresClients clients, Actor user, List<String> scopes, int seconds);

    /** Those of this directory. */
    static ClientUsers of(Organizations organizations) {
        return organizations instanceof PostgresOrganizations ours ? new Ours(ours) : new Hosts(organizations);
    }

    /**
     * Those whom the administrator has told us of, be they active or not.
     *
     * @param organizations where they are kept
     */
    record Ours(PostgresOrganizations organizations) implements ClientUsers {

        @Override
        public void require(Actor user) {
            if (document(user).users().stream().noneMatch(known -> known.id().equals(user.user()))) {
                throw new NotFound("user").asException();
            }
        }

        @Override
        public ZoneId zone(Actor user) {
            return ZoneId.of(document(user).timeZone());
        }

        @Override
        public Optional<Credentials> create(PostgresClients clients, Actor user, List<String> scopes, int seconds) {
            require(user);
            return clients.create(user, scopes, seconds);
        }

        private OrganizationDocument document(Actor user) {
            return Optional.of(user.organization()).filter(Text::isStorable).flatMap(organizations::find)
                    .orElseThrow(() -> new NotFound("organization").asException());
        }
    }

    /**
     * Those of an application that embeds us. It says nothing of a user who is gone, whose clients must still be found and
     * revoked.
     *
     * @param organizations the application's
     */
    record Hosts(Organizations organizations) implements ClientUsers {

        @Override
        public void require(Actor user) {
            if (!Text.isStorable(user.organization()) || !Text.isStorable(user.user())) {
                throw new NotFound("user").asException();
            }
        }

        @Override
        public ZoneId zone(Actor user) {
            try {
                return organizations.of(user).directory().timeZone();
            } catch (RefusedException gone) {
                return ZoneOffset.UTC;
            }
        }

        @Override
        public Optional<Credentials> create(PostgresClients clients, Actor user, List<String> scopes, int seconds) {
            require(user);
            try {
                organizations.of(user);
            } catch (RefusedException refused) {
                throw refused.refusal() instanceof CallerUnknown ? new NotFound("user").asException() : refused;
            }
            return Optional.of(clients.createElsewhere(user, scopes, seconds));
        }
    }
}
