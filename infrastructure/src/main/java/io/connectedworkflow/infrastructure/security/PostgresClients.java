package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * OAuth 2 clients and the access tokens that they got, in PostgreSQL. Of secrets and tokens only hashes are kept, so
 * that a copy of the tables lets nobody in.
 */
public final class PostgresClients {

    private static final String COLUMNS = "client_id, organization_id, user_id, secret_hash, scopes, expires_in, created_at";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final RecentlyRead<String, Grant> grants;

    /**
     * Clients in the given database.
     *
     * @param grants is told when tokens are revoked
     */
    public PostgresClients(Database database, InstantSource clock, RecentlyRead<String, Grant> grants) {
        jdbc = database.jdbc();
        transactions = database.transactions();
        this.clock = clock;
        this.grants = grants;
    }

    /**
     * A client.
     *
     * @param actor     whom it acts for; null for the administrator's
     * @param expiresIn how long its access tokens live, in seconds
     */
    public record Client(String id, @Nullable Actor actor, byte[] secretHash, List<String> scopes, int expiresIn,
            Instant createdAt) {}

    /** What a new client needs to know; it can never be read again. */
    public record Credentials(String clientId, String clientSecret, String refreshToken) {

        @Override
        public String toString() {
            return "Credentials[" + clientId + "]";
        }
    }

    /**
     * Makes a client that acts within the scopes for the actor, whose organization is in our directory; none if the
     * organization is gone by now.
     */
    public Optional<Credentials> create(Actor actor, List<String> scopes, int expiresIn) {
        return insert(actor, scopes, expiresIn,
                "from connected_workflow.organization where organization_id = ? for key share", actor.organization());
    }

    /** Makes a client that acts within the scopes for the actor, whom a directory knows that is not ours. */
    public Credentials createElsewhere(Actor actor, List<String> scopes, int expiresIn) {
        return insert(actor, scopes, expiresIn, "").orElseThrow();
    }

    private Optional<Credentials> insert(Actor actor, List<String> scopes, int expiresIn, String from,
            Object... organization) {
        var credentials = new Credentials("cw_" + Secrets.random(), Secrets.random(), Secrets.random());
        var parameters = Stream.concat(Stream.of(credentials.clientId(), actor.organization(), actor.user(),
                Secrets.hash(credentials.clientSecret()), Secrets.hash(credentials.refreshToken()),
                scopes.toArray(String[]::new), expiresIn), Stream.of(organization));
        var created = jdbc.update("""
            insert into connected_workflow.oauth_client (client_id, organization_id, user_id, secret_hash,
                refresh_hash, scopes, expires_in)
            select ?, ?, ?, ?, ?, ?, ?\s""" + from, parameters.toArray());
        return created == 0 ? Optional.empty() : Optional.of(credentials);
    }

    /** Makes this the administrator's only client. Tokens of another one end, those of the same one stay. */
    public void setAdministrator(String clientId, String clientSecret, List<String> scopes, int expiresIn) {
        var hash = Secrets.hash(clientSecret);
        transactions.executeWithoutResult(status -> {
            jdbc.update("""
                delete from connected_workflow.oauth_client
                where organization_id is null and not (client_id = ? and secret_hash = ?)""", clientId, hash);
            jdbc.update("""
                insert into connected_workflow.oauth_client as c (client_id, secret_hash, scopes, expires_in)
                values (?, ?, ?, ?) on conflict (client_id) do update
                set secret_hash = excluded.secret_hash, scopes = excluded.scopes, expires_in = excluded.expires_in
                where c.organization_id is null""", clientId, hash, scopes.toArray(String[]::new), expiresIn);
        });
        grants.forgetAll();
    }

    /** Whether the administrator has a client. */
    public boolean hasAdministrator() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select from connected_workflow.oauth_client where organization_id is null)",
                Boolean.class));
    }

    /** The client with this id. */
    public Optional<Client> find(String clientId) {
        return jdbc.query("select " + COLUMNS + " from connected_workflow.oauth_client where client_id = ?",
                PostgresClients::client, clientId).stream().findFirst();
    }

    /** The client with this id, if the refresh token is its own. */
    public Optional<Client> findByRefreshToken(String clientId, String refreshToken) {
        return jdbc.query(
                "select " + COLUMNS
                        + " from connected_workflow.oauth_client where client_id = ? and refresh_hash = ?",
                PostgresClients::client, clientId, Secrets.hash(refreshToken)).stream().findFirst();
    }

    /** The clients that act for the actor, oldest first. */
    public List<Client> list(Actor actor) {
        return jdbc.query("select " + COLUMNS + """
             from connected_workflow.oauth_client where organization_id = ? and user_id = ?
            order by created_at, client_id""", PostgresClients::client, actor.organization(), actor.user());
    }

    /** Revokes a client of the actor and all its tokens; says whether there was one. */
    public boolean delete(Actor actor, String clientId) {
        var deleted = jdbc.update("""
            delete from connected_workflow.oauth_client
            where client_id = ? and organization_id = ? and user_id = ?""", clientId, actor.organization(),
                actor.user());
        grants.forgetAll();
        return deleted > 0;
    }

    /**
     * A new access token of the client, good for these scopes; none if what it is issued for is revoked by now.
     *
     * @param refreshToken by which it is issued; null for by the client's secret
     */
    public Optional<String> issue(Client client, List<String> scopes, @Nullable String refreshToken) {
        var token = Secrets.random();
        var refreshHash = refreshToken == null ? null : Secrets.hash(refreshToken);
        var issued = jdbc.update(
                """
                    insert into connected_workflow.access_token (token_hash, client_id, scopes, expires_at, refreshed)
                    select ?, client_id, ?, ?, ? from connected_workflow.oauth_client
                    where client_id = ? and secret_hash = ? and coalesce(?::bytea, refresh_hash) is not distinct from refresh_hash
                    for share""",
                Secrets.hash(token), scopes.toArray(String[]::new),
                OffsetDateTime.ofInstant(clock.instant().plusSeconds(client.expiresIn()), ZoneOffset.UTC),
                refreshToken != null, client.id(), client.secretHash(), refreshHash);
        return issued == 0 ? Optional.empty() : Optional.of(token);
    }

    /** To be called after clients have gone with their organization. */
    public void forgetGrants() {
        grants.forgetAll();
    }

    /** What an access token stands for, if it is known and not expired. */
    public Optional<Grant> find(byte[] tokenHash) {
        return jdbc.query("""
            select t.scopes, t.expires_at, c.organization_id, c.user_id
            from connected_workflow.access_token t join connected_workflow.oauth_client c using (client_id)
            where t.token_hash = ?""", (row, i) -> new Grant(actor(row), Scope.normalized(texts(row, "scopes")),
                instant(row, "expires_at")), tokenHash).stream()
                .filter(grant -> clock.instant().isBefore(grant.expiresAt())).findFirst();
    }

    /**
     * Revokes an access token, or a refresh token with all access tokens that were got by it.
     *
     * @param clientId whose token it must be, else it stays; null if that does not matter
     */
    public void revoke(String token, @Nullable String clientId) {
        var hash = Secrets.hash(token);
        var accessTokens = jdbc.update("""
            delete from connected_workflow.access_token where token_hash = ? and client_id = coalesce(?, client_id)""",
                hash, clientId);
        var refreshTokens = Objects.requireNonNull(transactions.execute(status -> {
            var clients = jdbc.query("""
                update connected_workflow.oauth_client set refresh_hash = null
                where refresh_hash = ? and client_id = coalesce(?, client_id) returning client_id""",
                    (row, i) -> row.getString(1), hash, clientId);
            clients.forEach(id -> jdbc
                    .update("delete from connected_workflow.access_token where client_id = ? and refreshed", id));
            return clients.size();
        }));
        if (accessTokens + refreshTokens > 0) {
            grants.forgetAll();
        }
    }

    /** Deletes the tokens that have expired, and says how many. */
    public int purge() {
        return jdbc.update("""
            delete from connected_workflow.access_token where token_hash in (select token_hash
                from connected_workflow.access_token where expires_at < ? for update skip locked)""",
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private static Client client(ResultSet row, int index) throws SQLException {
        return new Client(row.getString("client_id"), actor(row), row.getBytes("secret_hash"), texts(row, "scopes"),
                row.getInt("expires_in"), instant(row, "created_at"));
    }

    private static @Nullable Actor actor(ResultSet row) throws SQLException {
        var organization = row.getString("organization_id");
        return organization == null ? null : new Actor(organization, row.getString("user_id"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
