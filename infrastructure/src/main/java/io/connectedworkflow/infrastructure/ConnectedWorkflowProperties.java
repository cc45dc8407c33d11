package io.connectedworkflow.infrastructure;

import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.infrastructure.postgres.CannotStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set, under the prefix {@code connected-workflow}.
 *
 * @param enabled           whether there is anything of ours at all
 * @param dataSource        the name of the bean that is the PostgreSQL data source; null for the only, or the primary, one
 * @param transactionManager the name of the bean that manages transactions on it; null for the only one that does
 * @param dataDir           where the embedded PostgreSQL keeps its data
 * @param embeddedPostgres  about a PostgreSQL of our own
 * @param migration         about migrating our schema
 * @param rebuildViews      whether views and register are rebuilt from the events at this start, needed or not
 * @param rest              about the REST endpoints
 * @param issuer            about our own issuer of access tokens
 * @param tokens            whose access tokens count
 * @param apiDomain         what the token endpoint answers as {@code api_domain}; null for the address that was asked
 * @param admin             about the administration endpoints
 * @param adminClientId     the id of the administrator's OAuth client; null for none in an application that embeds us
 * @param adminClientSecret its secret, at least 16 characters
 * @param async             about calls that are not waited for
 * @param audit             about what auditors can ask for
 * @param subscriptions     about a host's subscriptions to events
 * @param editions          what overrides the limits of an edition
 */
@ConfigurationProperties("connected-workflow")
public record ConnectedWorkflowProperties(@DefaultValue("true") boolean enabled, @Nullable String dataSource,
        @Nullable String transactionManager, @DefaultValue("./.data") Path dataDir,
        @DefaultValue EmbeddedPostgres embeddedPostgres, @DefaultValue Migration migration,
        @DefaultValue("false") boolean rebuildViews, @DefaultValue Rest rest, @DefaultValue Issuer issuer,
        @DefaultValue Tokens tokens, @Nullable String apiDomain, @DefaultValue Admin admin,
        @Nullable String adminClientId, @Nullable String adminClientSecret, @DefaultValue Async async,
        @DefaultValue Audit audit, @DefaultValue Subscriptions subscriptions,
        @DefaultValue Map<Edition, Limits> editions) {

    /**
     * About a PostgreSQL of our own.
     *
     * @param enabled whether one is started where no data source is configured
     */
    public record EmbeddedPostgres(@DefaultValue("false") boolean enabled) {}

    /**
     * About migrating our schema.
     *
     * @param enabled  whether it is brought to its latest version at the start; else it must have that version already
     * @param username the role that owns the schema; null for the data source's own
     * @param password that role's password
     */
    public record Migration(@DefaultValue("true") boolean enabled, @Nullable String username,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Migration[" + enabled + ", " + username + "]";
        }
    }

    /**
     * About our own issuer of access tokens.
     *
     * @param enabled whether it is there; null for just where no other issuer's tokens count
     */
    public record Issuer(@Nullable Boolean enabled) {}

    /**
     * About the administration endpoints.
     *
     * @param enabled whether they are there; they never are where the organizations are not ours
     */
    public record Admin(@DefaultValue("true") boolean enabled) {}

    /**
     * About calls that are not waited for.
     *
     * @param threads how many are made at once; each holds one of the data source's connections meanwhile
     */
    public record Async(@DefaultValue("8") int threads) {

        public Async {
            if (threads < 1) {
                throw new CannotStartException(
                        "connected-workflow.async.threads is %d, and must be 1 at least".formatted(threads));
            }
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
            @Nullable Introspection introspection) {

        public Tokens {
            requirePositive(purgeInterval, "tokens.purge-interval");
        }
    }

    /** An introspection endpoint, and who we are there. */
    public record Introspection(String uri, String clientId, String clientSecret) {

        @SuppressWarnings("ConstantValue") // null is what the binder passes where something is not set
        public Introspection {
            if (Stream.of(uri, clientId, clientSecret).anyMatch(Objects::isNull)) {
                throw new CannotStartException(
                        "connected-workflow.tokens.introspection needs all of uri, client-id and client-secret");
            }
        }

        @Override
        public String toString() {
            return "Introspection[" + uri + "]";
        }
    }

    /**
     * About the REST endpoints, which need a servlet web application.
     *
     * @param enabled     whether they are there
     * @param wholeServer whether unknown paths are ours to refuse, whatever they begin with
     */
    public record Rest(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean wholeServer) {}

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
    public record Chain(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration interval) {

        public Chain {
            requirePositive(interval, "audit.chain.interval");
        }
    }

    /**
     * About the checkpoints of the chain.
     *
     * @param interval   how often they are signed, where there is something new
     * @param privateKey the Ed25519 key to sign them with, PKCS#8 in PEM or base64; null for a generated one on the
     *                   embedded database, and for none otherwise
     */
    public record Checkpoints(@DefaultValue("1m") Duration interval, @Nullable String privateKey) {

        public Checkpoints {
            requirePositive(interval, "audit.checkpoints.interval");
        }

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
    public record Refusals(@DefaultValue("90d") Duration retention) {

        public Refusals {
            requirePositive(retention, "audit.refusals.retention");
        }
    }

    /**
     * About replays.
     *
     * @param retention how long they are remembered once they have ended
     */
    public record Replays(@DefaultValue("30d") Duration retention) {

        public Replays {
            requirePositive(retention, "audit.replays.retention");
        }
    }

    /**
     * About a host's subscriptions to events.
     *
     * @param enabled      whether this node runs those that are declared as beans
     * @param pollInterval how often it looks for new events, while any of them runs
     */
    public record Subscriptions(@DefaultValue("true") boolean enabled, @DefaultValue("100ms") Duration pollInterval) {

        public Subscriptions {
            requirePositive(pollInterval, "subscriptions.poll-interval");
        }
    }

    /** Each is null where the edition's own limit counts. */
    public record Limits(@Nullable Integer connectedWorkflowsLimit, @Nullable Integer modulesLimitPerProcess,
            @Nullable Rules rules) {

        public Limits {
            requireCount(connectedWorkflowsLimit, "connected-workflows-limit");
            requireCount(modulesLimitPerProcess, "modules-limit-per-process");
        }
    }

    /**
     * About the rules of a workflow.
     *
     * @param limitPerModule null where the edition's own limit counts
     */
    public record Rules(@Nullable Integer limitPerModule) {

        public Rules {
            requireCount(limitPerModule, "rules.limit-per-module");
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (!duration.isPositive()) {
            throw new CannotStartException(
                    "connected-workflow.%s is %s, and must be longer than 0".formatted(name, duration));
        }
    }

    private static void requireCount(@Nullable Integer count, String name) {
        if (count != null && count < 0) {
            throw new CannotStartException(
                    "connected-workflow.editions.*.%s is %d, and must be 0 or more".formatted(name, count));
        }
    }

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
