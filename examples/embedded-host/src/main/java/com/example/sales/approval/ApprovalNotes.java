package com.example.sales.approval;

import com.example.sales.approval.ApprovalEvent.ApprovalGranted;
import com.example.sales.approval.ApprovalEvent.ApprovalRequested;
import com.example.sales.playbook.Playbooks;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Notes at the playbooks what has become of their approvals. */
@Component
class ApprovalNotes {

    private final Playbooks playbooks;

    ApprovalNotes(Playbooks playbooks) {
        this.playbooks = playbooks;
    }

    @EventHandler
    void on(ApprovalRequested event) {
        playbooks.noteApproval(event.accountId(), event.playbookId(), "requested");
    }

    @EventHandler
    void on(ApprovalGranted event) {
        playbooks.noteApproval(event.accountId(), event.playbookId(), "granted");
    }
}
