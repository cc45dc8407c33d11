package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.ChainVerification;
import io.connectedworkflow.application.evidence.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the verification of a log comes to, for tests of other rooms. */
public final class Verdicts {

    private Verdicts() {}

    /** One for each organization. */
    public static List<Verdict> of(JdbcTemplate database) {
        var verdicts = new ArrayList<Verdict>();
        new ChainVerification(new PostgresEvidence(database, CheckpointSignatures.byTheirOwnKeys(), List.of()))
                .forEach(verdicts::add);
        return verdicts;
    }
}
