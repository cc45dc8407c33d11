package io.connectedworkflow.application.replay;

import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.application.history.Fold;
import io.connectedworkflow.application.history.Moment;
import io.connectedworkflow.application.replay.ReadModels.Rebuilt;
import io.connectedworkflow.application.workflow.WorkflowView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes views and register anew from the events, by the same fold that keeps them up to date. */
public final class ReadModelRebuild {

    private final EventHistory history;
    private final ReadModels models;

    /** A rebuild of the given models from the given history. */
    public ReadModelRebuild(EventHistory history, ReadModels models) {
        this.history = history;
        this.models = models;
    }

    /** Whether the views were made by another fold than today's. */
    public boolean isNeeded() {
        return models.fold() != WorkflowView.VIEW_SCHEMA_VERSION;
    }

    /**
     * Rebuilds everything.
     *
     * @return whether it was right before; if the fold is the same as before, anything else is a fault
     */
    public boolean run() {
        return rebuild().same();
    }

    /** Rebuilds everything but the rows of workflows that this version cannot read: the newer one knows what is right. */
    public Rebuilt rebuild() {
        return models.replaceAll(WorkflowView.VIEW_SCHEMA_VERSION, this::rebuild);
    }

    private List<String> rebuild(Consumer<WorkflowView> views) {
        var unreadable = new ArrayList<String>();
        history.forEachWorkflow(events -> {
            var fold = new Fold(new Moment.Now());
            var id = "";
            while (events.hasNext()) {
                var recorded = events.next();
                id = recorded.workflowId();
                fold.add(recorded);
            }
            if (fold.isReadable()) {
                fold.view().ifPresent(views);
            } else {
                unreadable.add(id);
            }
        });
        return unreadable;
    }
}
