package io.connectedworkflow.application.history;

import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.history.EventHistory.Recorded;
import io.connectedworkflow.application.history.EventHistory.Recording;
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
 * {@link WrittenByNewerVersion}; what was before it is not. Events are read when something is asked, and only one of them at a
 * time is kept.
 */
public final class WorkflowHistory {

    private static final long MOST_CHARACTERS = 4 << 20;

    private final Recording events;

    /** The history that the events tell, which are one at least. */
    public WorkflowHistory(Recording events) {
        this.events = events;
    }

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
            List<Change> changes) {

        private static Entry of(Recorded recorded, @Nullable WorkflowView before, @Nullable WorkflowView after) {
            return new Entry(recorded.version(), words(recorded.known().getClass().getSimpleName()), recorded.at(),
                    recorded.known().userId(), recorded.requestId(), WorkflowDocument.changes(before, after));
        }

        private static String words(String name) {
            return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        }

        private long characters() {
            return changes.stream().mapToLong(Change::characters).sum();
        }
    }

    /** Two states, each null if the workflow was not there, and the changes from one to the other. */
    public record Difference(@Nullable WorkflowView from, @Nullable WorkflowView to, List<Change> changes) {}

    /** How many events there are. */
    public long version() {
        return events.version();
    }

    /** What the workflow was; nothing before and after its life. A moment of the future is as now. */
    public Optional<WorkflowView> at(Moment moment) {
        return Fold.at(moment, events).view();
    }

    /** What lies between two moments, in whatever order they are. */
    public Difference difference(Moment from, Moment to) {
        var one = new Fold(from);
        var other = new Fold(to);
        Fold.together(events, one, other);
        var before = one.view().orElse(null);
        var after = other.view().orElse(null);
        return new Difference(before, after, WorkflowDocument.changes(before, after));
    }

    /**
     * What happened, newest first.
     *
     * @param before the version below which it begins
     * @param size   how much at the most, 1 or more; it is less, but one at least, where the changes have more than about four
     *               million characters together
     */
    public Slice<Entry> entries(long before, int size) {
        var newest = Math.min(before - 1, version());
        var entries = new ArrayDeque<Entry>();
        var characters = 0L;
        WorkflowView view = null;
        for (var recorded : events) {
            if (recorded.version() > newest) {
                break;
            }
            var after = WorkflowView.after(view, recorded.known(), recorded.version(), recorded.at());
            if (recorded.version() > newest - size) {
                var entry = Entry.of(recorded, view, after);
                entries.addFirst(entry);
                characters += entry.characters();
                while (characters > MOST_CHARACTERS && entries.size() > 1) {
                    characters -= entries.removeLast().characters();
                }
            }
            view = after;
        }
        return new Slice<>(List.copyOf(entries), !entries.isEmpty() && entries.getLast().version() > 1);
    }
}
