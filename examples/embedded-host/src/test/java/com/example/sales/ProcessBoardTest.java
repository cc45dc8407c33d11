package com.example.sales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.sales.account.Member;
import com.example.sales.playbook.Playbooks;
import com.example.sales.playbook.ProcessBoard;
import com.example.sales.playbook.ProcessBoard.Row;
import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.subscription.DeliveredEvent;
import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.subscription.SubscriptionStatus;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowChange;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The application's own table follows the events, and can be made again from them. */
@SalesTest
class ProcessBoardTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    @Autowired
    private TestAccounts accounts;
    @Autowired
    private Playbooks playbooks;
    @Autowired
    private ConnectedWorkflows workflows;
    @Autowired
    private ProcessBoard board;
    @Autowired
    private EventSubscriptions subscriptions;
    @Autowired
    private JdbcClient jdbc;

    private Member lead;
    private String workflowId;

    @BeforeEach
    void have_an_account() {
        lead = accounts.leadOn("team");
        workflowId = Objects.requireNonNull(
                playbooks.draft(lead, "Win back", "A second call", "Deals").getWorkflowId());
    }

    private void awaitOnTheBoard(String name, String status, long version) {
        await().atMost(LONG_ENOUGH).untilAsserted(
                () -> assertThat(board.list(lead)).containsExactly(new Row(workflowId, name, status, version)));
    }

    private void awaitCaughtUp(String subscription) {
        await().atMost(LONG_ENOUGH)
                .until(() -> subscriptions.find(subscription).filter(SubscriptionStatus::caughtUp).isPresent());
    }

    private void live() {
        workflows.update(lead.caller(), workflowId, null, WorkflowChange.builder().name("Win them back").build())
                .orElseThrow();
        workflows.activate(lead.caller(), workflowId, null).orElseThrow();
    }

    private List<Long> positions() {
        return jdbc.sql("""
            select global_index from connected_workflow.domain_event where aggregate_identifier = ?
            order by global_index""").param(workflowId).query(Long.class).list().stream().map(Objects::requireNonNull)
                .toList();
    }

    @Test
    void the_board_follows_a_process_from_its_draft_to_its_end() {
        awaitOnTheBoard("Win back", "draft", 1);
        live();
        awaitOnTheBoard("Win them back", "active", 3);
        workflows.deactivate(lead.caller(), workflowId, null).orElseThrow();
        awaitOnTheBoard("Win them back", "inactive", 4);
        workflows.delete(lead.caller(), workflowId, null).orElseThrow();
        awaitOnTheBoard("Win them back", "deleted", 5);
    }

    @Test
    void a_board_that_is_lost_is_made_again_by_a_replay_of_everything() {
        live();
        awaitOnTheBoard("Win them back", "active", 3);
        jdbc.sql("delete from process").update();
        subscriptions.replay(ProcessBoard.SUBSCRIPTION, new LogPoint.Position(0));

        awaitOnTheBoard("Win them back", "active", 3);
    }

    @Test
    void what_a_replay_delivers_again_changes_nothing() {
        live();
        awaitOnTheBoard("Win them back", "active", 3);
        var written = lastWrittenBy();
        subscriptions.replay(ProcessBoard.SUBSCRIPTION, new LogPoint.Position(positions().getFirst()));
        awaitCaughtUp(ProcessBoard.SUBSCRIPTION);

        assertThat(board.list(lead)).containsExactly(new Row(workflowId, "Win them back", "active", 3));
        assertThat(lastWrittenBy()).isEqualTo(written);
    }

    /** The transaction that wrote the row. */
    private String lastWrittenBy() {
        return jdbc.sql("select xmin::text from process where workflow_id = ?").param(workflowId).query(String.class)
                .single();
    }

    @Test
    void a_replay_begins_where_it_is_told_to() {
        live();
        var delivered = new CopyOnWriteArrayList<DeliveredEvent>();
        subscriptions.start(EventSubscription.named("replays").inSegments(1).handledBy(delivered::add));
        try {
            awaitDelivered(delivered, positions());
            delivered.clear();
            subscriptions.replay("replays", new LogPoint.Position(positions().get(1)));
            awaitDelivered(delivered, positions().subList(1, 3));
            assertThat(delivered).allMatch(DeliveredEvent::replayed).noneMatch(event -> event.version() == 1
                    && event.workflowId().equals(workflowId));

            var activated = delivered.getLast();
            delivered.clear();
            subscriptions.replay("replays", new LogPoint.Time(activated.time()));
            awaitDelivered(delivered, List.of(activated.position()));
            assertThat(delivered.getLast()).isEqualTo(activated);
        } finally {
            subscriptions.pause("replays");
        }
    }

    private static void awaitDelivered(List<DeliveredEvent> delivered, List<Long> positions) {
        await().atMost(LONG_ENOUGH).untilAsserted(
                () -> assertThat(delivered).extracting(DeliveredEvent::position).containsAll(positions));
    }
}
