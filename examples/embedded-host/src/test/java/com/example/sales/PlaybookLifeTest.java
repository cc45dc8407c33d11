package com.example.sales;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.sales.account.Member;
import com.example.sales.approval.Approvals;
import com.example.sales.playbook.Playbook;
import com.example.sales.playbook.Playbooks;
import io.connectedworkflow.application.history.Moment;
import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowHistory.Entry;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowChange.NodeReference;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A playbook's life, by the Java API. */
@SalesTest
class PlaybookLifeTest {

    @Autowired
    private TestAccounts accounts;
    @Autowired
    private Playbooks playbooks;
    @Autowired
    private Approvals approvals;
    @Autowired
    private ConnectedWorkflows workflows;
    @Autowired
    private WorkflowAsOf past;

    private Member lead;
    private Member colleague;

    @BeforeEach
    void have_an_account() {
        lead = accounts.leadOn("team");
        colleague = accounts.colleagueOf(lead);
    }

    @Test
    void from_the_draft_to_the_approval() {
        var playbook = playbooks.draft(colleague, "Win back", "Lost deals get a second call", "Deals");
        var workflowId = Objects.requireNonNull(playbook.getWorkflowId());
        var draft = workflows.get(lead.caller(), workflowId).orElseThrow();
        assertThat(draft.name()).isEqualTo("Win back");
        assertThat(draft.status()).isEqualTo(WorkflowStatus.DRAFT);
        assertThat(draft.createdBy()).isEqualTo(Long.toString(colleague.id()));

        var deals = draft.diagram().nodes().getFirst().id();
        workflows.update(colleague.caller(), workflowId, draft.version(), WorkflowChange.builder()
                .addNode(ModuleReference.named("Quotes"), "quote")
                .connect(new NodeReference.Existing(deals), new NodeReference.Added("quote")).build()).orElseThrow();
        approvals.request(colleague, Objects.requireNonNull(playbook.getId()));
        assertThat(approval(playbook)).isEqualTo("requested");
        approvals.grant(lead, playbook.getId());
        assertThat(approval(playbook)).isEqualTo("granted");

        assertThat(workflows.list(colleague.caller()).orElseThrow()).singleElement()
                .extracting(WorkflowSummary::status).isEqualTo(WorkflowStatus.ACTIVE);
        var history = past.history(lead.caller(), workflowId).orElseThrow();
        assertThat(history.entries(Long.MAX_VALUE, 10).found()).extracting(Entry::event).containsExactly(
                "workflow activated",
                "connection added", "node added", "workflow drafted");
        assertThat(history.at(new Moment.Time(draft.modifiedAt()))).contains(draft);
    }

    private String approval(Playbook playbook) {
        return playbooks.find(lead, Objects.requireNonNull(playbook.getId())).orElseThrow().getApproval();
    }
}
