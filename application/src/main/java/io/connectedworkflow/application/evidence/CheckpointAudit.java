package io.connectedworkflow.application.evidence;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.evidence.Checkpoints.Numbered;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints that auditors keep copies of: the newest first. Refused with {@link ParameterInvalid} if another
 * organization than the auditor's is asked for.
 */
public final class CheckpointAudit {

    private static final int AT_ONCE = 1000;

    private final Checkpoints checkpoints;

    /** An audit of the given checkpoints. */
    public CheckpointAudit(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    /**
     * The wanted checkpoints behind a place.
     *
     * @param organization null for all
     * @param before       null for the newest
     * @param size         how many at most: 1 to 10,000, others are refused with an {@link IllegalArgumentException}
     */
    public Outcome<Slice<Numbered>> page(Auditor auditor, @Nullable String organization, @Nullable Long before,
            int size) {
        return Outcome.of(() -> checkpoints.read(auditor.organization(organization), before, Slice.ofAtMost(size)));
    }

    /**
     * Hands over all wanted checkpoints, and holds no more than a few of them at a time.
     *
     * @param organization null for all
     * @return how many there were
     */
    public Outcome<Long> forEach(Auditor auditor, @Nullable String organization, Consumer<Checkpoint> reader) {
        return Outcome.of(() -> handOver(auditor.organization(organization), reader));
    }

    private long handOver(@Nullable String organization, Consumer<Checkpoint> reader) {
        var part = checkpoints.read(organization, null, AT_ONCE);
        part.found().forEach(found -> reader.accept(found.checkpoint()));
        long count = part.found().size();
        while (part.more()) {
            part = checkpoints.read(organization, part.found().getLast().number(), AT_ONCE);
            part.found().forEach(found -> reader.accept(found.checkpoint()));
            count += part.found().size();
        }
        return count;
    }
}
