package io.connectedworkflow.application.replay;

import io.connectedworkflow.application.history.Change;
import io.connectedworkflow.application.history.Comparison;
import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.application.history.Fold;
import io.connectedworkflow.application.history.Moment;
import io.connectedworkflow.application.history.WorkflowDocument;
import io.connectedworkflow.application.replay.LiveRows.Counters;
import io.connectedworkflow.application.replay.ReplayBatch.Deviation;
import io.connectedworkflow.application.replay.ReplayBatch.Ended;
import io.connectedworkflow.application.replay.ReplayBatch.Progress;
import io.connectedworkflow.application.replay.ReplayBatch.Stage;
import io.connectedworkflow.application.replay.ReplayedLog.Share;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a replay by one small batch. All that it reads must be as it was at one moment: a command changes log,
 * views and register at once, so that none of them shows as a difference that is still at work.
 */
public final class ReplayStep {

    private static final int WORKFLOWS = 50;
    private static final int MOST_EVENTS = 2000;
    private static final long CHARACTERS_OF_AN_EVENT = 2000;
    private static final int ROWS = 1000;
    private static final int ORGANIZATIONS = 200;

    private final EventHistory history;
    private final ReplayedLog log;
    private final LiveRows live;

    /** Steps through the given log, and looks at what readers see. */
    public ReplayStep(EventHistory history, ReplayedLog log, LiveRows live) {
        this.history = history;
        this.log = log;
        this.live = live;
    }

    /**
     * The next batch.
     *
     * @param known what the replay knows already
     */
    public ReplayBatch next(Replay replay, Progress progress, Known known) {
        var range = replay.range();
        return switch (progress.stage()) {
            case WORKFLOWS -> workflows(replay, progress.after());
            case VIEWS -> ownerless(ReadModel.VIEW, range, progress, Stage.REGISTER);
            case REGISTER -> ownerless(ReadModel.REGISTER, range, progress, Stage.COUNTERS);
            case COUNTERS -> counters(range, progress, known);
            case END -> throw new IllegalStateException("Replay " + replay.id() + " has ended");
        };
    }

    /** What a replay knows already. */
    @FunctionalInterface
    public interface Known {
        /** Whether views of the organization differ from the log. */
        boolean hasOtherViews(String organizationId);
    }

    private ReplayBatch workflows(Replay replay, String after) {
        var ended = new ArrayList<Ended>();
        var deviations = new ArrayList<Deviation>();
        var shares = log.shares(replay.range(), after, WORKFLOWS);
        var last = after;
        var events = 0L;
        var read = 0L;
        for (var share : shares) {
            last = share.workflowId();
            if (share.events() > 0) {
                events += share.events();
                read += replay(share, replay.endsAtHead(), ended, deviations);
            }
            if (read >= MOST_EVENTS) {
                break;
            }
        }
        var counts = log.counts(replay.range(), ended.stream().map(Ended::workflowId).toList());
        var next = shares.isEmpty()
                ? Progress.at(replay.endsAtHead() ? Stage.VIEWS : Stage.END)
                : new Progress(Stage.WORKFLOWS, last);
        return new ReplayBatch(events, counts, ended, deviations, next);
    }

    // How much work it was, in events: large ones count for more.
    private long replay(Share share, boolean compares, List<Ended> ended, List<Deviation> deviations) {
        var all = history.of(share.organizationId(), share.workflowId());
        var replayed = new Fold(new Moment.Version(share.version()));
        var now = new Fold(compares ? new Moment.Now() : new Moment.Version(share.version()));
        Fold.together(all, replayed, now);
        var view = replayed.isReadable() ? replayed.view().orElse(null) : null;
        var configuration = view == null ? Map.<String, @Nullable Object>of() : WorkflowDocument.configuration(view);
        ended.add(new Ended(share.workflowId(), share.organizationId(), share.version(), view, configuration,
                replayed.isReadable()));
        if (compares && now.isReadable()) {
            for (var model : ReadModel.values()) {
                var expected = now.view().map(found -> live.expected(model, found)).orElse(null);
                Comparison.changes(expected, live.found(model, share.workflowId())).forEach(change -> deviations
                        .add(new Deviation(share.organizationId(), share.workflowId(), model, change)));
            }
        }
        return all.version() + Change.charactersOf(configuration) / CHARACTERS_OF_AN_EVENT;
    }

    private ReplayBatch ownerless(ReadModel model, ReplayRange range, Progress progress, Stage then) {
        var places = live.places(model, range.organization(), progress.after(), ROWS);
        var deviations = places.stream().filter(place -> !place.isOfWorkflow())
                .map(place -> new Deviation(place.organizationId(), place.workflowId(), model,
                        new Change("", null, live.found(model, place.workflowId()))))
                .toList();
        return new ReplayBatch(0, List.of(), List.of(), deviations, places.isEmpty()
                ? Progress.at(then)
                : new Progress(progress.stage(), places.getLast().workflowId()));
    }

    // Views that are known to be right tell how many workflows there are; where they are not, the events are asked.
    private ReplayBatch counters(ReplayRange range, Progress progress, Known known) {
        var deviations = new ArrayList<Deviation>();
        var found = live.counters(range.organization(), progress.after(), ORGANIZATIONS);
        for (var counters : found) {
            var organization = counters.organizationId();
            if (!counters.agreesWithViews() || known.hasOtherViews(organization)) {
                Comparison.changes(expected(counters), counters.row()).forEach(
                        change -> deviations.add(new Deviation(organization, null, ReadModel.REGISTER, change)));
            }
        }
        return new ReplayBatch(0, List.of(), List.of(), deviations, found.isEmpty()
                ? Progress.at(Stage.END)
                : new Progress(Stage.COUNTERS, found.getLast().organizationId()));
    }

    private @Nullable Map<String, @Nullable Object> expected(Counters counters) {
        var organization = counters.organizationId();
        var workflows = 0L;
        var active = 0L;
        var number = counters.lastSequence();
        var last = "";
        for (var ids = log.workflows(organization, last, WORKFLOWS); !ids.isEmpty(); ids = log.workflows(organization,
                last, WORKFLOWS)) {
            for (var id : ids) {
                last = id;
                var fold = Fold.at(new Moment.Now(), history.of(organization, id));
                if (!fold.isReadable()) {
                    // What only a newer version can read is taken to be right.
                    var entry = live.found(ReadModel.REGISTER, id);
                    workflows += entry == null ? 0 : 1;
                    active += entry != null && Boolean.TRUE.equals(entry.get("active")) ? 1 : 0;
                    number = Math.max(number, counters.row() != null
                            && counters.row().get("last_sequence_number") instanceof Number highest
                                    ? highest.longValue()
                                    : 0);
                    continue;
                }
                var view = fold.view().orElse(null);
                workflows += view == null ? 0 : 1;
                active += view == null || view.status() != WorkflowStatus.ACTIVE ? 0 : 1;
            }
        }
        if (last.isEmpty() && counters.row() == null) {
            return null;
        }
        var expected = new LinkedHashMap<String, @Nullable Object>();
        expected.put("last_sequence_number", number);
        expected.put("workflows", workflows);
        expected.put("active", active);
        return expected;
    }
}
