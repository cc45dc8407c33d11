package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.workflow.WorkflowView;
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
        return models.fold() != WorkflowView.FOLD;
    }

    /**
     * Rebuilds everything.
     *
     * @return whether it was right before; if the fold is the same as before, anything else is a fault
     */
    public boolean run() {
        return models.replaceAll(WorkflowView.FOLD, this::rebuild);
    }

    private void rebuild(Consumer<WorkflowView> views) {
        history.forEachWorkflow(events -> {
            var view = WorkflowHistory.fold(events);
            if (view != null) {
                views.accept(view);
            }
        });
    }
}
