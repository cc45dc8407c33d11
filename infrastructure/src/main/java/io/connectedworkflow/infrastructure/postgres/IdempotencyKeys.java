package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.application.workflow.IdempotencyKey;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.refusal.Refusal.IdempotencyKeyReused;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Remembers the results of requests that take effect once, for {@value #HOURS} hours. */
public final class IdempotencyKeys {

    private static final int HOURS = 24;

    private static final String KEY = "organization_id = ? and user_id = ? and method = ? and path = ? and key = ?";
    private static final String FIND = "select subject_id, body_hash from connected_workflow.idempotency_key where "
            + KEY
            + " and created_at > now() - interval '" + HOURS + " hours'";
    private static final String REMEMBER = """
        insert into connected_workflow.idempotency_key as k
            (organization_id, user_id, method, path, key, body_hash, subject_id) values (?, ?, ?, ?, ?, ?, ?)
        on conflict (organization_id, user_id, method, path, key) do update
        set body_hash = excluded.body_hash, subject_id = excluded.subject_id, created_at = excluded.created_at""";

    private final JdbcTemplate jdbc;

    /** Keys in the given database. */
    public IdempotencyKeys(Database database) {
        jdbc = database.jdbc();
    }

    /**
     * The id of what the request was about when it took effect, if it did. Refused with {@link IdempotencyKeyReused} if
     * the key was used with another body.
     */
    public Optional<String> find(Actor actor, IdempotencyKey once) {
        return jdbc.query(FIND, (row, i) -> {
            if (!row.getString(2).equals(once.bodyHash())) {
                throw new IdempotencyKeyReused().asException();
            }
            return row.getString(1);
        }, actor.organization(), actor.user(), once.method(), once.path(), once.key()).stream().findFirst();
    }

    /**
     * As {@link #find}, after waiting, as long as the current command has patience, for the same request where it is being
     * handled, here or on another node.
     */
    public Optional<String> lock(Actor actor, IdempotencyKey once) {
        var patience = Patience.current();
        var key = String.join("\n", actor.organization(), actor.user(), once.method(), once.path(), once.key());
        jdbc.query("select connected_workflow.lock_key(?, ?, ?)", row -> {}, key, patience.forLock(), patience.idle());
        return find(actor, once);
    }

    /** Remembers, in the current unit of work's transaction, what the request is about. */
    public void remember(Actor actor, IdempotencyKey once, String subjectId) {
        TransactionBatch.add(jdbc, REMEMBER, actor.organization(), actor.user(), once.method(), once.path(), once.key(),
                once.bodyHash(), subjectId);
    }

    /** Forgets what need not be remembered any longer. */
    public int purge() {
        return jdbc
                .update("delete from connected_workflow.idempotency_key where created_at <= now() - interval '" + HOURS
                        + " hours'");
    }
}
