package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.workflow.WorkflowView;
import java.util.function.Consumer;

/** Port: everything that is derived from the events, as a whole. */
public interface ReadModels {

    /** By which fold the views that are there were made; 0 if none ever was. */
    int fold();

    /**
     * Replaces all views and the whole register in one step. Commands on all nodes wait meanwhile; readers see what was
     * there before until the step is done.
     *
     * @param fold    the fold that the new views are made by
     * @param rebuild is called with the place to put them
     * @return whether what was there before was the same
     */
    boolean replaceAll(int fold, Consumer<Consumer<WorkflowView>> rebuild);
}
