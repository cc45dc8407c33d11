package io.connectedworkflow.application.replay;

import io.connectedworkflow.application.workflow.WorkflowView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Port: views and register as they are kept, row by row. Values are made of strings, numbers, booleans, lists, maps. */
public interface LiveRows {

    /** A row of a workflow; null if there is none. */
    @Nullable
    Map<String, @Nullable Object> found(ReadModel model, String workflowId);

    /** The row that should be there of a workflow. */
    Map<String, @Nullable Object> expected(ReadModel model, WorkflowView view);

    /**
     * A place of a row.
     *
     * @param isOfWorkflow whether the log knows the workflow
     */
    record Place(String workflowId, String organizationId, boolean isOfWorkflow) {}

    /** The places of rows of the organization, null for all, by ascending id of the workflow, behind one of them. */
    List<Place> places(ReadModel model, @Nullable String organization, String after, int most);

    /**
     * What the register has counted of an organization.
     *
     * @param row             the counters; null if there is no such row
     * @param lastSequence    the highest sequence number in the log
     * @param agreesWithViews whether the views are as many
     */
    record Counters(String organizationId, @Nullable Map<String, @Nullable Object> row, long lastSequence,
            boolean agreesWithViews) {}

    /** The counters of the organization, null for all that ever had workflows or counters; behind one of them. */
    List<Counters> counters(@Nullable String organization, String after, int most);
}
