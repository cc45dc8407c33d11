package io.connectedworkflow.application.replay;

import io.connectedworkflow.application.workflow.WorkflowView;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Port: everything that is derived from the events, as a whole. */
public interface ReadModels {

    /** By which fold the views that are there were made; 0 if none ever was. */
    int fold();

    /**
     * Replaces all views and the whole register in one step. Commands on all nodes wait meanwhile; readers see what was
     * there before until the step is done.
     *
     * @param fold    the fold that the new views are made by
     * @param rebuild is called with the place to put them, once more if need be, and answers with the ids of the workflows
     *                whose rows must stay as they are
     */
    Rebuilt replaceAll(int fold, Function<Consumer<WorkflowView>, List<String>> rebuild);

    /**
     * What came of it.
     *
     * @param same  whether what was there before was the same
     * @param stood the ids of the workflows whose rows were left as they are
     */
    record Rebuilt(boolean same, List<String> stood) {}
}
