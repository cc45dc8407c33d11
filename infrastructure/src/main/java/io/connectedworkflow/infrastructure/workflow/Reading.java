package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.audit.Moment;
import io.connectedworkflow.application.audit.WorkflowAsOf;
import io.connectedworkflow.application.audit.WorkflowAsOf.Listing;
import io.connectedworkflow.application.audit.WorkflowHistory;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.infrastructure.web.QueryString;
import io.connectedworkflow.infrastructure.web.RequestMemory;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Reads workflows as they are, or as they were where the query string asks for it. */
record Reading(ConnectedWorkflows workflows, WorkflowAsOf past) {

    private static final String AS_OF = "as_of";
    private static final String VERSION = "version";

    WorkflowView get(Caller caller, String id, HttpServletRequest request) {
        var query = QueryString.of(request);
        if (query.value(AS_OF).isEmpty() && query.value(VERSION).isEmpty()) {
            return workflows.get(caller, id).orElseThrow();
        }
        // The path's id comes before the parameters.
        var history = past.history(caller, id).orElseThrow();
        RequestMemory.takeForHistory(request, history.version());
        return history.at(moment(query, history)).orElseThrow(() -> IdUnknown.WORKFLOW.asException());
    }

    Listing list(Caller caller, ListRequest wanted) {
        return wanted.asOf() == null
                ? new Listing(workflows.list(caller, wanted.filter(), wanted.page()).orElseThrow(), List.of())
                : past.listing(caller, wanted.asOf(), wanted.filter(), wanted.page()).orElseThrow();
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
