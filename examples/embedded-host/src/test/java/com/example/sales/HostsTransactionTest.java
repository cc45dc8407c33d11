package com.example.sales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.sales.account.Member;
import com.example.sales.approval.Approvals;
import com.example.sales.playbook.Playbook;
import com.example.sales.playbook.Playbooks;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.refusal.Refusal.ModulesDisabled;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** What the application and connected workflows do in one transaction, they do together or not at all. */
@SalesTest
class HostsTransactionTest {

    @Autowired
    private TestAccounts accounts;
    @Autowired
    private Playbooks playbooks;
    @Autowired
    private Approvals approvals;
    @Autowired
    private ConnectedWorkflows workflows;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private HostsEvents hostsEvents;
    @Autowired
    private PlatformTransactionManager manager;

    private Member lead;
    private TransactionTemplate transaction;
    private TransactionTemplate meanwhile;

    @BeforeEach
    void have_an_account() {
        lead = accounts.leadOn("team");
        transaction = new TransactionTemplate(manager);
        meanwhile = new TransactionTemplate(manager);
        meanwhile.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    private List<String> titles() {
        return playbooks.list(lead).stream().map(Playbook::getTitle).toList();
    }

    private List<String> processes() {
        return workflows.list(lead.caller()).orElseThrow().stream().map(WorkflowSummary::name).toList();
    }

    private void assertThatThereAre(String... names) {
        assertThat(titles()).containsExactly(names);
        assertThat(processes()).containsExactly(names);
        assertThat(jdbc.sql("select count(*) from connected_workflow.domain_event where organization_id = ?")
                .param(Long.toString(lead.accountId())).query(Integer.class).single()).isEqualTo(names.length);
    }

    private static WorkflowDraft draft(String name, String recordType) {
        return WorkflowDraft.of(name, null, ModuleReference.named(recordType));
    }

    @Test
    void a_playbook_and_its_process_are_seen_by_others_at_the_same_moment() {
        transaction.executeWithoutResult(open -> {
            playbooks.draft(lead, "Win back", "A second call", "Deals");
            assertThat(processes()).containsExactly("Win back");
            meanwhile.executeWithoutResult(other -> assertThatThereAre());
        });

        assertThatThereAre("Win back");
    }

    @Test
    void neither_is_there_if_the_application_rolls_back() {
        assertThatIllegalStateException().isThrownBy(() -> transaction.executeWithoutResult(open -> {
            playbooks.draft(lead, "Win back", "A second call", "Deals");
            throw new IllegalStateException("the application's own");
        }));

        assertThatThereAre();
    }

    @Test
    void neither_is_there_if_the_playbook_cannot_be_stored() {
        whileBroken("playbook", "workflow_id is null", () -> assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> playbooks.draft(lead, "Win back", "A second call", "Deals")));

        assertThatThereAre();
    }

    @Test
    void a_playbook_is_there_without_a_process_if_that_is_refused() {
        transaction.executeWithoutResult(open -> {
            playbooks.draft(lead, "Win back", "A second call", "Deals");
            var second = playbooks.draft(lead, "Win back", "A third call", "Contacts");
            assertThat(second.getWorkflowId()).isNull();
            assertThat(second.getBlockedBy()).isEqualTo("NameTaken");
            playbooks.draft(lead, "Welcome", "A first call", "Contacts");
        });

        assertThat(titles()).containsExactly("Win back", "Win back", "Welcome");
        assertThat(processes()).containsExactly("Win back", "Welcome");
    }

    @Test
    void half_a_change_cannot_be_committed_whatever_the_application_catches() {
        whileBroken("connected_workflow.workflow_view", "false", () -> assertThatExceptionOfType(
                UnexpectedRollbackException.class).isThrownBy(() -> transaction.executeWithoutResult(open -> {
                    accounts.colleagueOf(lead);
                    assertThatThrownBy(() -> workflows.create(lead.caller(), draft("Win back", "Deals")))
                            .isInstanceOf(DataAccessException.class);
                })));

        assertThatThereAre();
        assertThat(jdbc.sql("select count(*) from member where account_id = ?").param(lead.accountId())
                .query(Integer.class).single()).isEqualTo(1);
    }

    /** Runs something while a table takes no row but those of which something is true. */
    private void whileBroken(String table, String accepted, Runnable work) {
        jdbc.sql("alter table %s add constraint broken check (%s) not valid".formatted(table, accepted)).update();
        try {
            work.run();
        } finally {
            jdbc.sql("alter table %s drop constraint broken".formatted(table)).update();
        }
    }

    @Test
    void an_approval_and_its_process_change_together() {
        var playbook = requested();

        hostsEvents.whileHandlingFails(() -> assertThatIllegalStateException()
                .isThrownBy(() -> approvals.grant(lead, playbook)));
        assertThat(statusOf(playbook)).isEqualTo(WorkflowStatus.DRAFT);
        assertThat(approvalOf(playbook)).isEqualTo("requested");

        approvals.grant(lead, playbook);
        assertThat(statusOf(playbook)).isEqualTo(WorkflowStatus.ACTIVE);
        assertThat(approvalOf(playbook)).isEqualTo("granted");
    }

    @Test
    void an_approval_is_not_granted_if_its_process_is_refused() {
        var playbook = requested();
        jdbc.sql("update record_type set retired = true where account_id = ?").param(lead.accountId()).update();

        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> approvals.grant(lead, playbook))
                .satisfies(refused -> assertThat(refused.refusal()).isInstanceOf(ModulesDisabled.class));
        assertThat(approvalOf(playbook)).isEqualTo("requested");
        assertThat(hostsEvents.of(lead)).containsExactly("ApprovalRequested");
    }

    private long requested() {
        var id = Objects.requireNonNull(playbooks.draft(lead, "Win back", "A second call", "Deals").getId());
        approvals.request(lead, id);
        return id;
    }

    private WorkflowStatus statusOf(long playbook) {
        var workflowId = Objects.requireNonNull(playbooks.find(lead, playbook).orElseThrow().getWorkflowId());
        return workflows.get(lead.caller(), workflowId).orElseThrow().status();
    }

    private String approvalOf(long playbook) {
        return playbooks.find(lead, playbook).orElseThrow().getApproval();
    }
}
