package io.connectedworkflow.application.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: the log, workflow by workflow. */
public interface ReplayedLog {

    /**
     * A workflow's share of a replay.
     *
     * @param events  how many of its events count
     * @param version the version that the last of them led to; 0 if there are none
     */
    record Share(String workflowId, String organizationId, long events, long version) {}

    /** How many events of a type a user caused. */
    record Count(String userId, String event, long events) {}

    /**
     * The shares of all workflows there ever were, by ascending id.
     *
     * @param after the id behind which they begin
     * @param most  how many at most
     */
    List<Share> shares(ReplayRange range, String after, int most);

    /** The events that count, of these workflows. */
    List<Count> counts(ReplayRange range, List<String> workflows);

    /** All workflows that the organization ever had, by ascending id, behind one of them. */
    List<String> workflows(@Nullable String organization, String after, int most);
}
