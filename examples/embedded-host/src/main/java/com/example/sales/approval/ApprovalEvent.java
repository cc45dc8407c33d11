package com.example.sales.approval;

/** What has happened to an approval. */
sealed interface ApprovalEvent {

    /** Someone wants to play a playbook. */
    record ApprovalRequested(String approvalId, long accountId, long playbookId, String workflowId,
            long by) implements ApprovalEvent {}

    /** It may be played, and its process is at work. */
    record ApprovalGranted(String approvalId, long accountId, long playbookId, long by) implements ApprovalEvent {}
}
