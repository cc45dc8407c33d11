package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.history.Moment;
import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowAsOf.Listing;
import io.connectedworkflow.application.history.WorkflowHistory;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.infrastructure.web.QueryString;
import io.connectedworkflow.infrastructure.web.RequestMemory;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Reads workflows as they are, or as they were where the query string asks for it. */
record WorkflowReader(ConnectedWorkflows workflows, WorkflowAsOf past) {

    private static final String AS_OF = "as_of";
    private static final String VERSION = "version";
    private static final int AT_ONCE = 201;
    // Of one workflow after the other; nobody knows before how many versions they have.
    private static final int VERSIONS_AT_ONCE = 10;

    WorkflowView get(Caller caller, String id, HttpServletRequest request) {
        var query = QueryString.of(request);
        if (query.value(AS_OF).isEmpty() && query.value(VERSION).isEmpty()) {
            return workflows.get(caller, id).orElseThrow();
        }
        // The path's id comes before the parameters.
        var history = past.history(caller, id).orElseThrow();
        RequestMemory.takeForHistory(history.version());
        return history.at(moment(query, history)).orElseThrow(() -> IdUnknown.WORKFLOW.asException());
    }

    Listing list(Caller caller, ListRequest wanted) {
        return wanted.asOf() == null
                ? new Listing(now(caller, wanted.filter(), wanted.page()), List.of())
                : then(caller, wanted.asOf(), wanted.filter(), wanted.page());
    }

    // One statement reads all of it, as it is at one moment; or is done again where there is more than it has memory for.
    private List<WorkflowSummary> now(Caller caller, WorkflowFilter filter, Page page) {
        var size = Math.min(page.size(), AT_ONCE);
        while (true) {
            RequestMemory.takeForSummaries(size);
            var found = workflows.list(caller, filter, new Page(page.after(), size)).orElseThrow();
            if (found.size() < size || size == page.size()) {
                return found;
            }
            size = (int) Math.min(page.size(), size * 4L);
        }
    }

    // What has been does not change any more, so it can be read in parts.
    private Listing then(Caller caller, Instant instant, WorkflowFilter filter, Page page) {
        var found = new ArrayList<WorkflowSummary>();
        var unreadable = new LinkedHashSet<String>();
        var after = page.after();
        RequestMemory.takeForHistory(VERSIONS_AT_ONCE);
        while (true) {
            var size = Math.min(page.size() - found.size(), AT_ONCE);
            RequestMemory.takeForSummaries(size);
            var part = past.listing(caller, instant, filter, new Page(after, size)).orElseThrow();
            found.addAll(part.found());
            unreadable.addAll(part.unreadable());
            if (part.found().size() < size || found.size() == page.size()) {
                return new Listing(found, List.copyOf(unreadable));
            }
            after = part.found().getLast().sequenceNumber();
        }
    }

    private static Moment moment(QueryString query, WorkflowHistory history) {
        var version = query.number(VERSION);
        var time = query.time(AS_OF);
        if (version.isPresent() && (time.isPresent() || version.get() > history.version())) {
            throw new ParameterInvalid(VERSION).asException();
        }
        return version.<Moment>map(Moment.Version::new).orElseGet(() -> new Moment.Time(time.orElseThrow().last()));
    }
}
