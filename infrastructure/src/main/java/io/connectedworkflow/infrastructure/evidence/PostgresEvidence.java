package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.ChainEvidence;
import io.connectedworkflow.application.evidence.Checkpoint;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The evidence in PostgreSQL, and checkpoints that were exported from it once. It is to be used in one transaction with one
 * snapshot.
 */
final class PostgresEvidence implements ChainEvidence {

    private static final int ROWS_AT_ONCE = 20;

    private static final String NEXT_ORGANIZATION = """
        select least((select min(organization_id) from connected_workflow.domain_event where organization_id %1$s),
            (select min(organization_id) from connected_workflow.event_chain where organization_id %1$s),
            (select min(organization_id) from connected_workflow.audit_checkpoint where organization_id %1$s))""";

    private static final String EVENTS = "select " + StoredRow.COLUMNS
            + " from connected_workflow.domain_event e where e.organization_id = ? order by e.global_index";

    private static final String EVENT = "select " + StoredRow.COLUMNS
            + " from connected_workflow.domain_event e where e.global_index = ?";

    private static final String LINKS = """
        select ordinal, position, encode(hash, 'hex') from connected_workflow.event_chain
        where organization_id = ? order by ordinal""";

    private static final String CHECKPOINTS = "select " + PostgresCheckpoints.COLUMNS
            + " from connected_workflow.audit_checkpoint where organization_id = ? order by ordinal, id";

    private final JdbcTemplate jdbc;
    private final CheckpointSignatures signatures;
    private final TreeMap<String, List<Checkpoint>> exported;
    private final long chainedUpTo;

    PostgresEvidence(JdbcTemplate jdbc, CheckpointSignatures signatures, List<Checkpoint> exported) {
        this.jdbc = jdbc;
        this.signatures = signatures;
        this.exported = exported.stream().collect(
                Collectors.groupingBy(Checkpoint::organizationId, TreeMap::new, Collectors.toList()));
        jdbc.setFetchSize(ROWS_AT_ONCE);
        chainedUpTo = Objects.requireNonNull(
                jdbc.queryForObject("select max(position) from connected_workflow.chain_progress", Long.class));
    }

    @Override
    public long chainedUpTo() {
        return chainedUpTo;
    }

    @Override
    public Optional<String> organizationAfter(@Nullable String organization) {
        var stored = organization == null
                ? jdbc.queryForObject(NEXT_ORGANIZATION.formatted(">= ''"), String.class)
                : jdbc.queryForObject(NEXT_ORGANIZATION.formatted("> ?"), String.class, organization, organization,
                        organization);
        return Stream.of(Optional.ofNullable(stored),
                Optional.ofNullable(organization == null ? exported.firstEntry() : exported.higherEntry(organization))
                        .map(Map.Entry::getKey))
                .flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    @Override
    public String beginning(String organization) {
        return HexFormat.of().formatHex(StoredRow.beginning(organization));
    }

    @Override
    public Stream<Event> events(String organization) {
        return jdbc.<Event>queryForStream(EVENTS, (row, i) -> StoredRow.of(row), organization);
    }

    @Override
    public Stream<Link> links(String organization) {
        return jdbc.queryForStream(LINKS, (row, i) -> new Link(row.getLong(1), row.getLong(2), row.getString(3)),
                organization);
    }

    @Override
    public List<Stream<Claim>> claims(String organization) {
        Stream<Checkpoint> stored = jdbc.queryForStream(CHECKPOINTS,
                (row, i) -> PostgresCheckpoints.checkpoint(row), organization);
        var copies = exported.getOrDefault(organization, List.of()).stream()
                .sorted(Comparator.comparingLong(Checkpoint::ordinal));
        return List.of(copies.map(this::claim), stored.map(this::claim));
    }

    private Claim claim(Checkpoint checkpoint) {
        return new Claim(checkpoint, signatures.isGenuine(checkpoint));
    }

    @Override
    public Optional<Event> at(long position) {
        return jdbc.<Event>query(EVENT, (row, i) -> StoredRow.of(row), position).stream().findFirst();
    }
}
