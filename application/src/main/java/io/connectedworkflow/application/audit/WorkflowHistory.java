package io.connectedworkflow.application.audit;

import io.connectedworkflow.application.audit.EventHistory.Recorded;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.refusal.Refusal.WrittenByNewerVersion;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to a workflow, be it deleted, and when; and what it was at any moment, by the fold that makes today's
 * views, stopped early. What an event that only a newer version can read belongs to is refused with
 * {@link WrittenByNewerVersion}; what was before it is not.
 *
 * @param events everything that happened, from the first on; one at least
 */
public record WorkflowHistory(List<Recorded> events) {

    /**
     * Something that happened.
     *
     * @param version   its place in the history, counted from 1
     * @param event     what it was, in words, such as "node added"
     * @param userId    who did it
     * @param requestId names the request that it comes from; null if that is not known
     * @param changes   what was different then
     */
    public record Entry(long version, String event, Instant at, String userId, @Nullable String requestId,
            List<Change> changes) {}

    /** Two states, each null if the workflow was not there, and the changes from one to the other. */
    public record Difference(@Nullable WorkflowView from, @Nullable WorkflowView to, List<Change> changes) {}

    /** How many events there are. */
    public long version() {
        return events.size();
    }

    /** What the workflow was; nothing before and after its life. A moment of the future is as now. */
    public Optional<WorkflowView> at(Moment moment) {
        return Optional.ofNullable(fold(moment.before(events)));
    }

    /** What lies between two moments, in whatever order they are. */
    public Difference difference(Moment from, Moment to) {
        var before = fold(from.before(events));
        var after = fold(to.before(events));
        return new Difference(before, after, Outline.changes(before, after));
    }

    /**
     * What happened, newest first.
     *
     * @param before the version below which it begins
     * @param size   how much at the most
     */
    public List<Entry> entries(long before, int size) {
        var newest = Math.min(before - 1, version());
        var entries = new ArrayDeque<Entry>();
        WorkflowView view = null;
        for (var recorded : new Moment.Version(newest).before(events)) {
            var after = WorkflowView.after(view, recorded.known(), recorded.version(), recorded.at());
            if (recorded.version() > newest - size) {
                entries.addFirst(new Entry(recorded.version(), words(recorded.known().getClass().getSimpleName()),
                        recorded.at(), recorded.known().userId(), recorded.requestId(),
                        Outline.changes(view, after)));
            }
            view = after;
        }
        return List.copyOf(entries);
    }

    /** Whether this version can read all of these events. */
    static boolean isReadable(List<Recorded> events) {
        return events.stream().allMatch(recorded -> recorded.event() != null);
    }

    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** What events come to; null if the workflow is not there in the end. */
    static @Nullable WorkflowView fold(List<Recorded> events) {
        WorkflowView view = null;
        for (var recorded : events) {
            view = WorkflowView.after(view, recorded.known(), recorded.version(), recorded.at());
        }
        return view;
    }
}
