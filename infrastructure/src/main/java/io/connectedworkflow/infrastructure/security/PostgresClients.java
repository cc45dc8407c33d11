package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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

    private static final Duration GRANT_TOKEN_LIFE = Duration.ofMinutes(10);
    private static final int MAXIMUM_REFRESH_TOKENS = 20;
    private static final int MAXIMUM_ACCESS_TOKENS = 1000;

    // The client is locked before its tokens, as by whoever deletes it, and nobody waits for a token that another one ends.
    // Few are ended at a time: there can be more only of a release that had no maximum.
    private static final String ISSUE = """
        with issued as (%s returning client_id, scopes),
            ended as (delete from connected_workflow.access_token where token_hash in (
                select l.token_hash from connected_workflow.access_token l where l.token_hash in (
                    select o.token_hash from issued i cross join lateral (
                        select t.token_hash from connected_workflow.access_token t where t.client_id = i.client_id
                        order by t.expires_at desc, t.token_hash desc offset %d limit 100) o)
                for update skip locked))
        select scopes from issued""";

    private static final String BY_SECRET = ISSUE.formatted("""
        insert into connected_workflow.access_token (token_hash, client_id, scopes, expires_at)
        select ?, client_id, ?, ? from connected_workflow.oauth_client
        where client_id = ? and secret_hash = ? for share""", MAXIMUM_ACCESS_TOKENS - 1);

    private static final String BY_REFRESH_TOKEN = ISSUE.formatted("""
        insert into connected_workflow.access_token (token_hash, client_id, scopes, expires_at, refresh_hash)
        select ?, c.client_id, r.scopes, ?, r.token_hash
        from connected_workflow.oauth_client c join connected_workflow.refresh_token r using (client_id)
        where c.client_id = ? and c.secret_hash = ? and r.token_hash = ? for share""", MAXIMUM_ACCESS_TOKENS - 1);

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
            Instant createdAt) {

        /** Whether a token of this scope may be issued to it. */
        public boolean mayHave(String scope) {
            return scopes.stream().anyMatch(granted -> Scope.includes(granted, scope));
        }
    }

    /**
     * What was issued to a client.
     *
     * @param refreshToken null where none was issued with the access token
     * @param scopes       what the tokens are good for
     */
    public record Tokens(String accessToken, @Nullable String refreshToken, List<String> scopes) {

        @Override
        public String toString() {
            return "Tokens[" + scopes + "]";
        }
    }

    /**
     * What a client exchanges, once, for tokens.
     *
     * @param expiresIn how long it can, in seconds
     */
    public record GrantToken(String token, long expiresIn) {

        @Override
        public String toString() {
            return "GrantToken[" + expiresIn + "]";
        }
    }

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
        var parameters = Stream.of(
                Stream.of(credentials.clientId(), actor.organization(), actor.user(),
                        Secrets.hash(credentials.clientSecret()), scopes.toArray(String[]::new), expiresIn),
                Stream.of(organization), Stream.of(Secrets.hash(credentials.refreshToken()))).flatMap(part -> part);
        var created = jdbc.update("""
            with client as (
                insert into connected_workflow.oauth_client (client_id, organization_id, user_id, secret_hash, scopes,
                    expires_in)
                select ?, ?, ?, ?, ?, ? %s
                returning client_id, scopes)
            insert into connected_workflow.refresh_token (token_hash, client_id, scopes)
            select ?, client_id, scopes from client""".formatted(from), parameters.toArray());
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
        forgetGrants(null);
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
        forgetGrants(actor.organization());
        return deleted > 0;
    }

    /**
     * A new access token of the client, good for these scopes; none if the client or its secret has gone by now. A client has
     * up to {@value #MAXIMUM_ACCESS_TOKENS} access tokens; those that would expire first end for more, here as on other nodes
     * when nobody remembers them any more.
     */
    public Optional<String> issue(Client client, List<String> scopes) {
        var token = Secrets.random();
        return jdbc.query(BY_SECRET, (row, i) -> token, Secrets.hash(token), scopes.toArray(String[]::new),
                inSeconds(client.expiresIn()), client.id(), client.secretHash()).stream().findFirst();
    }

    /**
     * A new access token of the client, as good as the refresh token; none if that is not a refresh token of its own. Others may
     * end for it, as for {@link #issue}.
     */
    public Optional<Tokens> refresh(Client client, String refreshToken) {
        var token = Secrets.random();
        return jdbc.query(BY_REFRESH_TOKEN, (row, i) -> new Tokens(token, null, texts(row, "scopes")),
                Secrets.hash(token), inSeconds(client.expiresIn()), client.id(), client.secretHash(),
                Secrets.hash(refreshToken)).stream().findFirst();
    }

    /** A grant token of the client, good for these scopes for 10 minutes; none if the client has gone by now. */
    public Optional<GrantToken> grant(Client client, List<String> scopes) {
        var grant = new GrantToken(Secrets.random(), GRANT_TOKEN_LIFE.toSeconds());
        var granted = jdbc.update("""
            insert into connected_workflow.grant_token (token_hash, client_id, scopes, expires_at)
            select ?, client_id, ?, ? from connected_workflow.oauth_client where client_id = ? for key share""",
                Secrets.hash(grant.token()), scopes.toArray(String[]::new), inSeconds(grant.expiresIn()), client.id());
        return granted == 0 ? Optional.empty() : Optional.of(grant);
    }

    /**
     * A new access token of the client and a refresh token, both as good as the grant token; none if that is not a grant
     * token of its own, has expired, or was exchanged before. A client has up to {@value #MAXIMUM_REFRESH_TOKENS} refresh
     * tokens; the oldest ones end for more.
     */
    public Optional<Tokens> exchange(Client client, String grantToken) {
        var refreshToken = Secrets.random();
        var exchanged = transactions.execute(status -> {
            // Before anything that goes with the client, as whoever deletes it does.
            var clients = jdbc.query("""
                select from connected_workflow.oauth_client where client_id = ? and secret_hash = ?
                for no key update""", (row, i) -> client, client.id(), client.secretHash());
            return clients.stream().flatMap(known -> jdbc.query("""
                with granted as (
                    delete from connected_workflow.grant_token where token_hash = ? and client_id = ? and expires_at > ?
                    returning client_id, scopes)
                insert into connected_workflow.refresh_token (token_hash, client_id, scopes)
                select ?, client_id, scopes from granted returning client_id""", (row, i) -> row.getString(1),
                    Secrets.hash(grantToken), known.id(), inSeconds(0), Secrets.hash(refreshToken)).stream())
                    .flatMap(id -> {
                        endOldestRefreshTokens(id);
                        return refresh(client, refreshToken).stream();
                    }).findFirst();
        });
        return exchanged.map(tokens -> new Tokens(tokens.accessToken(), refreshToken, tokens.scopes()));
    }

    private void endOldestRefreshTokens(String clientId) {
        var ended = jdbc.update("""
            delete from connected_workflow.refresh_token where token_hash in (
                select token_hash from connected_workflow.refresh_token where client_id = ?
                order by created_at desc, token_hash offset ?)""", clientId, MAXIMUM_REFRESH_TOKENS);
        if (ended > 0) {
            forgetGrantsOf(clientId);
        }
    }

    /**
     * To be called after clients have gone with their organization.
     *
     * @param organizationId null for the administrator's
     */
    public void forgetGrants(@Nullable String organizationId) {
        grants.forgetValues(grant -> Objects.equals(organizationId,
                grant.actor() == null ? null : grant.actor().organization()));
    }

    // Others' are kept, so that nobody makes all of them be read again.
    private void forgetGrantsOf(String clientId) {
        find(clientId).ifPresent(client -> forgetGrants(
                client.actor() == null ? null : client.actor().organization()));
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
        Stream.of("access_token", "refresh_token").flatMap(table -> jdbc.query("""
            delete from connected_workflow.%s t using connected_workflow.oauth_client c
            where t.client_id = c.client_id and t.token_hash = ? and t.client_id = coalesce(?, t.client_id)
            returning c.organization_id""".formatted(table),
                (row, i) -> Optional.ofNullable(row.getString(1)), Secrets.hash(token), clientId).stream())
                .forEach(organization -> forgetGrants(organization.orElse(null)));
    }

    /** Deletes the access and grant tokens that have expired by this clock and by the database's, and says how many. */
    public int purge() {
        return Stream.of("access_token", "grant_token").mapToInt(table -> jdbc.update("""
            delete from connected_workflow.%1$s where token_hash in (select token_hash
                from connected_workflow.%1$s where expires_at < least(?, now()) for update skip locked)"""
                .formatted(table), inSeconds(0))).sum();
    }

    private OffsetDateTime inSeconds(long seconds) {
        return OffsetDateTime.ofInstant(clock.instant().plusSeconds(seconds), ZoneOffset.UTC);
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
