package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.domain.refusal.Refusal.TooBusy;
import io.connectedworkflow.infrastructure.postgres.Patience;
import io.connectedworkflow.infrastructure.postgres.Turns;
import io.connectedworkflow.infrastructure.security.PostgresClients.Client;
import io.connectedworkflow.infrastructure.security.PostgresClients.Tokens;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Issues access tokens for the grants {@code client_credentials}, {@code refresh_token} and {@code authorization_code} of
 * OAuth 2 (RFC 6749). The last one takes a grant token that the administrator got for the client, so that there is nobody to
 * redirect: a {@code redirect_uri} is ignored.
 */
public final class TokenIssuer {

    /** The names of all parameters that count. */
    public static final Set<String> PARAMETERS = Set.of("grant_type", "client_id", "client_secret", "scope",
            "refresh_token", "code", "token");

    // So that nobody who asks for tokens all the time has all connections, under whatever names.
    private static final int AT_ONCE_FOR_A_CLIENT = 2;
    private static final String STRANGERS = "";
    private static final String NOBODY = " ";
    private static final int MOST_KNOWN = 10_000;
    private static final Duration KNOWN_FOR = Duration.ofDays(1);
    private static final Duration STANDSTILL = Duration.ofSeconds(2);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final PostgresClients clients;
    private final Turns turns;
    private final RecentlyUsed<String, Boolean> known = new RecentlyUsed<>(MOST_KNOWN, client -> 1, KNOWN_FOR);

    /**
     * An issuer for the given clients.
     *
     * @param atOnce how many requests may have a connection at a time, 2 or more
     */
    public TokenIssuer(PostgresClients clients, int atOnce) {
        this.clients = clients;
        turns = new Turns(AT_ONCE_FOR_A_CLIENT, Math.max(AT_ONCE_FOR_A_CLIENT, atOnce), STANDSTILL,
                new TooBusy(RETRY_AFTER_SECONDS));
    }

    /** The outcome of a request for a token. */
    public sealed interface Outcome {}

    /**
     * A token was issued.
     *
     * @param refreshToken null where none was issued with it
     * @param expiresIn    how long the access token lives, in seconds
     */
    public record Issued(String accessToken, @Nullable String refreshToken, int expiresIn, List<String> scopes)
            implements
                Outcome {

        @Override
        public String toString() {
            return "Issued[" + scopes + "]";
        }
    }

    /** None was issued, for a reason that has a name in OAuth 2. */
    public record Denied(String error) implements Outcome {}

    /**
     * Issues a token, or says why not. Refused with {@link TooBusy} where too much is done for the client already, or for all of
     * whom nothing is known together, and none of it comes to an end.
     *
     * @param parameters those of the request, among them the client's id and secret
     */
    public Outcome issue(Map<String, String> parameters) {
        return inTurn(parameters, client -> issued(parameters, client));
    }

    private <R> R inTurn(Map<String, String> parameters, Function<Optional<Client>, R> work) {
        var id = parameters.get("client_id");
        if (id == null) {
            return inTurn(NOBODY, () -> work.apply(Optional.empty()));
        }
        if (known.get(id) != null) {
            return inTurn(id, () -> work.apply(authenticated(parameters)));
        }
        // Who has not shown its secret here lately is looked for in one line with all others, and works in a line of its own.
        var client = inTurn(STRANGERS, () -> authenticated(parameters));
        return client.isPresent() ? inTurn(id, () -> work.apply(client)) : work.apply(client);
    }

    private <R> R inTurn(String line, Supplier<R> work) {
        return turns.take(line, Patience.of(Patience.LONGEST, () -> false), work);
    }

    private Outcome issued(Map<String, String> parameters, Optional<Client> authenticated) {
        var grantType = parameters.get("grant_type");
        if (grantType == null) {
            return new Denied("invalid_request");
        }
        return switch (grantType) {
            case "client_credentials" -> authenticated
                    .<Outcome>map(client -> byCredentials(client, parameters.get("scope")))
                    .orElse(new Denied("invalid_client"));
            case "refresh_token" -> authenticated
                    .map(client -> byRefreshToken(client, parameters.get("refresh_token")))
                    .orElse(new Denied("invalid_client"));
            case "authorization_code" -> authenticated
                    .map(client -> byGrantToken(client, parameters.get("code")))
                    .orElse(new Denied("invalid_client"));
            default -> new Denied("unsupported_grant_type");
        };
    }

    /**
     * Revokes a token. That it is unknown is no reason to complain (RFC 7009, 2.2). Refused with {@link TooBusy} as {@link #issue}
     * is.
     *
     * @return why not, or nothing
     */
    public Optional<Denied> revoke(Map<String, String> parameters) {
        return inTurn(parameters, client -> revoked(parameters, client));
    }

    private Optional<Denied> revoked(Map<String, String> parameters, Optional<Client> client) {
        var token = parameters.get("token");
        if (token == null) {
            return Optional.of(new Denied("invalid_request"));
        }
        if (!parameters.containsKey("client_id") && !parameters.containsKey("client_secret")) {
            clients.revoke(token, null);
            return Optional.empty();
        }
        client.ifPresent(known -> clients.revoke(token, known.id()));
        return client.isPresent() ? Optional.empty() : Optional.of(new Denied("invalid_client"));
    }

    private Optional<Client> authenticated(Map<String, String> parameters) {
        var id = parameters.get("client_id");
        var secret = parameters.get("client_secret");
        if (id == null || secret == null) {
            return Optional.empty();
        }
        var client = clients.find(id).filter(found -> MessageDigest.isEqual(found.secretHash(), Secrets.hash(secret)));
        client.ifPresent(found -> known.put(found.id(), true));
        return client;
    }

    private Outcome byCredentials(Client client, @Nullable String wanted) {
        var scopes = wanted == null ? client.scopes() : List.copyOf(Scope.split(wanted));
        if (scopes.isEmpty() || !scopes.stream().allMatch(client::mayHave)) {
            return new Denied("invalid_scope");
        }
        return clients.issue(client, scopes).map(token -> issued(client, new Tokens(token, null, scopes)))
                .orElse(new Denied("invalid_client"));
    }

    private Outcome byRefreshToken(Client client, @Nullable String refreshToken) {
        if (refreshToken == null) {
            return new Denied("invalid_request");
        }
        return clients.refresh(client, refreshToken).map(tokens -> issued(client, tokens))
                .orElse(new Denied("invalid_code"));
    }

    private Outcome byGrantToken(Client client, @Nullable String grantToken) {
        if (grantToken == null) {
            return new Denied("invalid_request");
        }
        return clients.exchange(client, grantToken).map(tokens -> issued(client, tokens))
                .orElse(new Denied("invalid_code"));
    }

    private static Outcome issued(Client client, Tokens tokens) {
        return new Issued(tokens.accessToken(), tokens.refreshToken(), client.expiresIn(), tokens.scopes());
    }
}
