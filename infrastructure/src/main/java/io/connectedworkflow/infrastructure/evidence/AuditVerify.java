package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.ChainVerification;
import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.infrastructure.eventstore.StoredSnapshots;
import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import io.connectedworkflow.infrastructure.postgres.DatabaseCommand;
import io.connectedworkflow.infrastructure.postgres.Migrations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The command that verifies the log, on the database that the server would use with the same settings. */
public final class AuditVerify implements DatabaseCommand.Work {

    /** How it is called, as the first argument. */
    public static final String NAME = "audit-verify";

    private static final String THERE = "select to_regclass('connected_workflow.chain_progress') is not null";

    private final PrintStream out;
    private final CheckpointSignatures signatures;
    private final List<Checkpoint> exported;

    private AuditVerify(PrintStream out, SimpleCommandLinePropertySource options) {
        this.out = out;
        signatures = signatures(options.getProperty("public-key"));
        var file = options.getProperty("checkpoints");
        exported = file == null ? List.of() : CheckpointFile.read(Path.of(file));
    }

    /**
     * Verifies, and prints what comes of it.
     *
     * @param defaults the server's own settings
     * @return the exit code: 0 where everything is as it was, 1 where something is not, 2 where that cannot be said
     */
    public static int run(Properties defaults, PrintStream out, PrintStream err, String... arguments) {
        return new DatabaseCommand("verify the log", false, defaults, err).run(arguments,
                () -> new AuditVerify(out, new SimpleCommandLinePropertySource(arguments)));
    }

    private static CheckpointSignatures signatures(@Nullable String publicKey) {
        try {
            return publicKey == null
                    ? CheckpointSignatures.byTheirOwnKeys()
                    : CheckpointSignatures.by(Files.readString(Path.of(publicKey)));
        } catch (IOException | GeneralSecurityException malformed) {
            throw new CannotRunException("the file %s holds no Ed25519 public key".formatted(publicKey), malformed);
        }
    }

    @Override
    public int on(Migrations database) {
        var jdbc = new JdbcTemplate(database.server());
        return Boolean.TRUE.equals(DatabaseCommand.snapshot(database.server()).execute(status -> isGood(jdbc)))
                ? DatabaseCommand.GOOD
                : DatabaseCommand.NOT_GOOD;
    }

    private boolean isGood(JdbcTemplate jdbc) {
        if (!Boolean.TRUE.equals(jdbc.queryForObject(THERE, Boolean.class))) {
            throw new CannotRunException("no server of this version has run on the database yet");
        }
        var organizations = new AtomicLong();
        var events = new AtomicLong();
        var tampered = new AtomicLong();
        new ChainVerification(new PostgresEvidence(jdbc, signatures, exported)).forEach(verdict -> {
            out.println(VerdictText.of(verdict));
            organizations.incrementAndGet();
            events.addAndGet(verdict.events());
            tampered.addAndGet(verdict.good() ? 0 : 1);
        });
        var complaint = PostgresEventChain.complaint(jdbc);
        complaint.ifPresent(said -> out.println("TAMPERED: " + said));
        var wrong = wrongSnapshots(jdbc);
        var good = tampered.get() == 0 && complaint.isEmpty() && wrong == 0;
        out.printf("%s: %d organizations, %d events, %d tampered with%n", good ? "ok" : "TAMPERED",
                organizations.get(), events.get(), tampered.get());
        if (!signatures.areKeysGiven() && !signatures.used().isEmpty()) {
            out.println("No public key was given; checkpoints were verified by the keys that they carry: "
                    + String.join(", ", signatures.used()));
        }
        return good;
    }

    private long wrongSnapshots(JdbcTemplate jdbc) {
        var wrong = new AtomicLong();
        new StoredSnapshots(jdbc).forEachWrong(snapshot -> {
            out.println(VerdictText.of(snapshot));
            wrong.incrementAndGet();
        });
        if (wrong.get() > 0) {
            out.println(
                    "Snapshots only save reading events, and are written again where there is none: delete these rows");
        }
        return wrong.get();
    }
}
