package io.connectedworkflow.application.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.workflow.WorkflowView.Node;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a reader sees once an event has happened. */
class WorkflowViewTest {

    private static final String ID = "4876876000019340001";
    private static final Instant THEN = Instant.parse("2026-02-03T04:45:00.123Z");
    private static final Node ROOT = new Node("4876876000019340002", "4876876000000002179", "Contacts");

    private static WorkflowDrafted drafted(String name, @Nullable String description) {
        return new WorkflowDrafted(ID, "org-1", "asha", ROOT.id(), name, description, ROOT.moduleId(),
                ROOT.moduleApiName(), 42, "ENTERPRISE", "MANAGE_AUTOMATIONS", 25);
    }

    @Test
    void shows_a_drafted_workflow() {
        var view = WorkflowView.after(null, drafted("contacts-process", "from first call to invoice"), 1, THEN);

        assertThat(view).isEqualTo(new WorkflowView(ID, "org-1", 1, "contacts-process", "from first call to invoice",
                WorkflowStatus.DRAFT, 42, THEN, "asha", THEN, "asha", List.of(ROOT)));
    }

    @Test
    void shows_a_workflow_without_a_description() {
        var view = WorkflowView.after(null, drafted("contacts-process", null), 1, THEN);

        assertThat(view).isEqualTo(new WorkflowView(ID, "org-1", 1, "contacts-process", null, WorkflowStatus.DRAFT, 42,
                THEN, "asha", THEN, "asha", List.of(ROOT)));
    }

    @Test
    void starts_at_its_first_node() {
        var view = WorkflowView.after(null, drafted("contacts-process", null), 1, THEN);

        assertThat(view.root()).isEqualTo(ROOT);
    }

    @Test
    void shows_times_in_whole_milliseconds_and_never_later_than_they_were() {
        var view = WorkflowView.after(null, drafted("contacts-process", null), 1,
                Instant.parse("2026-02-03T04:45:00.123999999Z"));

        assertThat(view.createdAt()).isEqualTo(THEN);
        assertThat(view.modifiedAt()).isEqualTo(THEN);
    }

    @Test
    void stays_as_it_is_when_it_already_has_the_event() {
        var view = WorkflowView.after(null, drafted("contacts-process", null), 2, THEN);

        assertThat(WorkflowView.after(view, drafted("another-process", "again"), 2, THEN.plusSeconds(1)))
                .isSameAs(view);
        assertThat(WorkflowView.after(view, drafted("another-process", "again"), 1, THEN.plusSeconds(1)))
                .isSameAs(view);
    }

    @Test
    void is_never_drafted_twice() {
        var view = WorkflowView.after(null, drafted("contacts-process", null), 1, THEN);

        assertThatThrownBy(() -> WorkflowView.after(view, drafted("contacts-process", null), 2, THEN))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining(ID);
    }

    @Test
    void does_not_change_with_the_list_it_was_made_from() {
        var nodes = new ArrayList<>(List.of(ROOT));
        var view = new WorkflowView(ID, "org-1", 1, "contacts-process", null, WorkflowStatus.DRAFT, 42, THEN, "asha",
                THEN, "asha", nodes);

        nodes.clear();

        assertThat(view.nodes()).containsExactly(ROOT);
    }
}
