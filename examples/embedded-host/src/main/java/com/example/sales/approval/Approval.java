package com.example.sales.approval;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.example.sales.approval.ApprovalCommand.GrantApproval;
import com.example.sales.approval.ApprovalCommand.RequestApproval;
import com.example.sales.approval.ApprovalEvent.ApprovalGranted;
import com.example.sales.approval.ApprovalEvent.ApprovalRequested;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/** Leave to play a playbook: it is requested, and then granted. */
@Aggregate
class Approval {

    @AggregateIdentifier
    private String approvalId;
    private long accountId;
    private long playbookId;
    private String workflowId;

    /** For Axon, which tells it what has happened. */
    @SuppressWarnings("NullAway.Init")
    Approval() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init") // it is told of its own event
    Approval(RequestApproval command) {
        apply(new ApprovalRequested(command.approvalId(), command.by().accountId(), command.playbookId(),
                command.workflowId(), command.by().id()));
    }

    /** The process goes to work with this event or not at all: a refusal is thrown, and takes the event with it. */
    @CommandHandler
    void grant(GrantApproval command, ConnectedWorkflows workflows) {
        workflows.activate(command.by().caller(), workflowId, null).orElseThrow();
        apply(new ApprovalGranted(approvalId, accountId, playbookId, command.by().id()));
    }

    @EventSourcingHandler
    void on(ApprovalRequested event) {
        approvalId = event.approvalId();
        accountId = event.accountId();
        playbookId = event.playbookId();
        workflowId = event.workflowId();
    }
}
