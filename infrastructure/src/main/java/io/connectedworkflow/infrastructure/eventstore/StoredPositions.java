package io.connectedworkflow.infrastructure.eventstore;

import io.connectedworkflow.infrastructure.postgres.AdvisoryLocks;
import io.connectedworkflow.infrastructure.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/** Where streaming processors stand in the log, whichever node they run on. */
public final class StoredPositions {

    private static final String SELECT = """
        select processor_name, segment, token, token_type, owner from connected_workflow.token_entry\s""";

    private static final String INSERT = """
        insert into connected_workflow.token_entry (processor_name, segment, token, token_type, time_stamp)
        values (?, ?, ?, ?, ?)""";

    // Whoever has the claim loses it, and with it the transaction that it is in.
    private static final String MOVE = """
        update connected_workflow.token_entry set token = ?, token_type = ?, time_stamp = ?, owner = null
        where processor_name = ? and segment = ?""";

    private final Database database;
    private final Serializer serializer;

    StoredPositions(Database database, Serializer serializer) {
        this.database = database;
        this.serializer = serializer;
    }

    /**
     * Where a segment of a processor stands.
     *
     * @param owner the node that has the claim on it, or had it last; null for none
     */
    public record Stored(String processor, int segment, TrackingToken token, @Nullable String owner) {

        /** The position up to which everything is handled. */
        public long position() {
            return token.position().orElse(0);
        }
    }

    /** Those of all processors that are called so, by name and segment. */
    public List<Stored> where(String pattern) {
        return database.jdbc().query(SELECT + "where processor_name like ? order by processor_name, segment", this::row,
                pattern);
    }

    /** Those of a processor, by segment; none, if it was never started. */
    public List<Stored> of(String processor) {
        return database.jdbc().query(SELECT + "where processor_name = ? order by segment", this::row, processor);
    }

    private Stored row(ResultSet row, int index) throws SQLException {
        return new Stored(row.getString(1), row.getInt(2),
                serializer.deserialize(new SimpleSerializedObject<>(row.getBytes(3), byte[].class,
                        new SimpleSerializedType(row.getString(4), null))),
                row.getString(5));
    }

    /** Places the segments of a processor behind a position, unless another node has done so with any of them. */
    public void place(String processor, int segments, long position) {
        var data = serializer.serialize(new GlobalSequenceTrackingToken(position), byte[].class);
        database.transactions().executeWithoutResult(status -> {
            database.jdbc().query("select pg_advisory_xact_lock(hashtextextended(?, " + AdvisoryLocks.SEGMENTS + "))",
                    row -> {},
                    processor);
            if (of(processor).isEmpty()) {
                for (var segment = 0; segment < segments; segment++) {
                    database.jdbc().update(INSERT, processor, segment, data.getData(), data.getType().getName(), now());
                }
            }
        });
    }

    /**
     * Moves those segments of a processor back that stand behind a position, so that what follows it is a replay up to
     * where they stand now. Who handles one of them loses the claim on it.
     *
     * @return whether there is such a processor
     */
    public boolean moveBack(String processor, long position) {
        return Boolean.TRUE.equals(database.transactions().execute(status -> {
            var segments = database.jdbc().query(SELECT + "where processor_name = ? order by segment for update",
                    this::row, processor);
            segments.stream().filter(segment -> segment.position() > position)
                    .forEach(segment -> move(segment, ReplayToken.createReplayToken(segment.token(),
                            new GlobalSequenceTrackingToken(position))));
            return !segments.isEmpty();
        }));
    }

    private void move(Stored segment, TrackingToken token) {
        var data = serializer.serialize(token, byte[].class);
        database.jdbc().update(MOVE, data.getData(), data.getType().getName(), now(), segment.processor(),
                segment.segment());
    }

    private static String now() {
        return DateTimeUtils.formatInstant(Instant.now());
    }
}
