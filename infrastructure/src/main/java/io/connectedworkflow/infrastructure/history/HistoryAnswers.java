package io.connectedworkflow.infrastructure.history;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.history.Change;
import io.connectedworkflow.application.history.WorkflowHistory.Difference;
import io.connectedworkflow.application.history.WorkflowHistory.Entry;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Paging;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a workflow's past looks to a client: names of people and times are those of the client's directory. */
record HistoryAnswers(Directory directory) {

    /** A page of what happened; or nothing if there is nothing more. */
    Answer entries(Slice<Entry> entries, Paging paging) {
        return entries.found().isEmpty()
                ? Answer.nothing()
                : Answer.ok(object("history", entries.found().stream().map(this::entry).toList(), "info",
                        paging.info(entries, Entry::version)));
    }

    /** What lies between two states. */
    Answer difference(Difference difference) {
        return Answer
                .ok(object("diff", object("from", state(difference.from()), "to", state(difference.to()), "changes",
                        changes(difference.changes()))));
    }

    private Object entry(Entry entry) {
        return object("version", entry.version(), "event", entry.event(), "time",
                Answer.time(entry.at(), directory.timeZone()), "time_exact",
                Answer.exactTime(entry.at(), directory.timeZone()), "user",
                object("id", entry.userId(), "name", directory.userName(entry.userId()).orElse(null)), "request_id",
                entry.requestId(), "changes", changes(entry.changes()));
    }

    // Null where there was no workflow.
    private @Nullable Object state(@Nullable WorkflowView view) {
        return view == null
                ? null
                : object("version", view.version(), "modified_time",
                        Answer.time(view.modifiedAt(), directory.timeZone()));
    }

    private static List<?> changes(List<Change> changes) {
        return changes.stream().map(change -> object("path", change.path(), "from", change.from(), "to", change.to()))
                .toList();
    }
}
