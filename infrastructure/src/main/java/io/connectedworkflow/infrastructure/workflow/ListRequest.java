package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.infrastructure.web.GivenTime;
import io.connectedworkflow.infrastructure.web.Paging;
import io.connectedworkflow.infrastructure.web.QueryString;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a list, out of its query string.
 *
 * @param asOf null for now
 */
record ListRequest(WorkflowFilter filter, @Nullable Instant asOf, Paging paging) {

    static ListRequest of(QueryString query, Directory directory) {
        var asOf = query.time("as_of").map(GivenTime::last).orElse(null);
        var status = query.value("status").map(ListRequest::status).orElse(null);
        var name = query.value("name_contains").map(WorkflowName::key).orElse("");
        var module = query.value("module").map(directory::moduleIds).orElse(null);
        var filters = status + "\n" + name + "\n" + query.value("module").orElse("") + "\n" + asOf;
        return new ListRequest(new WorkflowFilter(status, name, module), asOf, Paging.of(query, null, filters));
    }

    Page page() {
        return new Page(paging.last() == null ? 0 : paging.last(), paging.toAskFor());
    }

    private static WorkflowStatus status(String text) {
        return Arrays.stream(WorkflowStatus.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
                .orElseThrow(() -> new ParameterInvalid("status").asException());
    }
}
