package io.connectedworkflow.infrastructure;

import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set, under the prefix {@code connected-workflow}.
 *
 * @param dataDir           where the embedded PostgreSQL keeps its data
 * @param adminClientId     the id of the administrator's OAuth client
 * @param adminClientSecret its secret, at least 16 characters
 * @param apiDomain         what the token endpoint answers as {@code api_domain}; null for the address that was asked
 * @param rebuildViews      whether views and register are rebuilt from the events at this start, needed or not
 * @param migration         how to connect for migrations; null for as the server itself
 * @param tokens            whose access tokens count
 * @param rest              about our part of the address space
 * @param audit             about what auditors can ask for
 * @param editions          what overrides the limits of an edition
 */
@ConfigurationProperties("connected-workflow")
public record ConnectedWorkflowProperties(@DefaultValue("./.data") Path dataDir, @Nullable String adminClientId,
        @Nullable String adminClientSecret, @Nullable String apiDomain, @DefaultValue("false") boolean rebuildViews,
        @Nullable Migration migration, @DefaultValue Tokens tokens, @DefaultValue Rest rest,
        @DefaultValue Audit audit, @DefaultValue Map<Edition, Limits> editions) {

    /** The role that owns the schema. */
    public record Migration(String username, String password) {

        @Override
        public String toString() {
            return "Migration[" + username + "]";
        }
    }

    /**
     * Whose access tokens count: those of our own issuer, unless another one is named.
     *
     * @param purgeInterval how often expired tokens are deleted
     * @param jwkSetUri     where the keys are by which JWTs are verified
     * @param introspection where to ask about tokens (RFC 7662)
     */
    public record Tokens(@DefaultValue("5m") Duration purgeInterval, @Nullable String jwkSetUri,
            @Nullable Introspection introspection) {}

    /** An introspection endpoint, and who we are there. */
    public record Introspection(String uri, String clientId, String clientSecret) {

        @Override
        public String toString() {
            return "Introspection[" + uri + "]";
        }
    }

    /**
     * About our part of the address space.
     *
     * @param wholeServer whether unknown paths are ours to refuse, whatever they begin with
     */
    public record Rest(@DefaultValue("false") boolean wholeServer) {}

    /**
     * About what auditors can ask for.
     *
     * @param refusals    about refused requests
     * @param replays     about replays
     * @param chain       about the chain of hashes over the events
     * @param checkpoints about what is signed of it
     */
    public record Audit(@DefaultValue Refusals refusals, @DefaultValue Replays replays, @DefaultValue Chain chain,
            @DefaultValue Checkpoints checkpoints) {}

    /**
     * About the chain of hashes over the events.
     *
     * @param enabled  whether this node extends it
     * @param interval how often it looks for new events
     */
    public record Chain(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration interval) {}

    /**
     * About the checkpoints of the chain.
     *
     * @param interval   how often they are signed, where there is something new
     * @param privateKey the Ed25519 key to sign them with, PKCS#8 in PEM or base64; null for a generated one on the
     *                   embedded database, and for none otherwise
     */
    public record Checkpoints(@DefaultValue("1m") Duration interval, @Nullable String privateKey) {

        @Override
        public String toString() {
            return "Checkpoints[" + interval + "]";
        }
    }

    /**
     * About refused requests.
     *
     * @param retention how long they are remembered
     */
    public record Refusals(@DefaultValue("90d") Duration retention) {}

    /**
     * About replays.
     *
     * @param retention how long they are remembered once they have ended
     */
    public record Replays(@DefaultValue("30d") Duration retention) {}

    /** Each is null where the edition's own limit counts. */
    public record Limits(@Nullable Integer connectedWorkflowsLimit, @Nullable Integer modulesLimitPerProcess,
            @Nullable Rules rules) {}

    /**
     * About the rules of a workflow.
     *
     * @param limitPerModule null where the edition's own limit counts
     */
    public record Rules(@Nullable Integer limitPerModule) {}

    @Override
    public String toString() {
        return "ConnectedWorkflowProperties[" + dataDir + "]";
    }

    /** The limits of an edition. */
    public EditionLimits limits(Edition edition) {
        return EditionLimits.of(edition).overriddenBy(own(edition, Limits::connectedWorkflowsLimit),
                own(edition, Limits::modulesLimitPerProcess),
                own(edition, limits -> limits.rules() == null ? null : limits.rules().limitPerModule()));
    }

    private @Nullable Integer own(Edition edition, Function<Limits, @Nullable Integer> limit) {
        var own = editions.get(edition);
        return own == null ? null : limit.apply(own);
    }
}
