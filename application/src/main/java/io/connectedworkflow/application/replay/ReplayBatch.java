package io.connectedworkflow.application.replay;

import io.connectedworkflow.application.history.Change;
import io.connectedworkflow.application.replay.ReplayedLog.Count;
import io.connectedworkflow.application.workflow.WorkflowView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a small part of a replay.
 *
 * @param events how many events were replayed
 * @param next   where the replay goes on
 */
public record ReplayBatch(long events, List<Count> counts, List<Ended> workflows, List<Deviation> deviations,
        Progress next) {

    /** What is done one after the other. */
    public enum Stage {
        /** The events of each workflow, and what they come to beside what readers see of it. */
        WORKFLOWS,
        /** Views that are of no workflow. */
        VIEWS,
        /** Entries of the register that are of no workflow. */
        REGISTER,
        /** What the register has counted. */
        COUNTERS,
        /** Nothing is left to do. */
        END
    }

    /**
     * How far a replay is.
     *
     * @param after the last workflow, or organization, that is done in this stage; empty at its beginning
     */
    public record Progress(Stage stage, String after) {

        /** The beginning of a stage. */
        static Progress at(Stage stage) {
            return new Progress(stage, "");
        }
    }

    /**
     * What a workflow was in the end.
     *
     * @param version       how many events had happened to it
     * @param view          null if it was deleted
     * @param configuration what its users had decided, with the keys of the CRM API; empty if it was deleted
     * @param isReadable    false if only a newer version can tell what it was
     */
    public record Ended(String workflowId, String organizationId, long version, @Nullable WorkflowView view,
            Map<String, @Nullable Object> configuration, boolean isReadable) {}

    /**
     * A difference between what the events come to and what is found.
     *
     * @param workflowId null where it is about all of an organization's workflows
     * @param change     from what should be there to what is there
     */
    public record Deviation(String organizationId, @Nullable String workflowId, ReadModel what, Change change) {}
}
