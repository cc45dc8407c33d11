package com.example.sales.approval;

import com.example.sales.account.Member;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked for. */
sealed interface ApprovalCommand {

    /** Asks for leave to play a playbook. */
    record RequestApproval(String approvalId, Member by, long playbookId,
            String workflowId) implements ApprovalCommand {}

    /** Gives leave, and puts the playbook's process to work. */
    record GrantApproval(@TargetAggregateIdentifier String approvalId, Member by) implements ApprovalCommand {}
}
