package io.connectedworkflow.application.replay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.history.EventHistory;
import io.connectedworkflow.application.history.EventHistory.Recorded;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How the views are made anew from the past. */
class ReadModelRebuildTest {

    private static final Instant THEN = Instant.parse("2026-02-03T04:45:00.123Z");

    private final List<List<Recorded>> past = new ArrayList<>();
    private final FakeReadModels models = new FakeReadModels();
    private final ReadModelRebuild rebuild = new ReadModelRebuild(new FakeHistory(past), models);

    /** A past of which nothing but the whole is asked for. */
    private record FakeHistory(List<List<Recorded>> past) implements EventHistory {

        @Override
        public void forEachWorkflow(Consumer<Iterator<Recorded>> reader) {
            past.forEach(events -> reader.accept(events.iterator()));
        }

        @Override
        public Recording of(String organizationId, String workflowId) {
            throw new AssertionError("A rebuild is of all workflows");
        }

        @Override
        public List<Present> thereAt(Instant instant, String organizationId, long after, int size) {
            throw new AssertionError("A rebuild is of all times");
        }
    }

    /** Holds what it is given in place of what it had, unless giving fails. */
    private static final class FakeReadModels implements ReadModels {

        private int fold;
        private List<WorkflowView> views = List.of();

        @Override
        public int fold() {
            return fold;
        }

        @Override
        public Rebuilt replaceAll(int newFold, Function<Consumer<WorkflowView>, List<String>> newViews) {
            var replacement = new ArrayList<WorkflowView>();
            var stood = newViews.apply(replacement::add);
            var same = replacement.equals(views);
            views = replacement;
            fold = newFold;
            return new Rebuilt(same, stood);
        }
    }

    private static WorkflowDrafted drafted(String id, String name) {
        return new WorkflowDrafted(id, "org-1", "asha", "root of " + id, name, null, "module of " + id, "Contacts", 1,
                "ENTERPRISE", "MANAGE_AUTOMATIONS", 25);
    }

    private static WorkflowView view(String id, String name) {
        return requireNonNull(WorkflowView.after(null, drafted(id, name), 1, THEN));
    }

    @Test
    void makes_a_view_of_every_workflow_there_ever_was() {
        past.add(List.of(new Recorded(drafted("7", "leads-process"), 1, THEN, null)));
        past.add(List.of(new Recorded(drafted("8", "contacts-process"), 1, THEN, null)));

        rebuild.run();

        assertThat(models.views).containsExactly(view("7", "leads-process"), view("8", "contacts-process"));
    }

    @Test
    void makes_the_view_that_live_reading_makes_of_the_same_events() {
        var event = drafted("7", "leads-process");
        past.add(List.of(new Recorded(event, 3, THEN.plusNanos(999_999), null)));

        rebuild.run();

        assertThat(models.views).containsExactly(WorkflowView.after(null, event, 3, THEN));
    }

    @Test
    void folds_all_events_of_a_workflow_one_after_the_other() {
        past.add(List.of(new Recorded(drafted("7", "leads-process"), 1, THEN, null),
                new Recorded(drafted("7", "told twice"), 1, THEN, null)));

        rebuild.run();

        assertThat(models.views).containsExactly(view("7", "leads-process"));
    }

    @Test
    void drops_what_no_event_tells_of() {
        models.views = List.of(view("9", "never happened"));

        rebuild.run();

        assertThat(models.views).isEmpty();
    }

    @Test
    void makes_no_view_of_a_workflow_that_is_deleted() {
        past.add(List.of(new Recorded(drafted("7", "leads-process"), 1, THEN, null),
                new Recorded(new WorkflowDeleted("7", "org-1", "asha"), 2, THEN, null)));
        past.add(List.of(new Recorded(drafted("8", "contacts-process"), 1, THEN, null)));

        rebuild.run();

        assertThat(models.views).containsExactly(view("8", "contacts-process"));
    }

    @Test
    void makes_no_view_of_a_workflow_without_events() {
        past.add(List.of());

        rebuild.run();

        assertThat(models.views).isEmpty();
    }

    @Test
    void says_that_everything_was_right_before() {
        past.add(List.of(new Recorded(drafted("7", "leads-process"), 1, THEN, null)));
        models.views = List.of(view("7", "leads-process"));

        assertThat(rebuild.run()).isTrue();
    }

    @Test
    void says_that_something_was_wrong_before() {
        past.add(List.of(new Recorded(drafted("7", "leads-process"), 1, THEN, null)));
        models.views = List.of(view("7", "what nobody called it"));

        assertThat(rebuild.run()).isFalse();
    }

    @Test
    void leaves_alone_what_only_a_newer_version_can_read_and_says_so() {
        past.add(List.of(new Recorded(drafted("7", "leads-process"), 1, THEN, null),
                new Recorded(null, "7", 2, THEN, null)));
        past.add(List.of(new Recorded(null, "8", 1, THEN, null)));
        past.add(List.of(new Recorded(drafted("9", "contacts-process"), 1, THEN, null)));

        assertThat(rebuild.rebuild().stood()).containsExactly("7", "8");

        assertThat(models.views).containsExactly(view("9", "contacts-process"));
    }

    @Test
    void is_needed_until_the_views_are_made_by_todays_fold() {
        assertThat(rebuild.isNeeded()).isTrue();

        rebuild.run();

        assertThat(models.fold).isEqualTo(WorkflowView.VIEW_SCHEMA_VERSION);
        assertThat(rebuild.isNeeded()).isFalse();
    }

    @Test
    void is_needed_when_the_views_were_made_by_a_later_fold() {
        models.fold = WorkflowView.VIEW_SCHEMA_VERSION + 1;

        assertThat(rebuild.isNeeded()).isTrue();
    }

    @Test
    void fails_as_a_whole_when_the_past_makes_no_sense() {
        past.add(List.of(new Recorded(drafted("7", "leads-process"), 1, THEN, null),
                new Recorded(drafted("7", "leads-process"), 2, THEN, null)));

        assertThatThrownBy(rebuild::run).isInstanceOf(IllegalStateException.class);
        assertThat(models.fold).isZero();
    }
}
