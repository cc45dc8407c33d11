package io.connectedworkflow.application;

import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowHistory;
import io.connectedworkflow.application.history.WorkflowRestore;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.refusal.Item;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link ConnectedWorkflows}, {@link WorkflowAsOf} and {@link WorkflowRestore} for callers who do not wait. Each call is
 * theirs, made by a thread of the executor: it takes no part in a transaction of whoever asks for it. Of calls that are
 * asked for at once, any may come first; who needs an order asks for the second when the first has come. A future
 * completes exceptionally where the call throws; cancelling it does not take back what the call does. What auditors ask
 * for, which may be long, is only there for callers who wait.
 */
public final class AsyncConnectedWorkflows implements AutoCloseable {

    private static final long SECONDS_TO_END = 2;

    private final ConnectedWorkflows workflows;
    private final WorkflowAsOf past;
    private final WorkflowRestore restore;
    private final ExecutorService executor;

    /** Calls these, by threads of the executor, which ends with this. */
    public AsyncConnectedWorkflows(ConnectedWorkflows workflows, WorkflowAsOf past, WorkflowRestore restore,
            ExecutorService executor) {
        this.workflows = workflows;
        this.past = past;
        this.restore = restore;
        this.executor = executor;
    }

    /** {@link ConnectedWorkflows#create}. */
    public CompletableFuture<Outcome<String>> create(Caller caller, WorkflowDraft draft) {
        return call(() -> workflows.create(caller, draft));
    }

    /** {@link ConnectedWorkflows#update}. */
    public CompletableFuture<Outcome<String>> update(Caller caller, String workflowId, @Nullable Long expectedVersion,
            WorkflowChange change) {
        return call(() -> workflows.update(caller, workflowId, expectedVersion, change));
    }

    /** {@link ConnectedWorkflows#activate}. */
    public CompletableFuture<Outcome<String>> activate(Caller caller, String workflowId,
            @Nullable Long expectedVersion) {
        return call(() -> workflows.activate(caller, workflowId, expectedVersion));
    }

    /** {@link ConnectedWorkflows#deactivate}. */
    public CompletableFuture<Outcome<String>> deactivate(Caller caller, String workflowId,
            @Nullable Long expectedVersion) {
        return call(() -> workflows.deactivate(caller, workflowId, expectedVersion));
    }

    /** {@link ConnectedWorkflows#delete}. */
    public CompletableFuture<Outcome<String>> delete(Caller caller, String workflowId,
            @Nullable Long expectedVersion) {
        return call(() -> workflows.delete(caller, workflowId, expectedVersion));
    }

    /** {@link WorkflowRestore#restore}. */
    public CompletableFuture<Outcome<String>> restore(Caller caller, String workflowId,
            @Nullable Long expectedVersion, long version) {
        return call(() -> restore.restore(caller, workflowId, expectedVersion, version));
    }

    /** {@link ConnectedWorkflows#createRule}. */
    public CompletableFuture<Outcome<String>> createRule(Caller caller, String workflowId,
            @Nullable Long expectedVersion, Item rule) {
        return call(() -> workflows.createRule(caller, workflowId, expectedVersion, rule));
    }

    /** {@link ConnectedWorkflows#updateRule}. */
    public CompletableFuture<Outcome<String>> updateRule(Caller caller, String workflowId,
            @Nullable Long expectedVersion, String ruleId, Item change) {
        return call(() -> workflows.updateRule(caller, workflowId, expectedVersion, ruleId, change));
    }

    /** {@link ConnectedWorkflows#deleteRule}. */
    public CompletableFuture<Outcome<String>> deleteRule(Caller caller, String workflowId,
            @Nullable Long expectedVersion, String ruleId) {
        return call(() -> workflows.deleteRule(caller, workflowId, expectedVersion, ruleId));
    }

    /** {@link ConnectedWorkflows#get}. */
    public CompletableFuture<Outcome<WorkflowView>> get(Caller caller, String workflowId) {
        return call(() -> workflows.get(caller, workflowId));
    }

    /** {@link ConnectedWorkflows#list(Caller)}. */
    public CompletableFuture<Outcome<List<WorkflowSummary>>> list(Caller caller) {
        return call(() -> workflows.list(caller));
    }

    /** {@link ConnectedWorkflows#limits}. */
    public CompletableFuture<Outcome<EditionLimits>> limits(Caller caller) {
        return call(() -> workflows.limits(caller));
    }

    /** {@link ConnectedWorkflows#list(Caller, WorkflowFilter, Page)}. */
    public CompletableFuture<Outcome<List<WorkflowSummary>>> list(Caller caller, WorkflowFilter filter, Page page) {
        return call(() -> workflows.list(caller, filter, page));
    }

    /** {@link WorkflowAsOf#list}. */
    public CompletableFuture<Outcome<List<WorkflowSummary>>> list(Caller caller, Instant instant, WorkflowFilter filter,
            Page page) {
        return call(() -> past.list(caller, instant, filter, page));
    }

    /** {@link WorkflowAsOf#history}. */
    public CompletableFuture<Outcome<WorkflowHistory>> history(Caller caller, String workflowId) {
        return call(() -> past.history(caller, workflowId));
    }

    private <T> CompletableFuture<T> call(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, executor);
    }

    /** Takes no more calls, and gives those that have been asked for {@value #SECONDS_TO_END} seconds to end. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
