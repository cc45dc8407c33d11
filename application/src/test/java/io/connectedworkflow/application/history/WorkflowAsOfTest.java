package io.connectedworkflow.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.history.EventHistory.Recorded;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which workflows there were at an instant, and how much of the past is read to know. */
class WorkflowAsOfTest {

    private static final Instant THEN = Instant.parse("2026-02-03T04:45:00Z");
    private static final int WORKFLOWS = 250;
    private static final Organizations ORGANIZATIONS = actor -> new Organization(actor, Edition.ENTERPRISE,
            EditionLimits.of(Edition.ENTERPRISE), Set.of(Permission.MANAGE_AUTOMATIONS),
            new Directory(ZoneOffset.UTC, new Modules(List.of()), Map.of(), Map.of()));
    private static final Caller ASHA = Caller.of("org", "asha");

    private final FakeHistory history = new FakeHistory();
    private final WorkflowAsOf past = new WorkflowAsOf(history, ORGANIZATIONS);

    /** Workflows with the numbers 1 to 250, of which each was renamed a second after {@code THEN}. */
    private static final class FakeHistory implements EventHistory {

        private final List<String> read = new ArrayList<>();
        private final Set<Long> unreadable = new HashSet<>();
        private int asked;

        @Override
        public void forEachWorkflow(Consumer<Iterator<Recorded>> reader) {
            throw new AssertionError("Nobody wants all workflows");
        }

        @Override
        public Recording of(String organizationId, String workflowId) {
            read.add(workflowId);
            var number = Long.parseLong(workflowId);
            if (unreadable.contains(number)) {
                return Recording.of(List.of(new Recorded(null, workflowId, 1, THEN.plusSeconds(1), null)));
            }
            return Recording.of(List.of(
                    new Recorded(new WorkflowDrafted(workflowId, organizationId, "asha", "root", "name " + number, null,
                            "11", "Contacts", number, "ENTERPRISE", "MANAGE_AUTOMATIONS", 25), 1, THEN, null),
                    new Recorded(new WorkflowRenamed(workflowId, organizationId, "asha", "later " + number), 2,
                            THEN.plusSeconds(1), null)));
        }

        @Override
        public List<Present> thereAt(Instant instant, String organizationId, long after, int size) {
            asked++;
            return LongStream.rangeClosed(after + 1, Math.min(after + size, WORKFLOWS))
                    .mapToObj(number -> new Present(Long.toString(number), number)).toList();
        }
    }

    private List<String> names(Instant instant, WorkflowFilter filter, Page page) {
        return past.list(ASHA, instant, filter, page).orElseThrow().stream().map(WorkflowSummary::name).toList();
    }

    @Test
    void reads_no_more_histories_than_a_page_has_workflows() {
        assertThat(names(THEN, WorkflowFilter.ALL, new Page(7, 3))).containsExactly("name 8", "name 9", "name 10");
        assertThat(history.read).containsExactly("8", "9", "10");
        assertThat(history.asked).isEqualTo(1);
    }

    @Test
    void lists_all_however_many_there_are() {
        assertThat(names(THEN.plusSeconds(1), WorkflowFilter.ALL, Page.ALL)).hasSize(WORKFLOWS).startsWith("later 1")
                .endsWith("later " + WORKFLOWS);
        assertThat(history.read).hasSize(WORKFLOWS).doesNotHaveDuplicates();
    }

    @Test
    void looks_on_for_what_a_filter_wants_until_the_page_is_full() {
        var filter = new WorkflowFilter(null, "name 2", null);

        assertThat(names(THEN, filter, new Page(0, 12))).hasSize(12).startsWith("name 2", "name 20")
                .endsWith("name 200");
        assertThat(names(THEN, filter, new Page(249, 12))).containsExactly("name 250");
        assertThat(names(THEN.plusSeconds(1), filter, Page.ALL)).isEmpty();
    }

    @Test
    void leaves_out_what_only_a_newer_version_can_read_and_tells_which() {
        LongStream.rangeClosed(2, 249).forEach(history.unreadable::add);
        var listing = past.listing(ASHA, THEN.plusSeconds(1), WorkflowFilter.ALL, new Page(0, 2)).orElseThrow();

        assertThat(listing.found()).extracting(WorkflowSummary::name).containsExactly("later 1", "later 250");
        assertThat(listing.unreadable()).hasSize(248).startsWith("2").endsWith("249");
        assertThat(names(THEN.plusSeconds(1), WorkflowFilter.ALL, Page.ALL)).containsExactly("later 1", "later 250");
    }

    @Test
    void ends_where_nothing_is_left() {
        assertThat(names(THEN, WorkflowFilter.ALL, new Page(WORKFLOWS, 5))).isEmpty();
    }
}
