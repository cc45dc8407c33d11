package io.connectedworkflow.application.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.history.Change;
import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.application.history.EventHistory.Recorded;
import io.connectedworkflow.application.replay.LiveRows.Counters;
import io.connectedworkflow.application.replay.LiveRows.Place;
import io.connectedworkflow.application.replay.ReplayBatch.Deviation;
import io.connectedworkflow.application.replay.ReplayBatch.Ended;
import io.connectedworkflow.application.replay.ReplayBatch.Progress;
import io.connectedworkflow.application.replay.ReplayBatch.Stage;
import io.connectedworkflow.application.replay.ReplayedLog.Count;
import io.connectedworkflow.application.replay.ReplayedLog.Share;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one batch of a replay does, and where the next begins. */
class ReplayStepTest {

    private static final Instant AT = Instant.parse("2026-02-03T04:45:00Z");
    private static final String ORGANIZATION = "7";
    private static final Progress BEGINNING = new Progress(Stage.WORKFLOWS, "");

    private final Past past = new Past();
    private final Rows rows = new Rows();
    private final ReplayStep step = new ReplayStep(past, past, rows);

    /** What happened to workflows, by their ids; a null is an event that only a newer version can read. */
    private static final class Past implements EventHistory, ReplayedLog {

        private final TreeMap<String, List<Recorded>> workflows = new TreeMap<>();
        private final Map<String, Long> versions = new LinkedHashMap<>();

        void of(String id, @Nullable WorkflowEvent... events) {
            var recorded = new ArrayList<Recorded>();
            for (var event : events) {
                recorded.add(new Recorded(event, id, recorded.size() + 1L, AT, null));
            }
            workflows.put(id, recorded);
        }

        /** Of which no more counts than these events. */
        void replayedUpTo(String id, long version) {
            versions.put(id, version);
        }

        @Override
        public void forEachWorkflow(Consumer<Iterator<Recorded>> reader) {
            throw new AssertionError("Nobody wants all workflows at once");
        }

        @Override
        public Recording of(String organizationId, String workflowId) {
            return Recording.of(workflows.getOrDefault(workflowId, List.of()));
        }

        @Override
        public List<Present> thereAt(Instant instant, String organizationId, long after, int size) {
            throw new AssertionError("Nobody wants an instant");
        }

        @Override
        public List<Share> shares(ReplayRange range, String after, int most) {
            return workflows.tailMap(after, false).entrySet().stream().limit(most).map(entry -> {
                var version = versions.getOrDefault(entry.getKey(), (long) entry.getValue().size());
                return new Share(entry.getKey(), ORGANIZATION, version, version);
            }).toList();
        }

        @Override
        public List<Count> counts(ReplayRange range, List<String> counted) {
            return counted.stream().map(id -> new Count(id, "counted", 1)).toList();
        }

        @Override
        public List<String> workflows(@Nullable String organization, String after, int most) {
            return workflows.tailMap(after, false).keySet().stream().limit(most).toList();
        }
    }

    /** Rows that say of a workflow what it is called and whether it is active. */
    private static final class Rows implements LiveRows {

        private final Map<String, Map<String, @Nullable Object>> found = new LinkedHashMap<>();
        private final List<Place> places = new ArrayList<>();
        private final List<Counters> counters = new ArrayList<>();

        void has(ReadModel model, String id, String name, boolean active) {
            found.put(model + id, row(name, active));
        }

        void has(String id, String name) {
            has(ReadModel.VIEW, id, name, false);
            has(ReadModel.REGISTER, id, name, false);
        }

        private static Map<String, @Nullable Object> row(String name, boolean active) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            row.put("name", name);
            row.put("active", active);
            return row;
        }

        @Override
        public @Nullable Map<String, @Nullable Object> found(ReadModel model, String workflowId) {
            return found.get(model + workflowId);
        }

        @Override
        public Map<String, @Nullable Object> expected(ReadModel model, WorkflowView view) {
            return row(view.name(), view.status().name().equals("ACTIVE"));
        }

        @Override
        public List<Place> places(ReadModel model, @Nullable String organization, String after, int most) {
            return places.stream().filter(place -> place.workflowId().compareTo(after) > 0).toList();
        }

        @Override
        public List<Counters> counters(@Nullable String organization, String after, int most) {
            return counters.stream().filter(one -> one.organizationId().compareTo(after) > 0).toList();
        }
    }

    private static WorkflowDrafted drafted(String id, String name) {
        return new WorkflowDrafted(id, ORGANIZATION, "asha", "root", name, null, "11", "Contacts", 1, "ENTERPRISE",
                "MANAGE_AUTOMATIONS", 25);
    }

    private static WorkflowRenamed renamed(String id, String name) {
        return new WorkflowRenamed(id, ORGANIZATION, "asha", name);
    }

    private static WorkflowActivated activated(String id) {
        return new WorkflowActivated(id, ORGANIZATION, "asha", 25);
    }

    private static WorkflowDeleted deleted(String id) {
        return new WorkflowDeleted(id, ORGANIZATION, "asha");
    }

    private static Replay replay(boolean endsAtHead) {
        return new Replay("1", new ReplayRange(null, null, new LogPoint.Position(5), 5), endsAtHead,
                Replay.Status.RUNNING, 5, 0, 0, null, AT, null);
    }

    private static Map<String, @Nullable Object> counted(long last, long workflows, long active) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("last_sequence_number", last);
        row.put("workflows", workflows);
        row.put("active", active);
        return row;
    }

    private ReplayBatch next(Progress progress) {
        return next(true, progress);
    }

    private ReplayBatch next(boolean endsAtHead, Progress progress) {
        return step.next(replay(endsAtHead), progress, organization -> false);
    }

    private List<Change> countersOf(@Nullable Map<String, @Nullable Object> row, long last) {
        rows.counters.add(new Counters(ORGANIZATION, row, last, false));
        return next(new Progress(Stage.COUNTERS, "")).deviations().stream().map(Deviation::change).toList();
    }

    @Test
    void tells_what_workflows_were_and_who_did_how_much() {
        past.of("a", drafted("a", "first"), renamed("a", "second"));
        past.of("b", drafted("b", "other"), deleted("b"));
        rows.has("a", "second");
        var batch = next(BEGINNING);

        assertThat(batch.events()).isEqualTo(4);
        assertThat(batch.counts()).containsExactly(new Count("a", "counted", 1), new Count("b", "counted", 1));
        assertThat(batch.workflows()).extracting(Ended::workflowId).containsExactly("a", "b");
        assertThat(batch.workflows()).extracting(Ended::version).containsExactly(2L, 2L);
        assertThat(batch.workflows()).allMatch(Ended::isReadable);
        assertThat(batch.workflows().getFirst().view()).extracting(WorkflowView::name).isEqualTo("second");
        assertThat(batch.workflows().getFirst().configuration()).containsEntry("name", "second");
        assertThat(batch.workflows().getLast().view()).isNull();
        assertThat(batch.workflows().getLast().configuration()).isEmpty();
        assertThat(batch.deviations()).isEmpty();
        assertThat(batch.next()).isEqualTo(new Progress(Stage.WORKFLOWS, "b"));
    }

    @Test
    void tells_of_workflows_that_have_no_events_in_the_range_only_where_to_go_on() {
        past.of("a", drafted("a", "first"));
        past.replayedUpTo("a", 0);
        var batch = next(BEGINNING);

        assertThat(batch.events()).isZero();
        assertThat(batch.workflows()).isEmpty();
        assertThat(batch.next()).isEqualTo(new Progress(Stage.WORKFLOWS, "a"));
    }

    @Test
    void compares_what_workflows_are_now_with_what_is_kept_of_them() {
        past.of("a", drafted("a", "first"), renamed("a", "second"));
        past.replayedUpTo("a", 1);
        rows.has(ReadModel.VIEW, "a", "wrong", false);
        var batch = next(BEGINNING);

        assertThat(batch.workflows().getFirst().view()).extracting(WorkflowView::name).isEqualTo("first");
        assertThat(batch.deviations()).containsExactly(
                new Deviation(ORGANIZATION, "a", ReadModel.VIEW, new Change("name", "second", "wrong")),
                new Deviation(ORGANIZATION, "a", ReadModel.REGISTER, new Change("", Rows.row("second", false), null)));
    }

    @Test
    void compares_nothing_where_the_replay_ends_before_the_head() {
        past.of("a", drafted("a", "first"), renamed("a", "second"));

        assertThat(next(false, BEGINNING).deviations()).isEmpty();
        assertThat(next(false, new Progress(Stage.WORKFLOWS, "a")).next()).isEqualTo(new Progress(Stage.END, ""));
    }

    @Test
    void leaves_alone_what_only_a_newer_version_can_read() {
        past.of("a", drafted("a", "first"), null);
        var batch = next(BEGINNING);

        assertThat(batch.workflows()).containsExactly(new Ended("a", ORGANIZATION, 2, null, Map.of(), false));
        assertThat(batch.deviations()).isEmpty();
    }

    @Test
    void replays_so_many_events_at_once_that_they_are_two_thousand_or_fifty_workflows() {
        IntStream.rangeClosed(10, 70).forEach(i -> past.of("" + i, drafted("" + i, "name")));
        assertThat(next(false, BEGINNING).next()).isEqualTo(new Progress(Stage.WORKFLOWS, "59"));

        for (var events : List.of(1999, 2000)) {
            past.workflows.clear();
            past.of("a", IntStream.range(0, events)
                    .mapToObj(i -> i == 0 ? drafted("a", "name") : renamed("a", "name " + i))
                    .toArray(WorkflowEvent[]::new));
            past.of("b", drafted("b", "name"));
            past.of("c", drafted("c", "name"));
            var batch = next(false, BEGINNING);

            assertThat(batch.next().after()).isEqualTo(events < 2000 ? "b" : "a");
            assertThat(batch.events()).isEqualTo(2000);
        }
    }

    @Test
    void counts_a_large_workflow_for_more_events() {
        past.of("a", drafted("a", "n".repeat(5_000_000)));
        past.of("b", drafted("b", "name"));
        assertThat(next(false, BEGINNING).next().after()).isEqualTo("a");

        past.of("a", drafted("a", "n".repeat(1_000_000)));
        assertThat(next(false, BEGINNING).next().after()).isEqualTo("b");
    }

    @Test
    void goes_from_stage_to_stage() {
        assertThat(next(BEGINNING)).isEqualTo(
                new ReplayBatch(0, List.of(), List.of(), List.of(), new Progress(Stage.VIEWS, "")));
        assertThat(next(new Progress(Stage.VIEWS, "")).next()).isEqualTo(new Progress(Stage.REGISTER, ""));
        assertThat(next(new Progress(Stage.REGISTER, "")).next()).isEqualTo(new Progress(Stage.COUNTERS, ""));
        assertThat(next(new Progress(Stage.COUNTERS, "")).next()).isEqualTo(new Progress(Stage.END, ""));
        assertThatIllegalStateException().isThrownBy(() -> next(new Progress(Stage.END, "")));
    }

    @Test
    void finds_rows_that_are_of_no_workflow() {
        rows.places.add(new Place("a", ORGANIZATION, true));
        rows.places.add(new Place("b", ORGANIZATION, false));
        rows.has("a", "known");
        rows.has("b", "unknown");

        assertThat(next(new Progress(Stage.VIEWS, ""))).isEqualTo(new ReplayBatch(0, List.of(), List.of(),
                List.of(new Deviation(ORGANIZATION, "b", ReadModel.VIEW,
                        new Change("", null, Rows.row("unknown", false)))),
                new Progress(Stage.VIEWS, "b")));
        assertThat(next(new Progress(Stage.REGISTER, "")).deviations()).extracting(Deviation::what)
                .containsExactly(ReadModel.REGISTER);
        assertThat(next(new Progress(Stage.VIEWS, "b")).next()).isEqualTo(new Progress(Stage.REGISTER, ""));
    }

    @Test
    void counts_again_only_where_views_or_counters_are_not_known_to_be_right() {
        past.of("a", drafted("a", "name"));
        rows.counters.add(new Counters(ORGANIZATION, counted(1, 2, 0), 1, true));
        var difference = new Deviation(ORGANIZATION, null, ReadModel.REGISTER, new Change("workflows", 1L, 2L));

        assertThat(next(new Progress(Stage.COUNTERS, ""))).isEqualTo(new ReplayBatch(0, List.of(), List.of(),
                List.of(), new Progress(Stage.COUNTERS, ORGANIZATION)));
        assertThat(step.next(replay(true), new Progress(Stage.COUNTERS, ""), ORGANIZATION::equals).deviations())
                .containsExactly(difference);
        assertThat(countersOf(counted(1, 2, 0), 1)).containsExactly(difference.change());
    }

    @Test
    void counts_workflows_that_are_there_and_those_that_are_active() {
        past.of("a", drafted("a", "name"), activated("a"));
        past.of("b", drafted("b", "name"));
        past.of("c", drafted("c", "name"), activated("c"), deleted("c"));
        past.of("d", drafted("d", "name"), activated("d"));

        assertThat(countersOf(counted(0, 0, 0), 9)).containsExactly(new Change("last_sequence_number", 9L, 0L),
                new Change("workflows", 3L, 0L), new Change("active", 2L, 0L));
    }

    @Test
    void counts_all_workflows_however_many_there_are() {
        IntStream.range(100, 220).forEach(i -> past.of("" + i, drafted("" + i, "name")));

        assertThat(countersOf(counted(9, 120, 0), 9)).isEmpty();
    }

    @Test
    void takes_the_register_s_word_for_what_only_a_newer_version_can_read() {
        for (var id : List.of("a", "b", "c")) {
            past.of(id, (WorkflowEvent) null);
        }
        rows.has(ReadModel.REGISTER, "a", "active", true);
        rows.has(ReadModel.REGISTER, "b", "draft", false);

        assertThat(countersOf(counted(12, 2, 1), 9)).isEmpty();
        rows.counters.clear();
        assertThat(countersOf(counted(8, 2, 1), 9)).containsExactly(new Change("last_sequence_number", 9L, 8L));
        rows.counters.clear();
        assertThat(countersOf(null, 9)).containsExactly(new Change("", counted(9, 2, 1), null));
    }

    @Test
    void wants_no_counters_of_an_organization_that_never_had_a_workflow() {
        assertThat(countersOf(null, 0)).isEmpty();
        rows.counters.clear();
        assertThat(countersOf(counted(0, 1, 0), 0)).containsExactly(new Change("workflows", 0L, 1L));
        rows.counters.clear();
        past.of("a", drafted("a", "name"), deleted("a"));
        assertThat(countersOf(null, 1)).containsExactly(new Change("", counted(1, 0, 0), null));
    }
}
