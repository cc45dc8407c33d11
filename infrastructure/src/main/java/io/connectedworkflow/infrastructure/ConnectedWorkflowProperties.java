package io.connectedworkflow.infrastructure;

import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * All properties, under the prefix {@code connected-workflow}. An editor shows for each what is said of it here.
 *
 * @param enabled            Whether there is anything of ours at all.
 * @param dataSource         The name of the bean that is the PostgreSQL data source. By default, the only, or the
 *                           primary, one.
 * @param transactionManager The name of the bean that manages transactions on the data source. By default, the only one
 *                           that does.
 * @param dataDir            Where the embedded PostgreSQL keeps its data.
 * @param embeddedPostgres   About a PostgreSQL of our own.
 * @param migration          About migrating our schema.
 * @param rebuildViews       Whether views and register are rebuilt from the events at this start, needed or not.
 * @param rest               About the REST endpoints.
 * @param cors               About pages of other origins in browsers.
 * @param issuer             About our own issuer of access tokens.
 * @param tokens             Whose access tokens count.
 * @param apiDomain          What the token endpoint answers as api_domain. By default, the address that was asked.
 * @param admin              About the administration endpoints.
 * @param adminClientId      The id of the administrator's OAuth client. By default, none in an application that embeds
 *                           us, and a generated one in the server on its embedded database.
 * @param adminClientSecret  The secret of the administrator's OAuth client, at least 16 characters. Set with its id, or
 *                           neither.
 * @param commands           About commands that are in progress at once.
 * @param async              About calls that are not waited for.
 * @param audit              About what auditors can ask for.
 * @param subscriptions      About a host's subscriptions to events.
 * @param editions           What overrides the limits of an edition, by its name in lower case.
 */
@ConfigurationProperties("connected-workflow")
public record ConnectedWorkflowProperties(@DefaultValue("true") boolean enabled, @Nullable String dataSource,
        @Nullable String transactionManager, @DefaultValue("./.data") Path dataDir,
        @DefaultValue EmbeddedPostgres embeddedPostgres, @DefaultValue Migration migration,
        @DefaultValue("false") boolean rebuildViews, @DefaultValue Rest rest, @DefaultValue Cors cors,
        @DefaultValue Issuer issuer,
        @DefaultValue Tokens tokens, @Nullable String apiDomain, @DefaultValue Admin admin,
        @Nullable String adminClientId, @Nullable String adminClientSecret, @DefaultValue Commands commands,
        @DefaultValue Async async,
        @DefaultValue Audit audit, @DefaultValue Subscriptions subscriptions,
        @DefaultValue Map<Edition, Limits> editions) {

    /**
     * About a PostgreSQL of our own.
     *
     * @param enabled Whether an embedded PostgreSQL is started where no data source is configured.
     * @param shared  Whether the application may have tables of its own in it.
     */
    public record EmbeddedPostgres(@DefaultValue("false") boolean enabled, @DefaultValue("true") boolean shared) {}

    /**
     * About migrating our schema.
     *
     * @param enabled  Whether our schema is brought to its latest version at the start; else it must have that version
     *                 already.
     * @param username The role that owns our schema and migrates it. By default, the data source's own.
     * @param password The password of the role that owns our schema.
     */
    public record Migration(@DefaultValue("true") boolean enabled, @Nullable String username,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Migration[" + enabled + ", " + username + "]";
        }
    }

    /**
     * About pages of other origins in browsers.
     *
     * @param allowedOrigins The origins whose pages may call the CRM's API and the token endpoint from a browser, such as
     *                       https://app.example.com, or * for all. By default, none.
     */
    public record Cors(@DefaultValue List<String> allowedOrigins) {

        private static final Pattern ORIGIN = Pattern.compile("\\*|[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#@*,]+");

        public Cors {
            allowedOrigins.stream().filter(origin -> !ORIGIN.matcher(origin).matches()).findFirst()
                    .ifPresent(origin -> {
                        throw new CannotStartException(
                                ("connected-workflow.cors.allowed-origins has '%s', which is no origin: "
                                        + "a scheme, a host and perhaps a port, such as https://app.example.com, or * for all")
                                        .formatted(origin));
                    });
        }
    }

    /**
     * About our own issuer of access tokens.
     *
     * @param enabled Whether our own issuer is there. By default, just where no other issuer's tokens count, and the
     *                application has no RequestCallers of its own.
     */
    public record Issuer(@Nullable Boolean enabled) {}

    /**
     * About the administration endpoints.
     *
     * @param enabled Whether the administration endpoints are there; they never are where the organizations are not
     *                ours.
     */
    public record Admin(@DefaultValue("true") boolean enabled) {}

    /**
     * About commands that are in progress at once on this node. Each holds one of the data source's connections; the
     * others wait for their turn without one.
     *
     * @param atOnce          How many commands may hold a connection at once, 1 or more. By default, three quarters of the
     *                        pool.
     * @param perOrganization How many of one organization may, 1 or more. By default, a quarter of the pool.
     */
    public record Commands(@Nullable Integer atOnce, @Nullable Integer perOrganization) {

        public Commands {
            requireOne(atOnce, "commands.at-once");
            requireOne(perOrganization, "commands.per-organization");
        }

        /** How many may, where the pool has so many connections. */
        public int atOnce(int connections) {
            return atOnce == null ? Math.max(1, connections * 3 / 4) : atOnce;
        }

        /** How many of one organization may, where the pool has so many connections. */
        public int perOrganization(int connections) {
            return perOrganization == null ? Math.max(1, connections / 4) : perOrganization;
        }
    }

    /**
     * About calls that are not waited for.
     *
     * @param threads How many calls that are not waited for are made at once, 1 or more; each holds one of the data
     *                source's connections meanwhile.
     */
    public record Async(@DefaultValue("8") int threads) {

        public Async {
            requireOne(threads, "async.threads");
        }
    }

    /**
     * Whose access tokens count: those of our own issuer, unless another one is named.
     *
     * @param purgeInterval How often expired tokens are deleted.
     * @param jwkSetUri     Where the keys are by which another issuer's JWTs are verified. By default, no JWT counts.
     * @param introspection Where to ask another issuer about tokens (RFC 7662).
     */
    public record Tokens(@DefaultValue("5m") Duration purgeInterval, @Nullable String jwkSetUri,
            @Nullable Introspection introspection) {

        public Tokens {
            requirePositive(purgeInterval, "tokens.purge-interval");
        }
    }

    /**
     * An introspection endpoint, and who we are there: all of it, or nothing.
     *
     * @param uri          The introspection endpoint (RFC 7662) of another issuer. By default, none is asked.
     * @param clientId     The id by which we authenticate to the introspection endpoint.
     * @param clientSecret The secret by which we authenticate to the introspection endpoint.
     */
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
     * @param enabled     Whether the REST endpoints are there.
     * @param wholeServer Whether unknown paths are ours to refuse, whatever they begin with.
     * @param directory   About the endpoints that show the organizations' directory.
     * @param memory      How much memory requests with a token may hold at a time; where that is not set, a quarter of the
     *                    largest heap. Requests without one may hold a quarter of that.
     */
    public record Rest(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean wholeServer,
            @DefaultValue RestDirectory directory, @Nullable DataSize memory) {

        /** How many bytes requests with a token may hold. */
        public long memory(long heap) {
            return memory == null ? heap / 4 : memory.toBytes();
        }
    }

    /**
     * About the endpoints that show the organizations' directory as the CRM does: user, organization, modules, fields.
     *
     * @param enabled Whether they are there, where the REST endpoints are. They are in the server; in an application that
     *                embeds us, the CRM around us may have such endpoints of its own.
     */
    public record RestDirectory(@DefaultValue("false") boolean enabled) {}

    /**
     * About what auditors can ask for.
     *
     * @param endpoints   About the endpoints for auditors.
     * @param refusals    About refused requests.
     * @param replays     About replays.
     * @param chain       About the chain of hashes over the events.
     * @param checkpoints About what is signed of the chain.
     */
    public record Audit(@DefaultValue Endpoints endpoints, @DefaultValue Refusals refusals,
            @DefaultValue Replays replays, @DefaultValue Chain chain, @DefaultValue Checkpoints checkpoints) {}

    /**
     * About the endpoints for auditors.
     *
     * @param enabled Whether they are there, where the REST endpoints are.
     */
    public record Endpoints(@DefaultValue("true") boolean enabled) {}

    /**
     * About the chain of hashes over the events.
     *
     * @param enabled  Whether this node extends the chain of hashes over the events.
     * @param interval How often the chain looks for new events.
     */
    public record Chain(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration interval) {

        public Chain {
            requirePositive(interval, "audit.chain.interval");
        }
    }

    /**
     * About the checkpoints of the chain.
     *
     * @param interval   How often checkpoints are signed, where there is something new.
     * @param privateKey The Ed25519 key to sign checkpoints with, PKCS#8 in PEM or base64. By default, a generated one
     *                   on the embedded database, and none otherwise.
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
     * @param retention How long refused requests are remembered.
     */
    public record Refusals(@DefaultValue("90d") Duration retention) {

        public Refusals {
            requirePositive(retention, "audit.refusals.retention");
        }
    }

    /**
     * About replays.
     *
     * @param retention How long replays are remembered once they have ended.
     */
    public record Replays(@DefaultValue("30d") Duration retention) {

        public Replays {
            requirePositive(retention, "audit.replays.retention");
        }
    }

    /**
     * About a host's subscriptions to events.
     *
     * @param enabled      Whether this node runs the subscriptions that are declared as beans.
     * @param pollInterval How often this node looks for new events, while it runs any subscription.
     */
    public record Subscriptions(@DefaultValue("true") boolean enabled, @DefaultValue("100ms") Duration pollInterval) {

        public Subscriptions {
            requirePositive(pollInterval, "subscriptions.poll-interval");
        }
    }

    /**
     * Each is null where the edition's own limit counts.
     *
     * @param connectedWorkflowsLimit Workflows of an organization that are not deleted, and active ones; 0 or more.
     * @param modulesLimitPerProcess  Nodes of one workflow, its root included; 0 or more.
     * @param rules                   About the rules of a workflow.
     */
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
     * @param limitPerModule Rules of one module in one workflow, 0 or more; null where the edition's own limit counts.
     */
    public record Rules(@Nullable Integer limitPerModule) {

        public Rules {
            requireCount(limitPerModule, "rules.limit-per-module");
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.toMillis() < 1) {
            throw new CannotStartException(
                    "connected-workflow.%s is %s, and must be 1 millisecond at least".formatted(name, duration));
        }
    }

    private static void requireOne(@Nullable Integer count, String name) {
        if (count != null && count < 1) {
            throw new CannotStartException(
                    "connected-workflow.%s is %d, and must be 1 at least".formatted(name, count));
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
