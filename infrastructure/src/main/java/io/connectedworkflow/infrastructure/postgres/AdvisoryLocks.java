package io.connectedworkflow.infrastructure.postgres;

/**
 * The numbers of our advisory locks. A database has one set of them, which a host's locks share, so that ours are large and at
 * random. Those that stand in SQL files are named here too, and a test compares.
 */
public final class AdvisoryLocks {

    /** Shared by each command, and of a rebuild alone; with the hash of a workflow's id, of a command that changes it. */
    public static final long READ_MODELS = 7165064744911531639L;
    /** Of whoever grants the server's role what it needs, at the end of a migration. */
    public static final long GRANTS = 7165064744911531640L;
    /** Of the node that chains the log; with the hash of a replay's id, of whoever changes it. */
    public static final long CHAIN = 7165064744911531641L;
    /** With the hash of a subscription's name, of whoever places its segments. */
    public static final long SEGMENTS = 7165064744911531642L;
    /** With the hash of an organization's id, of a command that asks its register. */
    public static final long REGISTER = 7165064744911531643L;
    /** With the hash of an organization's id, of whoever adds a replay of it. */
    public static final long NEW_REPLAYS = 7165064744911531644L;

    /** As seed of the hash of an actor and an idempotency key, of a request that takes effect once. */
    public static final long IDEMPOTENCY_KEYS = 1;

    private AdvisoryLocks() {}
}
