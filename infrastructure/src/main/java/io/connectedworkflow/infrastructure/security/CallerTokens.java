package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.CredentialsMissing;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an Authorization header into what its token stands for, whoever issued the token. */
public final class CallerTokens implements RequestCallers {

    // A token's characters are those of RFC 6750, 2.1.
    private static final Pattern HEADER = Pattern.compile("(?:Zoho-oauthtoken|Bearer) +([A-Za-z0-9\\-._~+/]+=*)",
            Pattern.CASE_INSENSITIVE);

    private final Function<String, @Nullable Grant> issuer;
    private final RecentlyRead<String, Grant> grants;
    private final InstantSource clock;

    /**
     * Asks the issuer, and remembers what it said as long as {@code grants} does.
     *
     * @param issuer what a token stands for; null for a token that does not count
     */
    public CallerTokens(Function<String, @Nullable Grant> issuer, RecentlyRead<String, Grant> grants,
            InstantSource clock) {
        this.issuer = issuer;
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * What the token in the request's only Authorization header stands for. Refused with {@link CredentialsMissing} if
     * there is none, or it is not a scheme of ours and a token, and with {@link CallerUnknown} if the token is unknown, expired or
     * revoked.
     */
    @Override
    public Grant grant(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() != 1) {
            throw new CredentialsMissing().asException();
        }
        return grant(headers.getFirst());
    }

    private Grant grant(String header) {
        var matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new CredentialsMissing().asException();
        }
        var grant = grants.get(Objects.requireNonNull(matcher.group(1)), issuer);
        if (grant == null || !clock.instant().isBefore(grant.expiresAt())) {
            throw new CallerUnknown().asException();
        }
        return grant;
    }
}
