package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.application.evidence.Checkpoints;
import io.connectedworkflow.infrastructure.audit.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The signed checkpoints in PostgreSQL. */
final class PostgresCheckpoints implements Checkpoints {

    /** How they are selected. */
    static final String COLUMNS = """
        organization_id, ordinal, position, encode(hash, 'hex'), at, key_id,
        translate(encode(public_key, 'base64'), E'\\n', ''), translate(encode(signature, 'base64'), E'\\n', '')""";

    private static final int LINKS_AT_ONCE = 10_000;

    private static final String UNSIGNED = """
        with links as materialized (select * from connected_workflow.event_chain where position >
            (select signed_position from connected_workflow.chain_progress) order by position limit ?)
        select distinct on (organization_id) organization_id, ordinal, position, encode(hash, 'hex'),
            (select max(position) from links), (select count(*) from links)
        from links order by organization_id, ordinal desc""";

    private static final String ADD = """
        insert into connected_workflow.audit_checkpoint (at, organization_id, ordinal, position, hash, key_id,
            public_key, signature)
        values (?::timestamptz, ?, ?, ?, decode(?, 'hex'), ?, ?, ?)""";

    private final JdbcTemplate jdbc;

    PostgresCheckpoints(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Signs what the next links of the chains have come to. To be called in a transaction.
     *
     * @return whether there may be more to sign at once
     */
    boolean sign(CheckpointKey key, Instant now) {
        var at = now.truncatedTo(ChronoUnit.MILLIS);
        var rows = new ArrayList<Object[]>();
        var signed = new long[2];
        jdbc.query(UNSIGNED, row -> {
            signed[0] = row.getLong(5);
            signed[1] = row.getLong(6);
            var text = CheckpointText.of(row.getString(1), row.getLong(2), row.getLong(3), row.getString(4), at,
                    key.id());
            rows.add(new Object[]{at.toString(), row.getString(1), row.getLong(2), row.getLong(3), row.getString(4),
                key.id(), key.publicKey(), key.sign(text)});
        }, LINKS_AT_ONCE);
        if (rows.isEmpty()) {
            return false;
        }
        jdbc.batchUpdate(ADD, rows);
        jdbc.update("update connected_workflow.chain_progress set signed_position = ?", signed[0]);
        return signed[1] == LINKS_AT_ONCE;
    }

    @Override
    public Slice<Numbered> read(@Nullable String organization, @Nullable Long before, int most) {
        var where = new Where().and("organization_id = ?", organization).and("id < ?", before);
        List<Numbered> found = jdbc.query("select " + COLUMNS
                + ", id from connected_workflow.audit_checkpoint %s order by id desc limit ?"
                        .formatted(where.conditions()),
                (row, i) -> new Numbered(row.getLong(9), checkpoint(row)), where.valuesAnd(most + 1));
        return found.size() > most ? new Slice<>(found.subList(0, most), true) : new Slice<>(found, false);
    }

    static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(row.getString(1), row.getLong(2), row.getLong(3), row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(), row.getString(6), row.getString(7),
                row.getString(8));
    }
}
