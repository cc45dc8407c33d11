package io.connectedworkflow.infrastructure.evidence;

import static io.connectedworkflow.testing.Callers.draft;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.evidence.ChainVerification;
import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.application.evidence.Checkpoints.Numbered;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A server that chains at once, and signs when it is told to. */
final class ChainedServer implements AutoCloseable {

    static final CheckpointKey KEY = CheckpointKey.parse(CheckpointKey.random());

    private final TestDatabase place = TestPostgres.newDatabase();
    private final ConfigurableApplicationContext context = start(place);
    private final JdbcTemplate server = place.asServer();
    private final PostgresCheckpoints checkpoints = new PostgresCheckpoints(server);

    /** A node that chains at once. */
    static ConfigurableApplicationContext start(TestDatabase place) {
        return ServerContext.start(place, "--connected-workflow.audit.chain.interval=20ms");
    }

    TestDatabase place() {
        return place;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    ConnectedWorkflows workflows() {
        return context.getBean(ConnectedWorkflows.class);
    }

    /** A new organization with so many events, and free positions between them. */
    String organization(int events) {
        var id = Admin.newId();
        add(id, events);
        return id;
    }

    /** So many events more in an organization. */
    void add(String organization, int events) {
        var caller = Callers.of(organization, 1000);
        var there = workflows().list(caller).orElseThrow().size();
        IntStream.range(there, there + events).forEach(i -> {
            skipPosition();
            workflows().create(caller, draft("name " + i, i)).orElseThrow();
        });
        awaitChained();
    }

    private void skipPosition() {
        server.queryForObject("select nextval('connected_workflow.domain_event_global_index_seq')", Long.class);
    }

    /** Waits until all is chained that is there. */
    void awaitChained() {
        await().until(() -> Objects.equals(true, server.queryForObject("""
            select position >= (select max(global_index) from connected_workflow.domain_event)
            from connected_workflow.chain_progress""", Boolean.class)));
    }

    /** Signs what is new, all of it. */
    void sign() {
        sign(KEY);
    }

    void sign(CheckpointKey key) {
        new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(server.getDataSource())))
                .executeWithoutResult(status -> checkpoints.sign(key, Instant.now()));
    }

    /** An organization's checkpoints, the newest first. */
    List<Checkpoint> checkpoints(String organization) {
        return checkpoints.read(organization, null, 100).found().stream().map(Numbered::checkpoint).toList();
    }

    /** What a verification by the stored checkpoints, and by copies of some, says of an organization. */
    String verify(String organization, Checkpoint... copies) {
        return verify(CheckpointSignatures.byTheirOwnKeys(), organization, copies);
    }

    /** The same, with the public key at hand. */
    String verifyByKey(String organization, Checkpoint... copies) throws GeneralSecurityException {
        return verify(CheckpointSignatures.by(Base64.getEncoder().encodeToString(KEY.publicKey())), organization,
                copies);
    }

    private String verify(CheckpointSignatures signatures, String organization, Checkpoint... copies) {
        var dataSource = Objects.requireNonNull(server.getDataSource());
        var found = new ArrayList<String>();
        snapshot(dataSource).executeWithoutResult(status -> new ChainVerification(
                new PostgresEvidence(new JdbcTemplate(dataSource), signatures, List.of(copies)))
                .forEach(verdict -> {
                    if (verdict.organizationId().equals(organization)) {
                        found.add(VerdictText.of(verdict));
                    }
                }));
        return found.size() == 1
                ? found.getFirst().replace("organization " + organization + ": ", "")
                : found.toString();
    }

    private static TransactionTemplate snapshot(DataSource dataSource) {
        var snapshot = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        return snapshot;
    }

    @Override
    public void close() {
        context.close();
    }
}
