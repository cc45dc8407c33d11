package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.audit.Checkpoints.Numbered;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The checkpoints that auditors keep copies of: the newest first. */
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
     * @param size         how many at most
     */
    public Part<Numbered> page(@Nullable String organization, @Nullable Long before, int size) {
        return checkpoints.read(organization, before, size);
    }

    /** Hands over all wanted checkpoints, and holds no more than a few of them at a time. */
    public void forEach(@Nullable String organization, Consumer<Checkpoint> reader) {
        var part = checkpoints.read(organization, null, AT_ONCE);
        part.found().forEach(found -> reader.accept(found.checkpoint()));
        while (part.more()) {
            part = checkpoints.read(organization, part.found().getLast().number(), AT_ONCE);
            part.found().forEach(found -> reader.accept(found.checkpoint()));
        }
    }
}
