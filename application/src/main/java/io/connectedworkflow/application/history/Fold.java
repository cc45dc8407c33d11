package io.connectedworkflow.application.history;

import io.connectedworkflow.application.history.EventHistory.Recorded;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.refusal.Refusal.WrittenByNewerVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fold of a workflow's events, told one after the other, so that no more than one of them has to be at hand: the
 * longest beginning of its history that is not later than a moment.
 */
public final class Fold {

    private final Moment end;
    private @Nullable WorkflowView view;
    private boolean complete;
    private boolean readable = true;

    /** One that goes on until a moment, and has seen nothing yet. */
    public Fold(Moment end) {
        this.end = end;
    }

    /** What a history comes to at a moment. */
    public static Fold at(Moment moment, Iterable<Recorded> events) {
        var fold = new Fold(moment);
        together(events, fold);
        return fold;
    }

    /** Walks through a history once for several folds, and no further than one of them goes. */
    public static void together(Iterable<Recorded> events, Fold... folds) {
        for (var recorded : events) {
            var goesOn = false;
            for (var fold : folds) {
                goesOn |= fold.add(recorded);
            }
            if (!goesOn) {
                return;
            }
        }
    }

    /** Adds what happened next, unless it is later; and says whether what follows may belong to it too. */
    public boolean add(Recorded recorded) {
        complete = complete || !end.isAtOrAfter(recorded);
        if (!complete && recorded.event() == null) {
            readable = false;
            complete = true;
        }
        if (!complete) {
            view = WorkflowView.after(view, recorded.known(), recorded.version(), recorded.at());
        }
        return !complete;
    }

    /** Whether this version can read all of it. */
    public boolean isReadable() {
        return readable;
    }

    /** The workflow; nothing where it is not there in the end. Refused with {@link WrittenByNewerVersion} if it cannot be read. */
    public Optional<WorkflowView> view() {
        if (!readable) {
            throw new WrittenByNewerVersion().asException();
        }
        return Optional.ofNullable(view);
    }
}
