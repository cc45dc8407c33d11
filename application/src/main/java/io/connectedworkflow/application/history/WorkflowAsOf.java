package io.connectedworkflow.application.history;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowSummary;
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
        if (Text.isStorable(workflowId)) {
            var events = history.of(organization.id(), workflowId);
            if (events.version() > 0) {
                return new WorkflowHistory(events);
            }
        }
        throw IdUnknown.WORKFLOW.asException();
    }

    /**
     * The wanted ones of the workflows that were there, by ascending sequence number. Those that this version cannot read
     * are left out; {@link #listing} tells which.
     */
    public Outcome<List<WorkflowSummary>> list(Caller caller, Instant instant, WorkflowFilter filter, Page page) {
        return listing(caller, instant, filter, page).map(Listing::found);
    }

    /**
     * What a part of a list has.
     *
     * @param found      the wanted ones, by ascending sequence number
     * @param unreadable the ids of workflows among them of which only a newer version knows whether they are wanted
     */
    public record Listing(List<WorkflowSummary> found, List<String> unreadable) {}

    /** The wanted ones of the workflows that were there, and which may be some but cannot be read by this version. */
    public Outcome<Listing> listing(Caller caller, Instant instant, WorkflowFilter filter, Page page) {
        return Outcome.of(() -> listing(caller.admitted(organizations).id(), instant, filter, page));
    }

    private Listing listing(String organization, Instant instant, WorkflowFilter filter, Page page) {
        var moment = new Moment.Time(instant);
        var found = new ArrayList<WorkflowSummary>();
        var unreadable = new ArrayList<String>();
        var after = page.after();
        long before;
        do {
            before = after;
            var missing = filter.equals(WorkflowFilter.ALL) ? page.size() - found.size() : AT_ONCE;
            for (var present : history.thereAt(instant, organization, after, Math.min(missing, AT_ONCE))) {
                after = Math.max(after, present.sequenceNumber());
                // One history at a time: no one knows how long they are.
                var fold = Fold.at(moment, history.of(organization, present.workflowId()));
                if (!fold.isReadable()) {
                    unreadable.add(present.workflowId());
                    continue;
                }
                var view = fold.view().orElseThrow();
                if (filter.wants(view) && found.size() < page.size()) {
                    found.add(view.summary());
                }
            }
        } while (found.size() < page.size() && after > before);
        return new Listing(found, unreadable);
    }
}
