package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.ChainEvidence;
import io.connectedworkflow.infrastructure.security.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as its row says it, and the hash of that. The format is documented in docs/tamper-evidence.md and never
 * changes: chains that are there go on.
 */
record StoredRow(List<@Nullable String> columns) implements ChainEvidence.Event {

    /** How it is selected: every column of e as text. To order by a bare name would be to order by the text. */
    static final String COLUMNS = """
        e.global_index::text, e.aggregate_identifier, e.sequence_number::text, e.type, e.event_identifier,
        e.payload_type, e.payload_revision, e.payload::text, e.meta_data::text,
        trim_scale(extract(epoch from e.time_stamp) * 1000)::text, e.organization_id, e.user_id""";

    private static final String BEGINNING = "connected-workflow event chain 1\n";
    private static final int COUNT = 12;
    private static final int POSITION = 0;
    private static final int WORKFLOW = 1;
    private static final int SEQUENCE_NUMBER = 2;
    private static final int EVENT = 4;
    private static final int ORGANIZATION = 10;
    private static final int NULL = -1;

    static StoredRow of(ResultSet row) throws SQLException {
        var columns = new ArrayList<@Nullable String>(COUNT);
        for (var i = 1; i <= COUNT; i++) {
            columns.add(row.getString(i));
        }
        return new StoredRow(columns);
    }

    /** The hash that an organization's chain begins with. */
    static byte[] beginning(String organization) {
        return Digests.sha256().digest((BEGINNING + organization).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long position() {
        return Long.parseLong(text(POSITION));
    }

    String organization() {
        return text(ORGANIZATION);
    }

    @Override
    public ChainEvidence.Described described() {
        return new ChainEvidence.Described(text(EVENT), text(WORKFLOW), Long.parseLong(text(SEQUENCE_NUMBER)) + 1);
    }

    /** The hash of the chain behind the event. */
    byte[] hashAfter(byte[] before) {
        return hash(before, columns);
    }

    @Override
    public String hashAfter(String before) {
        return hash(before, columns);
    }

    @Override
    public String hashAfter(String before, long position) {
        return hash(before, elsewhere(position));
    }

    @Override
    public String hashAfter(String before, long position, ChainEvidence.Event inPlaceOf) {
        var moved = elsewhere(position);
        moved.set(SEQUENCE_NUMBER, Long.toString(inPlaceOf.described().version() - 1));
        return hash(before, moved);
    }

    private List<@Nullable String> elsewhere(long position) {
        var moved = new ArrayList<@Nullable String>(columns);
        moved.set(POSITION, Long.toString(position));
        return moved;
    }

    private String text(int column) {
        return String.valueOf(columns.get(column));
    }

    private static String hash(String before, List<@Nullable String> columns) {
        return HexFormat.of().formatHex(hash(HexFormat.of().parseHex(before), columns));
    }

    private static byte[] hash(byte[] before, List<@Nullable String> columns) {
        var digest = Digests.sha256();
        digest.update(before);
        columns.forEach(column -> update(digest, column));
        return digest.digest();
    }

    // The lengths see to it that no two rows are the same bytes.
    private static void update(MessageDigest digest, @Nullable String column) {
        var bytes = column == null ? new byte[0] : column.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(column == null ? NULL : bytes.length).flip());
        digest.update(bytes);
    }
}
