package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.audit.EventHistory.Recorded;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Time travel: the workflows of the caller's organization as a reader would have seen them. What is being stored right
 * now with a time just before the moment is not seen yet.
 */
public final class WorkflowAsOf {

    private static final int AT_ONCE = 100;

    private final EventHistory history;
    private final Organizations organizations;

    /** Time travel through the given history. */
    public WorkflowAsOf(EventHistory history, Organizations organizations) {
        this.history = history;
        this.organizations = organizations;
    }

    /** The history of a workflow, deleted or not; or {@link IdUnknown} if there never was one. */
    public Outcome<WorkflowHistory> history(Caller caller, String workflowId) {
        return Outcome.of(() -> existing(caller.admitted(organizations), workflowId));
    }

    /** As {@link #history}, in an organization of one who is admitted. */
    WorkflowHistory existing(Organization organization, String workflowId) {
        var events = Text.isStorable(workflowId) ? history.of(organization.id(), workflowId) : List.<Recorded>of();
        if (events.isEmpty()) {
            throw IdUnknown.WORKFLOW.asException();
        }
        return new WorkflowHistory(events);
    }

    /** The wanted ones of the workflows that were there, by ascending sequence number. */
    public Outcome<List<WorkflowView>> list(Caller caller, Instant instant, WorkflowFilter filter, Page page) {
        return Outcome.of(() -> list(caller.admitted(organizations).id(), instant, filter, page));
    }

    private List<WorkflowView> list(String organization, Instant instant, WorkflowFilter filter, Page page) {
        var moment = new Moment.Time(instant);
        var found = new ArrayList<WorkflowView>();
        var after = page.after();
        while (found.size() < page.size()) {
            var missing = filter.equals(WorkflowFilter.ALL) ? page.size() - found.size() : AT_ONCE;
            var ids = history.thereAt(instant, organization, after, Math.min(missing, AT_ONCE));
            for (var id : ids) {
                // One history at a time: no one knows how long they are.
                var view = new WorkflowHistory(history.of(organization, id)).at(moment).orElseThrow();
                after = view.sequenceNumber();
                if (filter.wants(view) && found.size() < page.size()) {
                    found.add(view);
                }
            }
            if (ids.isEmpty()) {
                break;
            }
        }
        return found;
    }
}
