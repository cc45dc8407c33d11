package com.example.sales.playbook;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** How an account sells. Its process is a connected workflow, unless there could not be one. */
@Entity
public class Playbook {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private long accountId;
    private String title;
    private String goal;
    private @Nullable String workflowId;
    private @Nullable String blockedBy;
    private String approval = "none";

    /** For JPA, which fills it. */
    @SuppressWarnings("NullAway.Init")
    protected Playbook() {}

    /** One without a process. */
    public Playbook(long accountId, String title, String goal) {
        this.accountId = accountId;
        this.title = title;
        this.goal = goal;
    }

    /** Has a connected workflow as its process from now on. */
    void follow(String newWorkflowId) {
        workflowId = newWorkflowId;
        blockedBy = null;
    }

    /** Has no process, for a reason. */
    void block(String reason) {
        blockedBy = reason;
    }

    /** What has become of its approval: {@code none}, {@code requested} or {@code granted}. */
    public void approval(String status) {
        approval = status;
    }

    /** Null until it is saved. */
    public @Nullable Long getId() {
        return id;
    }

    /** Whose it is. */
    public long getAccountId() {
        return accountId;
    }

    /** What it is called, and its process too. */
    public String getTitle() {
        return title;
    }

    /** What it is for. */
    public String getGoal() {
        return goal;
    }

    /** Its process; null for none. */
    public @Nullable String getWorkflowId() {
        return workflowId;
    }

    /** Why it has no process; null if it has one. */
    public @Nullable String getBlockedBy() {
        return blockedBy;
    }

    /** What has become of its approval: {@code none}, {@code requested} or {@code granted}. */
    public String getApproval() {
        return approval;
    }
}
