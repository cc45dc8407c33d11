package io.connectedworkflow.application.workflow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.connectedworkflow.application.workflow.WorkflowQuery.FindWorkflow;
import io.connectedworkflow.application.workflow.WorkflowQuery.ListWorkflows;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of workflows for readers, and which of them a filter wants. */
class WorkflowProjectionTest {

    private static final Instant AT = Instant.parse("2026-02-03T04:45:00Z");

    private final Views views = new Views();
    private final WorkflowProjection projection = new WorkflowProjection(views);

    /** Views in memory, of one organization. */
    private static final class Views implements WorkflowViews {

        private final Map<String, WorkflowView> kept = new LinkedHashMap<>();
        private final List<String> removed = new ArrayList<>();

        @Override
        public Optional<WorkflowView> find(String organizationId, String workflowId) {
            return Optional.ofNullable(kept.get(workflowId))
                    .filter(view -> view.organizationId().equals(organizationId));
        }

        @Override
        public List<WorkflowSummary> list(String organizationId, WorkflowFilter filter, Page page) {
            return kept.values().stream().filter(filter::wants).map(WorkflowView::summary).toList();
        }

        @Override
        public void remove(WorkflowView view) {
            kept.remove(view.id());
            removed.add(view.id());
        }

        @Override
        public void save(WorkflowView view) {
            kept.put(view.id(), view);
        }
    }

    private static WorkflowDrafted drafted(String id, String name) {
        return new WorkflowDrafted(id, "7", "asha", "root", name, null, "11", "Contacts", 1, "ENTERPRISE",
                "MANAGE_AUTOMATIONS", 25);
    }

    private void happens(String id, WorkflowEvent... events) {
        for (var event : events) {
            projection.on(event, views.find("7", id).map(WorkflowView::version).orElse(0L), AT);
        }
    }

    private @Nullable WorkflowView kept(String id) {
        return projection.answer(new FindWorkflow("7", id)).orElse(null);
    }

    private List<String> wanted(@Nullable WorkflowStatus status, String name, @Nullable Set<String> modules) {
        return projection.answer(new ListWorkflows("7", new WorkflowFilter(status, name, modules), Page.ALL)).stream()
                .map(WorkflowSummary::id).toList();
    }

    @Test
    void keeps_what_events_come_to() {
        happens("a", drafted("a", "first"), new WorkflowRenamed("a", "7", "asha", "second"));

        var view = requireNonNull(kept("a"));
        assertThat(view.name()).isEqualTo("second");
        assertThat(view.version()).isEqualTo(2);
        assertThat(projection.answer(new FindWorkflow("8", "a"))).isEmpty();
    }

    @Test
    void forgets_a_workflow_that_is_deleted_until_it_is_restored() {
        happens("a", drafted("a", "first"), new WorkflowDeleted("a", "7", "asha"));
        assertThat(kept("a")).isNull();
        assertThat(views.removed).containsExactly("a");

        projection.on(new WorkflowRestored("a", "7", "asha", 1, "root", "first", null, "11", "Contacts", 1, "DRAFT",
                "asha", "2026-02-03T04:45:00Z", 25), 2, AT);
        assertThat(requireNonNull(kept("a")).version()).isEqualTo(3);
    }

    @Test
    void fails_where_the_view_of_a_workflow_is_missing() {
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> happens("a", new WorkflowRenamed("a", "7", "asha", "second")));
    }

    @Test
    void lists_what_a_filter_wants() {
        happens("a", drafted("a", "Contacts process"));
        happens("b", drafted("b", "Deals process"));

        assertThat(wanted(null, "", null)).containsExactly("a", "b");
        assertThat(wanted(null, "deals", null)).containsExactly("b");
        assertThat(wanted(WorkflowStatus.DRAFT, "", null)).containsExactly("a", "b");
        assertThat(wanted(WorkflowStatus.ACTIVE, "", null)).isEmpty();
        assertThat(wanted(null, "", Set.of("10", "11"))).containsExactly("a", "b");
        assertThat(wanted(null, "", Set.of("10"))).isEmpty();
    }
}
